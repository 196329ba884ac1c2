import type { ConditionBlock } from '../conditions.ts';
import { QueryError } from '../query-error.ts';
import type { TrustPolicy, TrustStatement } from '../trust-policy.ts';
import { APPLICATION_KEYS, type SharedProvider, sharedProvider } from './shared-providers.ts';

const WEB_IDENTITY = 'sts:AssumeRoleWithWebIdentity';

/** Compared to the letter; patterns are none of them. */
const ACTIONS = [
  'sts:AssumeRole',
  'sts:AssumeRoleWithSAML',
  WEB_IDENTITY,
  'sts:SetContext',
  'sts:SetSourceIdentity',
  'sts:TagSession',
];

const COGNITO = 'cognito-identity.amazonaws.com';

/**
 * Refuses a trust policy that IAM does not store, as recorded with `UpdateAssumeRolePolicy`. A provider
 * that does not exist is no reason. Roles from before June 2025 may have such a policy still: a policy
 * assigned to a role of the sandbox is not checked, one that a role is made with is.
 *
 * @throws QueryError `MalformedPolicyDocument`
 */
export function checkStorable(policy: TrustPolicy): void {
  const statements = [policy.Statement].flat();
  for (const { Action } of statements) {
    if (!list(Action).every((action) => ACTIONS.includes(action))) {
      throw malformed('AssumeRole policy may only specify STS AssumeRole actions.');
    }
  }
  for (const statement of statements) {
    if (statement.Effect !== 'Allow' || !list(statement.Action).includes(WEB_IDENTITY)) continue;
    for (const principal of federatedPrincipals(statement)) checkPrincipal(principal, statement);
  }
}

function checkPrincipal(principal: string, { Condition }: TrustStatement): void {
  const issuer = principal.replace(/^arn:aws[a-z-]*:iam::\d{12}:oidc-provider\//, '');
  const applicationKeys = Object.hasOwn(APPLICATION_KEYS, issuer) ? APPLICATION_KEYS[issuer] : [];
  if (applicationKeys?.length && !namesApplication(issuer, applicationKeys, Condition)) {
    throw malformed(
      `Policy trusting ${issuer} requires a StringEquals condition on an application id`,
    );
  }
  const shared = sharedProvider(issuer);
  if (!shared) return;
  if (Condition === undefined && issuer === COGNITO) {
    throw malformed('A condition block must be present for the Cognito provider');
  }
  if (!isScoped(shared, Condition)) {
    const shown = shared.shownAs === 'ARN' ? principal : issuer;
    throw malformed(
      `Trust policy with trusted principal ${shown} must evaluate, using StringEquals, StringLike or StringEqualsIgnoreCase, ${shared.keys.join(' or ')} which is not scoped to all.`,
    );
  }
}

/** One operator with the key is enough, whatever others say; all values of its keys must be scoped. */
function isScoped({ keys, isForAll }: SharedProvider, condition: ConditionBlock = {}): boolean {
  const operators = /^(For(AnyValue|AllValues):)?(StringEquals|StringLike|StringEqualsIgnoreCase)$/;
  return Object.entries(condition).some(([operator, compared]) => {
    const decisive = Object.entries(compared).filter(([key]) =>
      keys.some((wanted) => wanted.toLowerCase() === key.toLowerCase()),
    );
    const isForSome = ([, values]: (typeof decisive)[number]) =>
      ![values].flat().some((value) => isForAll(String(value)));
    return operators.test(operator) && decisive.length > 0 && decisive.every(isForSome);
  });
}

/** The key's case matters here, the values do not. */
function namesApplication(
  issuer: string,
  claims: readonly string[],
  condition: ConditionBlock = {},
): boolean {
  const operators = /^(For(AnyValue|AllValues):)?StringEquals(IgnoreCase)?$/;
  return Object.entries(condition).some(
    ([operator, compared]) =>
      operators.test(operator) &&
      claims.some((claim) => Object.hasOwn(compared, `${issuer}:${claim}`)),
  );
}

function federatedPrincipals({ Principal }: TrustStatement): readonly string[] {
  return typeof Principal === 'object' ? list(Principal['Federated']) : [];
}

function list(value: string | readonly string[] | undefined): readonly string[] {
  return value === undefined ? [] : [value].flat();
}

function malformed(message: string): QueryError {
  return new QueryError('MalformedPolicyDocument', message);
}
