import { quote } from '../../text/log-line.ts';
import { InputProblem } from '../input-problem.ts';
import { type AccountId, parseAccountId } from './account-id.ts';
import { DNS_SUFFIXES, PARTITION_IDS } from './partition.ts';

/** Whom a trust policy may admit besides, on purpose. */
export type AllowedPrincipal =
  /** A role, user, session or provider, to the letter. */
  | { readonly kind: 'arn'; readonly arn: string }
  /** All of an account. */
  | { readonly kind: 'account'; readonly account: AccountId }
  /** An identity provider in the role's own account: its URL without `https://`. */
  | { readonly kind: 'provider'; readonly issuer: string }
  | { readonly kind: 'service'; readonly service: string };

/**
 * Principals, one a line.
 *
 * @throws InputProblem for the first line that names none
 */
export function parseAllowedPrincipals(text: string): readonly AllowedPrincipal[] {
  return text
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map(parseLine);
}

const ROOT = /^arn:([a-z][a-z0-9-]*):iam::(\d{12}):root$/;
const ARN =
  /^arn:([a-z][a-z0-9-]*):(?:iam::\d{12}:(?:user|role|oidc-provider|saml-provider)|sts::\d{12}:(?:assumed-role|federated-user))\/[\x21-\x7e]{1,1024}$/;
/** As IAM takes it for a provider: without a query, a fragment or a port. */
const PROVIDER_URL = /^https:\/\/([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?:\/[\w.~%+=,@/-]*)?)$/;
const SERVICE = /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/;

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
function parseLine(line: string): AllowedPrincipal {
  if (/[*?]/.test(line)) {
    throw new InputProblem(
      `has ${quote(line)}, which matches more than one principal`,
      'Name each principal on its own; a policy that admits everyone never passes.',
    );
  }
  const partition = /^arn:([^:]*):/.exec(line)?.[1];
  if (partition !== undefined && !PARTITION_IDS.includes(partition)) {
    throw new InputProblem(
      `has ${quote(line)}, which is in a partition that does not exist`,
      `The second field of an ARN is one of ${PARTITION_IDS.join(', ')}.`,
    );
  }
  const account = ROOT.exec(line)?.[2] ?? (/^\d{12}$/.test(line) ? line : undefined);
  if (account !== undefined) return { kind: 'account', account: parseAccountId(account) };
  if (ARN.test(line)) return { kind: 'arn', arn: line };
  const issuer = PROVIDER_URL.exec(line)?.[1];
  if (issuer !== undefined) return { kind: 'provider', issuer };
  const isService = DNS_SUFFIXES.some((suffix) => line.endsWith(`.${suffix}`));
  if (isService && SERVICE.test(line)) return { kind: 'service', service: line };
  throw new InputProblem(
    `has ${quote(line)}, which names no principal`,
    'Give one a line: an ARN (arn:aws:iam::123456789012:role/name), the URL of an identity provider (https://token.actions.githubusercontent.com) or a service (ec2.amazonaws.com).',
  );
}
