import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  evaluate,
  identityProvider,
  mergeStatement,
  newStatement,
  type OwnStatement,
  type PolicyJson,
  parsePolicy,
  removeStatement,
  webIdentityContext,
} from '../../packages/trust-policy/src/index.ts';
import { statement, statements } from './arbitrary-policies.ts';
import {
  allow,
  policyOf,
  ROLE,
  SUBJECT,
  V1,
  V1_PROVIDER,
  V1_TOKEN,
  v1Context,
} from './fixtures.ts';

const SID = 'EntraAwsCredscccccccc000000000000000000000001';
const PLACEHOLDER = 'entra-aws-creds-placeholder';
const own: OwnStatement = {
  sid: SID,
  provider: identityProvider(V1_TOKEN.issuer, ROLE),
  pins: { aud: 'api://aws', sub: SUBJECT },
  placeholder: PLACEHOLDER,
};
const policy = (list: unknown): PolicyJson => ({ Version: '2012-10-17', Statement: list });
const withAudience = (aud: unknown, parts = {}) =>
  allow({ Condition: { StringEquals: { [`${V1}:aud`]: aud } }, ...parts });
const ours = newStatement(own);

function merged(document: PolicyJson, wanted = own): PolicyJson {
  const result = mergeStatement(document, wanted);
  if (result.document === undefined) throw new Error(JSON.stringify(result.conflicts));
  return result.document;
}

const codesOf = (document: PolicyJson) =>
  mergeStatement(document, own).conflicts.map(({ code }) => code);

describe('putting a statement in', () => {
  test('appends it to others, which stay as they are', () => {
    const other = { Sid: 'Human', Effect: 'Allow', Principal: { AWS: '*' }, Action: ['sts:A*'] };
    expect(merged({ Version: '2012-10-17', Id: 'x', Statement: other })).toEqual({
      Version: '2012-10-17',
      Id: 'x',
      Statement: [other, ours],
    });
  });

  test('takes over the placeholder where it stands, with its actions and further conditions', () => {
    const address = { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } };
    const before = withAudience(PLACEHOLDER, {
      Sid: 'Mine',
      Action: ['sts:AssumeRoleWithWebIdentity', 'sts:TagSession'],
      Condition: { ...address, StringLike: { [`${V1}:AUD`]: PLACEHOLDER, 'aws:x': 'y' } },
    });
    const last = allow({ Sid: 'Last' });
    expect(merged(policy([before, last]))).toEqual(
      policy([
        {
          Sid: SID,
          Effect: 'Allow',
          Principal: { Federated: V1_PROVIDER },
          Action: ['sts:AssumeRoleWithWebIdentity', 'sts:TagSession'],
          Condition: { ...address, StringLike: { 'aws:x': 'y' }, ...ours.Condition },
        },
        last,
      ]),
    );
  });

  test('narrows what somebody widened in the statement of our Sid', () => {
    const widened = { ...ours, Condition: { StringLike: { [`${V1}:aud`]: '*' } } };
    expect(merged(policy([widened]))).toEqual(policy([ours]));
  });

  test('pins the resource of v2.0 tokens too', () => {
    const wanted = { ...own, pins: { ...own.pins, oaud: 'resource' } };
    expect(newStatement(wanted).Condition).toEqual({
      StringEquals: {
        [`${V1}:aud`]: 'api://aws',
        [`${V1}:oaud`]: 'resource',
        [`${V1}:sub`]: SUBJECT,
      },
    });
  });

  test('leaves the statement alone when it says the same in other words', () => {
    const same = { ...ours, Action: ['sts:AssumeRoleWithWebIdentity'] };
    const { changed, document } = mergeStatement(policy(same), own);
    expect(changed).toBe(false);
    expect(document).toEqual(policy(same));
  });
});

describe('what somebody has to decide', () => {
  test.each([
    [
      'several-principals',
      [withAudience(PLACEHOLDER, { Principal: { Federated: [V1_PROVIDER, 'x'] } })],
    ],
    ['not-an-allowance', [withAudience(PLACEHOLDER, { Effect: 'Deny' })]],
    ['other-audiences', [withAudience([PLACEHOLDER, 'api://in-use'])]],
    ['several-own-statements', [withAudience(PLACEHOLDER), withAudience(PLACEHOLDER)]],
    ['other-provider', [{ ...ours, Principal: { AWS: '123456789012' } }]],
    ['unreadable', [{ Effect: 'Perhaps' }]],
    ['deleted-principal', [allow({ Principal: { AWS: 'AROAEXAMPLE0EXAMPLE00' } })]],
  ])('%s', (code, list) => {
    const result = mergeStatement(policy(list), own);
    expect(result).toMatchObject({ document: undefined, changed: false });
    expect(codesOf(policy(list))).toContain(code);
  });

  test('NotPrincipal, which IAM lets a denial have', () => {
    const { Principal: _, ...rest } = ours;
    const negated = { ...rest, Effect: 'Deny', NotPrincipal: { Federated: V1_PROVIDER } };
    expect(codesOf(policy([negated]))).toEqual(['not-an-allowance', 'not-principal']);
  });

  test('a deleted principal does not stand in the way of changing nothing', () => {
    const gone = allow({ Principal: { AWS: 'AIDAEXAMPLE0EXAMPLE00' } });
    expect(mergeStatement(policy([gone, ours]), own)).toMatchObject({
      changed: false,
      conflicts: [],
    });
  });

  test('says which statement and which principal', () => {
    const gone = {
      ...allow({ Principal: { AWS: ['123456789012', 'AROAEXAMPLE0EXAMPLE00'] } }),
      Sid: 'Old',
    };
    const [conflict] = mergeStatement(policy([gone]), own).conflicts;
    expect(conflict).toMatchObject({ path: '$.Statement[0].Principal.AWS[1]' });
    expect(conflict?.message).toContain('The statement Old names AROAEXAMPLE0EXAMPLE00');
  });
});

