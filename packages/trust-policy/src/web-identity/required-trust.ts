import type { Statement } from '../document/policy-document.ts';
import type { RequestContext } from '../evaluation/request-context.ts';
import type { ClaimKey, WebIdentityContext } from './web-identity-context.ts';

/** Whether the token itself names the role: `true` or `false`, never absent. */
export const ROLES_CLAIM_KEY = 'sts:RoleAuthorizedByIdp';

/** A statement as JSON, members in the usual order. */
export interface StatementJson {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: unknown;
  readonly NotPrincipal?: unknown;
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Condition?: ConditionJson;
}

type ConditionJson = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** What AWS must hold to admit a token, and nothing wider. */
export interface RequiredTrust {
  /** URL of the IAM identity provider, which must be in the role's account. */
  readonly providerUrl: string;
  readonly providerArn: string;
  /** An entry of the provider's list of client IDs (audiences): `azp`, without one `aud`. */
  readonly clientId: string;
  readonly policy: {
    readonly Version: '2012-10-17';
    readonly Statement: readonly [StatementJson];
  };
}

/**
 * The provider, its client ID and a ready trust policy for one token. The policy pins the
 * audience and the service principal, and for a v2.0 token, whose `:aud` is the client,
 * the resource as well. Of a person it pins the application, and the claim of the roles where the token has
 * it. It allows what the token sets for the session, as AWS refuses it otherwise.
 */
export function requiredTrust(context: WebIdentityContext): RequiredTrust {
  const statement: StatementJson = {
    Effect: 'Allow',
    Principal: { Federated: context.provider.arn },
    Action: oneOrMany(actionsOf(context)),
    Condition: conditionJson(tightConditions(context)),
  };
  return {
    providerUrl: context.provider.url,
    providerArn: context.provider.arn,
    clientId: context.claims.aud.value,
    policy: { Version: '2012-10-17', Statement: [statement] },
  };
}

/** What must be allowed: to exchange the token, and what it sets for the session. */
function actionsOf({ action, furtherActions }: RequestContext): readonly string[] {
  return [action, ...furtherActions];
}

/** The value of `Action` that allows what a request needs, as JSON. */
export function actionsJson(context: RequestContext): string {
  return JSON.stringify(oneOrMany(actionsOf(context)));
}

function tightConditions({ claims, token }: WebIdentityContext): readonly WrittenCondition[] {
  const equals = ({ key, value }: ClaimKey): WrittenCondition => {
    return { operator: { text: 'StringEquals' }, key, values: [value] };
  };
  if (token.holder !== 'person') {
    const needed = [claims.aud, ...(token.version === '2.0' ? [claims.oaud] : []), claims.sub];
    return needed.map(equals);
  }
  const byClaim = { operator: { text: 'Bool' }, key: ROLES_CLAIM_KEY, values: ['true'] };
  return [equals(claims.aud), ...(token.namesRole === undefined ? [] : [byClaim])];
}

/** Whether a key is a claim of some identity provider, rather than a key of AWS. */
export function isClaimKey(key: string): boolean {
  return !/^(aws|sts|iam):/i.test(key);
}

/**
 * `statement` made as tight as {@link requiredTrust}: only this provider, only this action,
 * the claims pinned. Its Sid and its conditions on keys of AWS stay.
 */
export function tightened(statement: Statement, context: WebIdentityContext): StatementJson {
  const [tight] = requiredTrust(context).policy.Statement;
  const pinned = tightConditions(context);
  const kept = statement.conditions.filter(({ key }) => {
    return !isClaimKey(key) && !pinned.some((one) => one.key.toLowerCase() === key.toLowerCase());
  });
  return {
    ...(statement.sid === undefined ? {} : { Sid: statement.sid }),
    ...tight,
    Condition: conditionJson([...pinned, ...kept]),
  };
}

/** `statement` with its claim keys named by `rename`, and otherwise as it is. */
export function renamedKeys(statement: Statement, rename: (key: string) => string): StatementJson {
  const { sid, effect, principal, action, conditions } = statement;
  const byType = new Map<string, string[]>();
  for (const { type, value } of principal.entries) {
    const values = byType.get(type);
    if (values === undefined) byType.set(type, [value]);
    else values.push(value);
  }
  const principals = byType.has('*')
    ? '*'
    : Object.fromEntries([...byType].map(([type, values]) => [type, oneOrMany(values)]));
  return {
    ...(sid === undefined ? {} : { Sid: sid }),
    Effect: effect,
    [principal.negated ? 'NotPrincipal' : 'Principal']: principals,
    [action.negated ? 'NotAction' : 'Action']: oneOrMany(action.patterns),
    Condition: conditionJson(conditions.map((one) => ({ ...one, key: rename(one.key) }))),
  };
}

interface WrittenCondition {
  readonly operator: { readonly text: string };
  readonly key: string;
  readonly values: readonly string[];
}

function conditionJson(conditions: readonly WrittenCondition[]): ConditionJson {
  const blocks = new Map<string, [string, string | readonly string[]][]>();
  for (const { operator, key, values } of conditions) {
    const block = blocks.get(operator.text);
    if (block === undefined) blocks.set(operator.text, [[key, oneOrMany(values)]]);
    else block.push([key, oneOrMany(values)]);
  }
  // Object.fromEntries defines members, so that a key called __proto__ is only a key.
  return Object.fromEntries([...blocks].map(([name, keys]) => [name, Object.fromEntries(keys)]));
}

function oneOrMany(values: readonly string[]): string | readonly string[] {
  return values.length === 1 ? (values[0] ?? '') : values;
}
