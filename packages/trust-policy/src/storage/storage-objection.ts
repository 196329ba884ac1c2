import type { Comparison } from '../document/condition-operator.ts';
import type { Condition, Principal, Statement } from '../document/policy-document.ts';
import { applicationKeys, type SharedProvider, sharedProvider } from './shared-providers.ts';

/** Why IAM would not store a statement in a trust policy. */
export interface StorageObjection {
  readonly path: string;
  /** IAM's own sentence, with the code `MalformedPolicyDocument`. */
  readonly message: string;
}

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_sts.html */
const ACTIONS: readonly string[] = [
  'sts:AssumeRole',
  'sts:AssumeRoleWithSAML',
  'sts:AssumeRoleWithWebIdentity',
  'sts:TagSession',
  'sts:SetSourceIdentity',
  'sts:SetContext',
];

/**
 * What IAM has against a statement when a role is made or its trust policy is changed; roles that are
 * older than a rule keep what they have. The rules are those that were recorded
 * (test/recordings/stored-trust-policy.ts), and only of `Allow`: they compare texts, not what a
 * condition means. Undefined: nothing that is known.
 */
export function storageObjection(statement: Statement): StorageObjection | undefined {
  const { effect, action, principal, conditions } = statement;
  if (effect !== 'Allow' || action.negated || principal.negated) return undefined;
  if (action.patterns.some((name) => !ACTIONS.includes(name))) {
    return {
      path: action.path,
      message: 'AssumeRole policy may only specify STS AssumeRole actions.',
    };
  }
  if (!action.patterns.includes('sts:AssumeRoleWithWebIdentity')) return undefined;
  for (const entry of principal.entries) {
    if (entry.type !== 'Federated') continue;
    const message = providerObjection(entry, conditions);
    if (message !== undefined) return { path: conditions[0]?.path ?? statement.path, message };
  }
  return undefined;
}

function providerObjection(
  { value }: Principal,
  conditions: readonly Condition[],
): string | undefined {
  const application = applicationKeys(value);
  if (application !== undefined) {
    return conditions.some((one) => comparesExactly(one) && application.includes(one.key))
      ? undefined
      : `Policy trusting ${value} requires a StringEquals condition on an application id`;
  }
  const issuer = /^arn:[^:]*:iam::[^:]*:oidc-provider\/(.*)$/s.exec(value)?.[1] ?? value;
  const shared = sharedProvider(issuer);
  if (shared === undefined || isScoped(conditions, shared)) return undefined;
  if (shared.issuer === 'cognito-identity.amazonaws.com' && conditions.length === 0) {
    return 'A condition block must be present for the Cognito provider';
  }
  return `Trust policy with trusted principal ${shared.strict ? value : shared.issuer} must evaluate, using StringEquals, StringLike or StringEqualsIgnoreCase, ${shared.keys.join(' or ')} which is not scoped to all.`;
}

const EXACT: readonly Comparison[] = ['StringEquals', 'StringEqualsIgnoreCase'];

function comparesExactly({ operator }: Condition): boolean {
  return !operator.ifExists && EXACT.includes(operator.comparison);
}

/** Whether under one operator at least every key that counts is held to less than everything. */
function isScoped(conditions: readonly Condition[], { keys, strict }: SharedProvider): boolean {
  const names = keys.map((key) => key.toLowerCase());
  const counting = conditions.filter((one) => {
    const compares = comparesExactly(one) || one.operator.text.endsWith('StringLike');
    return compares && names.includes(one.key.toLowerCase());
  });
  const isOpen = ({ values }: Condition) => values.some((value) => isEveryone(value, strict));
  const open = new Set(counting.filter(isOpen).map(({ operator }) => operator.text));
  return counting.some(({ operator }) => !open.has(operator.text));
}

function isEveryone(value: string, strict: boolean): boolean {
  return strict ? value.startsWith('*') || value.trim() === '' : value === '*';
}
