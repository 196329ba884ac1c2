import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  claimPinning,
  entraIssuer,
  evaluate,
  findWeaknesses,
  meantToken,
  webIdentityContext,
} from '../../packages/trust-policy/src/index.ts';
import {
  allow,
  allowV2,
  CLIENT,
  policyOf,
  RESOURCE,
  ROLE,
  SUBJECT,
  TENANT,
  V1,
  V1_TOKEN,
  V2,
  V2_TOKEN,
} from './fixtures.ts';

describe('the issuer that a name means', () => {
  test.each([
    [`sts.windows.net/${TENANT}/`, V1_TOKEN.issuer, '1.0'],
    [`https://sts.windows.net/${TENANT}`, V1_TOKEN.issuer, '1.0'],
    [`login.microsoftonline.com/${TENANT}/v2.0`, V2_TOKEN.issuer, '2.0'],
    [`login.microsoftonline.com/${TENANT}/v2.0/`, V2_TOKEN.issuer, '2.0'],
    [
      `login.microsoftonline.us/${TENANT}/v2.0`,
      `https://login.microsoftonline.us/${TENANT}/v2.0`,
      '2.0',
    ],
  ])('%s', (text, issuer, version) => {
    expect(entraIssuer(text)).toEqual({ tenant: TENANT, version, issuer });
  });

  test.each(['token.actions.githubusercontent.com', 'sts.windows.net', 'evil.example/x/v2.0', ''])(
    '%s is none of Entra',
    (text) => {
      expect(entraIssuer(text)).toBeUndefined();
    },
  );

  test('is itself', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.constantFrom('/', '/v2.0'), (tenant, end) => {
        const { issuer = '' } = entraIssuer(`login.microsoftonline.com/${tenant}${end}`) ?? {};
        expect(entraIssuer(issuer)?.issuer).toBe(issuer);
      }),
    );
  });
});

const tight = allow({
  Condition: { StringEquals: { [`${V1}:aud`]: 'api://aws', [`${V1}:sub`]: SUBJECT } },
});
const tightV2 = allowV2({
  Condition: {
    StringEquals: { [`${V2}:aud`]: CLIENT, [`${V2}:oaud`]: RESOURCE, [`${V2}:sub`]: SUBJECT },
  },
});

describe('the token that a policy was written for', () => {
  test.each([
    ['v1.0', tight, V1_TOKEN],
    ['v2.0', tightV2, V2_TOKEN],
  ])('%s: gets in, and finds nothing wider', (_, statement, token) => {
    const policy = policyOf([statement]);
    const meant = meantToken(policy, token.issuer, ROLE);
    expect(meant).toEqual(token);
    const context = webIdentityContext(meant, ROLE);
    expect(evaluate(policy, context).answer).toBe('admits');
    expect(findWeaknesses(policy, context)).toEqual([]);
  });

  test('has words for what nothing says, and what is known for what is', () => {
    const policy = policyOf([
      allow({ Condition: { StringEquals: { [`${V1}:aud`]: 'api://aws' } } }),
    ]);
    expect(meantToken(policy, V1_TOKEN.issuer, ROLE)).toMatchObject({
      audience: 'api://aws',
      subject: 'OBJECT_ID',
    });
    expect(meantToken(policy, V1_TOKEN.issuer, ROLE, { aud: 'a', sub: 's' })).toMatchObject({
      audience: 'a',
      subject: 's',
    });
    expect(meantToken(policy, V2_TOKEN.issuer, ROLE)).toMatchObject({
      audience: 'RESOURCE_ID',
      authorizedParty: 'CLIENT_ID',
    });
  });

  test('is that of a person where only the roles claim decides', () => {
    const statement = allowV2({
      Condition: {
        StringEquals: { [`${V2}:aud`]: CLIENT },
        Bool: { 'sts:RoleAuthorizedByIdp': 'true' },
      },
    });
    const policy = policyOf([statement]);
    const meant = meantToken(policy, V2_TOKEN.issuer, ROLE);
    expect(meant).toMatchObject({ holder: 'person', audience: CLIENT, namesRole: true });
    const context = webIdentityContext(meant, ROLE);
    expect(evaluate(policy, context).answer).toBe('admits');
    expect(findWeaknesses(policy, context)).toEqual([]);
  });

  test('is that of the statement which pins most', () => {
    const policy = policyOf([allow(), tight]);
    expect(meantToken(policy, V1_TOKEN.issuer, ROLE).subject).toBe(SUBJECT);
  });
});

test('claims are pinned by a condition, or by a Deny on all else', () => {
  const open = allow({ Condition: { StringLike: { [`${V1}:sub`]: '*' } } });
  const guard = {
    ...allow({ Condition: { StringNotEquals: { [`${V1}:aud`]: ['a', 'b'] } } }),
    Effect: 'Deny',
  };
  const policy = policyOf([open, guard]);
  const [statement] = policy.statements;
  expect(statement && claimPinning(statement, policy, V1_TOKEN.issuer, ROLE)).toEqual({
    aud: ['a', 'b'],
    oaud: undefined,
    sub: undefined,
  });
});
