import type { AwsAccount } from '../account.ts';
import { QueryError } from '../query-error.ts';
import { isJsonObject } from '../sts/web-identity/jwt.ts';
import type { TrustPolicy, TrustStatement } from '../trust-policy.ts';
import type { IdentityPolicy } from './identity-policy.ts';
import { checkQuota } from './quota.ts';
import { checkStorable } from './storable-trust-policy.ts';
import { awsPrincipals } from './trusted-principals.ts';

/**
 * A trust policy that the account's IAM would store.
 *
 * @throws QueryError `MalformedPolicyDocument`, or `LimitExceeded` for one that is too long
 */
export function readTrustPolicy(account: AwsAccount, document: string): TrustPolicy {
  const policy = parse(document) as TrustPolicy;
  checkStorable(policy);
  for (const name of awsPrincipals(policy)) checkPrincipal(account, name);
  checkQuota('ACLSizePerRole', document.replace(/\s/g, '').length, account.quotas.trustPolicy);
  return policy;
}

/** @throws QueryError `MalformedPolicyDocument` */
export function readIdentityPolicy(document: string): IdentityPolicy {
  return parse(document) as IdentityPolicy;
}

/**
 * A policy as IAM returns it: percent-encoded by RFC 3986. A trust policy's statements have their elements in
 * IAM's order, as recorded.
 */
export function writeTrustPolicy(policy: TrustPolicy): string {
  const { Statement, ...rest } = policy;
  const ordered = Array.isArray(Statement)
    ? Statement.map(inOrder)
    : inOrder(Statement as TrustStatement);
  return encodeDocument(JSON.stringify({ ...rest, Statement: ordered }));
}

export function encodeDocument(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function inOrder(statement: TrustStatement): object {
  const { Sid, Effect, Principal, NotPrincipal, Action, NotAction, ...rest } = statement;
  return { Sid, Effect, Principal, NotPrincipal, Action, NotAction, ...rest };
}

/**
 * An account, everybody, or a role or user that exists; the ID that is left of a deleted one is none.
 *
 * @see https://github.com/aws-actions/configure-aws-credentials/issues/332 for the words
 */
function checkPrincipal(account: AwsAccount, name: string): void {
  if (name === '*' || /^\d{12}$/.test(name)) return;
  if (/^arn:aws[a-z-]*:(iam::\d{12}:root$|sts::\d{12}:)/.test(name)) return;
  if (account.uniqueIdOf(name) !== undefined) return;
  throw new QueryError('MalformedPolicyDocument', `Invalid principal in policy: "AWS":"${name}"`);
}

/** Not the whole grammar: enough for its rules to be checked. */
function parse(document: string): unknown {
  const policy = parseJson(document);
  const statements = isJsonObject(policy) ? [policy['Statement']].flat() : [undefined];
  if (statements.every(isJsonObject)) return policy;
  throw new QueryError('MalformedPolicyDocument', 'Syntax errors in policy.');
}

function parseJson(document: string): unknown {
  try {
    return JSON.parse(document);
  } catch {
    throw new QueryError('MalformedPolicyDocument', 'This policy contains invalid Json');
  }
}
