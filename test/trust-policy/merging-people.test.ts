import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  identityProvider,
  mergeStatement,
  newStatement,
  type OwnStatement,
  type PolicyJson,
} from '../../packages/trust-policy/src/index.ts';
import { statements } from './arbitrary-policies.ts';
import { ROLE, V1, V1_TOKEN } from './fixtures.ts';

const KEY = 'sts:RoleAuthorizedByIdp';
const EXCHANGE = 'sts:AssumeRoleWithWebIdentity';
/** As people's tokens take it: no subject, and the token names the role. */
const own: OwnStatement = {
  sid: 'EntraAwsCredscccccccc000000000000000000000001',
  provider: identityProvider(V1_TOKEN.issuer, ROLE),
  pins: { aud: 'client', rolesClaim: true },
  furtherActions: ['sts:TagSession', 'sts:SetSourceIdentity'],
};
const ours = newStatement(own);
const policy = (...list: readonly unknown[]): PolicyJson => ({
  Version: '2012-10-17',
  Statement: list,
});

function merged(document: PolicyJson, wanted = own): PolicyJson {
  const result = mergeStatement(document, wanted);
  if (result.document === undefined) throw new Error(JSON.stringify(result.conflicts));
  return result.document;
}

describe('a statement for people', () => {
  test('pins the audience, demands the roles claim, and allows what tokens set', () => {
    expect(ours).toMatchObject({
      Action: [EXCHANGE, 'sts:TagSession', 'sts:SetSourceIdentity'],
      Condition: { StringEquals: { [`${V1}:aud`]: 'client' }, Bool: { [KEY]: 'true' } },
    });
  });

  test('stands beside another way into the role, which stays as it is', () => {
    const other = {
      Effect: 'Allow',
      Principal: { AWS: '123456789012' },
      Action: 'sts:AssumeRole',
    };
    expect(merged(policy(other))).toEqual(policy(other, ours));
  });

  test.each([
    ['another value', { Bool: { [KEY]: 'false' } }],
    ['a list', { Bool: { [KEY]: ['true', 'false'] } }],
    ['other capitals', { Bool: { 'STS:roleAuthorizedByIdp': 'false' } }],
    ['an operator that lets it be absent', { BoolIfExists: { [KEY]: 'true' } }],
    ['nothing', {}],
  ])('demands the claim anew where somebody wrote %s', (_, conditions) => {
    const weakened = {
      ...ours,
      Condition: { StringEquals: { [`${V1}:aud`]: 'client' }, ...conditions },
    };
    expect(merged(policy(weakened))).toEqual(policy(ours));
  });

  test('keeps the one subject that somebody pinned by hand', () => {
    const one = { [`${V1}:aud`]: 'client', [`${V1}:sub`]: 'somebody' };
    const narrowed = { ...ours, Condition: { ...ours.Condition, StringEquals: one } };
    const { changed } = mergeStatement(policy(narrowed), own);
    expect(changed).toBe(false);
  });

  test('keeps the demand when nothing is said of it, since without it the role is open wider', () => {
    const { furtherActions: _, ...less } = own;
    const { changed } = mergeStatement(policy(ours), { ...less, pins: { aud: 'client' } });
    expect(changed).toBe(false);
  });

  test('adds the actions that are missing, and takes none away', () => {
    const before = { ...ours, Action: [EXCHANGE, 'STS:tagsession', 'sts:SetContext'] };
    expect(merged(policy(before))).toEqual(
      policy({ ...before, Action: [...before.Action, 'sts:SetSourceIdentity'] }),
    );
  });
});

test('merged into any policy, it is there once, and merging again changes nothing', () => {
  fc.assert(
    fc.property(statements, (list) => {
      const first = mergeStatement(policy(...list), own);
      if (first.document === undefined) return;
      const after = first.document['Statement'] as readonly Record<string, unknown>[];
      expect(after.filter(({ Sid }) => Sid === own.sid)).toEqual([ours]);
      expect(after.filter(({ Sid }) => Sid !== own.sid)).toEqual(list);
      expect(mergeStatement(first.document, own).changed).toBe(false);
    }),
  );
});
