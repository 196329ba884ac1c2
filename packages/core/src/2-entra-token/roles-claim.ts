import { awsClaimFailure } from './aws-claim-failure.ts';

const ROLES_CLAIM = 'https://aws.amazon.com/roles';

/** No patterns, and in lower case but for what AWS lets people name. */
const ROLE_ARN = /^arn:[a-z-]+:iam::\d{12}:role\/[\w+=,.@/-]{1,576}$/;

/**
 * The roles that a token names: one ARN, several with semicolons between them, or a list. STS refuses
 * the token for any other role, whatever the trust policy says. AWS has not documented it: the forms
 * are those that were recorded (test/recordings/web-identity.ts). What is no ARN does not count, and
 * `null` is as good as no claim.
 *
 * @throws StepFailure `EAC_TOKEN_AWS_CLAIM`
 */
export function readRolesClaim(
  claims: Readonly<Record<string, unknown>>,
): readonly string[] | undefined {
  const value = Object.hasOwn(claims, ROLES_CLAIM) ? claims[ROLES_CLAIM] : undefined;
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string' && !Array.isArray(value)) {
    throw awsClaimFailure(
      ROLES_CLAIM,
      `is ${typeof value === 'object' ? 'an object' : `a ${typeof value}`}`,
      'It must be the ARN of a role, or a list of them.',
    );
  }
  const entries: readonly unknown[] = typeof value === 'string' ? value.split(';') : value;
  const arns = entries
    .filter((entry) => typeof entry === 'string')
    .map((entry) => entry.trim())
    .filter((entry) => ROLE_ARN.test(entry));
  if (arns.length > 0) return [...new Set(arns)];
  throw awsClaimFailure(
    ROLES_CLAIM,
    'names no role',
    'It must hold whole ARNs of roles, without patterns, in a list or separated by semicolons.',
  );
}
