import { createHash } from 'node:crypto';
import { InputProblem, quote, type RoleArn } from '@entra-aws-creds/core/programs';

/** What an application is called, and the key under which it is found again. */
export interface ApplicationName {
  readonly displayName: string;
  /** Unique in the tenant, and never changed. */
  readonly uniqueName: string;
}

/** Letters, digits and single signs between them: what is the same in a key, a URL and a name. */
const SIMPLE = /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/;
const PREFIX = 'entra-aws-creds-';
const LONGEST_NAME = 120;

/**
 * The name of an application as its users write it.
 *
 * @throws InputProblem for an empty or very long one, or one that is not a single line
 */
export function parseApplicationName(text: string): ApplicationName {
  const displayName = text.trim();
  if (displayName === '' || displayName.length > LONGEST_NAME || /\p{C}/u.test(displayName)) {
    throw new InputProblem(
      `is ${quote(text)}, which cannot be the name of an application`,
      `Give one line of up to ${LONGEST_NAME} characters, such as "AWS deployments".`,
    );
  }
  if (SIMPLE.test(displayName)) return { displayName, uniqueName: `${PREFIX}${displayName}` };
  const readable = displayName.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  const uniqueName = `${PREFIX}${readable.slice(0, 60)}-${digest(displayName, 12)}`;
  return { displayName, uniqueName };
}

/**
 * The name of the application that belongs to one role alone. IAM does not tell upper case from lower case
 * in role names, and allows more characters in them than keys of Graph.
 *
 * @param roleId `AROA…`; with it, a role that is made again under the same name has another application,
 *   and never inherits who could assume the one before
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
 */
export function applicationNameOf(
  { partition, account, name }: RoleArn,
  roleId?: string,
): ApplicationName {
  const key = [
    partition.id,
    account,
    name.toLowerCase(),
    ...(roleId === undefined ? [] : [roleId]),
  ];
  return {
    displayName: `AWS ${account} ${name}`,
    uniqueName: `${PREFIX}${account}-${digest(key.join(':'), 20)}`,
  };
}

function digest(text: string, digits: number): string {
  return createHash('sha256').update(text).digest('hex').slice(0, digits);
}
