import type { RoleArn } from '@entra-aws-creds/core/programs';
import {
  type IdentityProvider,
  type PolicyJson,
  parsePolicy,
  type Statement,
} from '@entra-aws-creds/trust-policy';
import { statementIdOf } from '../ownership.ts';
import { isClosed, ownStatements, trustedProvider } from '../trust-statement.ts';
import type { Drift } from './drift.ts';

/** Whom the statement should let in; undefined where the Entra side was not looked at. */
export interface Expected {
  readonly clientId: string;
  /** Which the provider has to list: the one that the statement pins, else the client ID. */
  readonly audience: string;
  readonly servicePrincipalId: string | undefined;
  readonly isV2: boolean;
  /** Whether people sign in, who have one subject each. */
  readonly isForPeople: boolean;
  /** The tenant's provider in the role's account. */
  readonly provider: IdentityProvider | undefined;
}

/** The audience that our statement pins; undefined where it pins none, or lets nobody in. */
export function pinnedAudience(policy: PolicyJson, clientId: string): string | undefined {
  const [own] = ownStatements(policy, clientId);
  const provider = trustedProvider(policy, clientId);
  if (own === undefined || provider === undefined || isClosed(policy, clientId)) return undefined;
  return pinnedValue(own, provider, 'aud');
}

/** What is not right with our statement, and whether there are others. */
export function trustDrift(
  role: RoleArn,
  policy: PolicyJson,
  expected: Expected,
): readonly Drift[] {
  const all = parsePolicy(policy).policy?.statements;
  if (all === undefined) return [unreadable(role)];
  const [own] = ownStatements(policy, expected.clientId);
  const others = all.filter(({ sid }) => sid !== statementIdOf(expected.clientId));
  return [
    ...(own === undefined
      ? [missing(role, expected)]
      : statementDrift(role, policy, own, expected)),
    ...(others.length === 0 ? [] : [foreign(role, others)]),
  ];
}

/** The one value that the statement asks for, exactly; further conditions can only narrow it. */
function pinnedValue(
  { conditions }: Statement,
  { keyPrefix }: IdentityProvider,
  claim: 'aud' | 'sub',
): string | undefined {
  const key = `${keyPrefix}:${claim}`.toLowerCase();
  return conditions.find(
    (one) =>
      one.key.toLowerCase() === key &&
      one.operator.text === 'StringEquals' &&
      one.values.length === 1,
  )?.values[0];
}

function statementDrift(
  role: RoleArn,
  policy: PolicyJson,
  own: Statement,
  { clientId, servicePrincipalId, isV2, isForPeople, provider: wanted }: Expected,
): readonly Drift[] {
  const provider = trustedProvider(policy, clientId);
  if (provider && wanted && provider.arn !== wanted.arn) {
    return [otherProvider(role, provider, wanted)];
  }
  const aud = provider && pinnedValue(own, provider, 'aud');
  const sub = provider && pinnedValue(own, provider, 'sub');
  if (aud !== undefined && isClosed(policy, clientId)) return [closed(role)];
  if (aud === undefined || (sub === undefined && !isForPeople)) return [widened(role)];
  if (!isForPeople && servicePrincipalId !== undefined && sub !== servicePrincipalId) {
    return [
      differs(role, `the subject ${sub}, and the service principal is ${servicePrincipalId}`),
    ];
  }
  if (isV2 && aud !== clientId) {
    return [differs(role, `the audience ${aud}, and the client ID is ${clientId}`)];
  }
  return [];
}

function missing({ text }: RoleArn, { clientId }: Expected): Drift {
  return {
    kind: 'trust-missing',
    severity: 'high',
    sentence: `The trust policy of ${text} has no statement of this product for the client ID ${clientId}.`,
    repair: 'setup',
  };
}

function widened({ text }: RoleArn): Drift {
  return {
    kind: 'trust-widened',
    severity: 'high',
    sentence: `The trust statement of ${text} does not pin one provider, one audience and one subject exactly: others may come in.`,
    repair: 'setup',
  };
}

function closed({ text }: RoleArn): Drift {
  return {
    kind: 'trust-closed',
    severity: 'medium',
    sentence: `The trust statement of ${text} lets nobody in yet: setting it up, or tearing it down, was cut short.`,
    repair: 'setup',
  };
}

function otherProvider(
  { text }: RoleArn,
  trusted: IdentityProvider,
  wanted: IdentityProvider,
): Drift {
  return {
    kind: 'trust-differs',
    severity: 'high',
    sentence: `The trust statement of ${text} trusts ${trusted.arn}, and the tenant's identity provider is ${wanted.arn}.`,
    repair: 'person',
  };
}

function differs({ text }: RoleArn, what: string): Drift {
  return {
    kind: 'trust-differs',
    severity: 'high',
    sentence: `The trust statement of ${text} pins ${what}.`,
    repair: 'setup',
  };
}

function foreign({ text }: RoleArn, others: readonly Statement[]): Drift {
  return {
    kind: 'trust-foreign-edit',
    severity: others.some(({ effect }) => effect === 'Allow') ? 'medium' : 'low',
    sentence: `The trust policy of ${text} has statements of others: ${others.map(({ id }) => id).join(', ')}.`,
    repair: 'person',
  };
}

function unreadable({ text }: RoleArn): Drift {
  return {
    kind: 'trust-unreadable',
    severity: 'high',
    sentence: `The trust policy of ${text} cannot be read as one.`,
    repair: 'person',
  };
}
