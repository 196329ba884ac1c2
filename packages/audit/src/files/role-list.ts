import { parsePolicy, parsePolicyText } from '@entra-aws-creds/trust-policy';
import { partsOfRoleArn } from '../role-arn.ts';
import type { FoundPolicies } from '../role-policy.ts';
import { lineFinder } from './line-finder.ts';

export type RoleList = readonly unknown[];

/**
 * The roles that `aws iam list-roles` or `aws iam get-account-authorization-details` printed. Their
 * policies are objects there, and percent-encoded texts in the answer itself.
 */
export function readRoleList(file: string, text: string, list: RoleList): FoundPolicies {
  const lineOf = lineFinder(text);
  const roles = list.flatMap((entry) => {
    const { Arn: arn, AssumeRolePolicyDocument: document } = (entry ?? {}) as {
      readonly Arn?: unknown;
      readonly AssumeRolePolicyDocument?: unknown;
    };
    const { partition, account, name } = partsOfRoleArn(typeof arn === 'string' ? arn : undefined);
    if (typeof arn !== 'string' || name === undefined || partition === undefined) return [];
    const line = lineOf(arn);
    const { policy, problems } =
      typeof document === 'string' ? parsePolicyText(document) : parsePolicy(document);
    const parsed = { policy, problems, lines: new Map<string, number>() };
    return [{ name, arn, partition, account, place: { artifact: file, line }, parsed }];
  });
  return { roles, unjudged: [] };
}