describe('taking it out', () => {
  test('leaves the others in their order', () => {
    const [first, last] = [allow({ Sid: 'A' }), allow({ Sid: 'B' })];
    expect(removeStatement(policy([first, ours, last]), SID)).toMatchObject({
      document: policy([first, last]),
      changed: true,
    });
  });

  test('is not possible for the only one, since IAM keeps no policy without', () => {
    expect(removeStatement(policy(ours), SID).conflicts).toMatchObject([
      { code: 'last-statement', path: '$.Statement' },
    ]);
  });

  test('of a policy without it changes nothing', () => {
    const before = policy(allow());
    expect(removeStatement(before, SID)).toEqual({
      document: before,
      changed: false,
      conflicts: [],
    });
  });

  test('is possible although its own principal was deleted, and not beside another', () => {
    const gone = { ...ours, Principal: { AWS: 'AROAEXAMPLE0EXAMPLE00' } };
    expect(removeStatement(policy([allow(), gone]), SID).changed).toBe(true);
    const beside = removeStatement(policy([{ ...gone, Sid: 'Other' }, ours]), SID);
    expect(beside.conflicts).toMatchObject([{ code: 'deleted-principal' }]);
  });
});

describe('of any policy', () => {
  /** Statements of others, and among them perhaps one for us. */
  const mixed = fc
    .tuple(statements, fc.option(statement), fc.nat(4))
    .map(([others, one, at]) =>
      one === null ? others : [...others.slice(0, at), { ...one, Sid: SID }, ...others.slice(at)],
    );

  test('the statements of others stay, in their order', () => {
    fc.assert(
      fc.property(mixed, (list) => {
        const { document } = mergeStatement(policy(list), own);
        if (document === undefined) return;
        const kept = (document['Statement'] as { Sid?: string }[]).filter(({ Sid }) => Sid !== SID);
        expect(kept).toEqual(list.filter((one) => one['Sid'] !== SID));
      }),
    );
  });

  test('a second time changes nothing', () => {
    fc.assert(
      fc.property(mixed, (list) => {
        const { document } = mergeStatement(policy(list), own);
        if (document === undefined) return;
        expect(mergeStatement(document, own)).toEqual({ document, changed: false, conflicts: [] });
      }),
    );
  });

  test('it is not touched itself', () => {
    fc.assert(
      fc.property(mixed, (list) => {
        const before = policy(list);
        const copy = structuredClone(before);
        mergeStatement(before, own);
        removeStatement(before, SID);
        expect(before).toEqual(copy);
      }),
    );
  });

  test('taking out what was put in gives back what was there', () => {
    fc.assert(
      fc.property(statements, (list) => {
        const { document } = mergeStatement(policy(list), own);
        if (document === undefined) return;
        expect(removeStatement(document, SID).document).toEqual(policy(list));
      }),
    );
  });

  test('our statement admits our token and nobody else, whatever it was before', () => {
    const stranger = webIdentityContext({ ...V1_TOKEN, subject: 'somebody-else' }, ROLE);
    expect(evaluate(policyOf([newStatement(own)]), v1Context()).answer).toBe('admits');
    fc.assert(
      fc.property(mixed, (list) => {
        const { document } = mergeStatement(policy(list), own);
        const read = document && parsePolicy(document).policy;
        const mine = read?.statements.filter(({ sid }) => sid === SID) ?? [];
        if (read === undefined) return;
        expect(mine).toHaveLength(1);
        expect(evaluate({ ...read, statements: mine }, stranger).answer).toBe('refuses');
      }),
    );
  });

  test('nothing throws on any JSON', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.jsonValue(), (any, list) => {
        for (const document of [any, { ...any, Statement: list }]) {
          expect(mergeStatement(document, own).conflicts).toBeDefined();
          expect(removeStatement(document, SID).conflicts).toBeDefined();
        }
      }),
    );
  });
});
