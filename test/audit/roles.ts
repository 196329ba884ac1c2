import { parsePolicy } from '@entra-aws-creds/trust-policy';
import {
  type GradedFinding,
  judgeRole,
  type MeantPrincipal,
  type RoleJudgement,
  type RolePolicy,
} from '../../packages/audit/src/index.ts';

export const TENANT = '11111111-2222-3333-4444-555555555555';
export const OTHER_TENANT = '99999999-8888-7777-6666-555555555555';
export const CLIENT = 'cccccccc-0000-0000-0000-000000000001';
export const RESOURCE = 'eeeeeeee-0000-0000-0000-000000000002';
export const SUBJECT = '0b1ec700-0000-0000-0000-000000000003';
export const ACCOUNT = '123456789012';
export const V1 = `sts.windows.net/${TENANT}/`;
export const V2 = `login.microsoftonline.com/${TENANT}/v2.0`;
export const providerArn = (key: string, account = ACCOUNT) =>
  `arn:aws:iam::${account}:oidc-provider/${key}`;

/** An `Allow` for the provider of `key`, holding claims to values. */
export function allow(
  key: string,
  claims: Readonly<Record<string, string | readonly string[]>>,
  parts: object = {},
): object {
  const pairs = Object.entries(claims).map(([claim, value]) => [`${key}:${claim}`, value]);
  return {
    Effect: 'Allow',
    Principal: { Federated: providerArn(key) },
    Action: 'sts:AssumeRoleWithWebIdentity',
    ...(pairs.length === 0 ? {} : { Condition: { StringEquals: Object.fromEntries(pairs) } }),
    ...parts,
  };
}

export function roleWith(statements: unknown, parts: Partial<RolePolicy> = {}): RolePolicy {
  return {
    name: 'deploy',
    arn: `arn:aws:iam::${ACCOUNT}:role/deploy`,
    partition: 'aws',
    account: ACCOUNT,
    place: { artifact: `aws/${ACCOUNT}/role/deploy`, line: undefined },
    parsed: parsePolicy({ Version: '2012-10-17', Statement: statements }),
    ...parts,
  };
}

export function judged(
  statements: unknown,
  meant: MeantPrincipal = {},
  allProviders = false,
): RoleJudgement | undefined {
  return judgeRole(roleWith(JSON.parse(JSON.stringify(statements))), { meant, allProviders });
}

/** `high TRUST_NO_SUB`, … */
export function inShort(findings: readonly GradedFinding[] | undefined): readonly string[] {
  return (findings ?? []).map(({ grade, code }) => `${grade} ${code}`);
}
