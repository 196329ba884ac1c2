import { RoleArn } from '@entra-aws-creds/core/azure';
import type { Rules } from './rules.ts';

/** `aws:123456789012:Deploy`, `aws-us-gov:123456789012:ci/Deploy`: partition, account, role with its path. */
const DIRECT = /^(aws(?:-[a-z]+)*):(\d{12}):([\w+=,.@/-]+)$/;

/** The roles that an app role of this value stands for; none for a value that the rules do not know. */
export function rolesOfAppRole(value: string, { accounts, appRoles }: Rules): readonly string[] {
  const named = appRoles.get(value) ?? [];
  const [, partition = '', account = '', role = ''] = DIRECT.exec(value) ?? [];
  if (!accounts.has(account)) return named;
  const arn = roleArnIn(`arn:${partition}:iam::${account}:role/${role}`);
  return arn === undefined ? named : [...named, arn];
}

/**
 * STS looks for the exact ARN, and counts neither patterns nor what has other characters than it was recorded
 * with.
 */
const PLAIN = /^arn:[a-z-]+:iam::\d{12}:role\/[\w+=,.@/-]+$/;

/** The text, if it is the whole ARN of one role. */
export function roleArnIn(text: unknown): string | undefined {
  if (typeof text !== 'string' || !PLAIN.test(text)) return undefined;
  try {
    return RoleArn.parse(text).text;
  } catch {
    return undefined;
  }
}
