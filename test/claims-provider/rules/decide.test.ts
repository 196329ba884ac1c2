import {
  claimsMappingPolicy,
  type Decision,
  decide,
  mappedClaims,
  PERSON_ATTRIBUTES,
  type Person,
  type PersonAttribute,
  readRules,
} from '@entra-aws-creds/claims-provider';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readAwsClaims } from '../../../packages/core/src/2-entra-token/aws-claims.ts';
import { isRoleAuthorizedByIdp } from '../../../packages/sandbox/src/aws/sts/web-identity/roles-claim.ts';
import { readSessionClaims } from '../../../packages/sandbox/src/aws/sts/web-identity/session-claims.ts';
import { ROLES_CLAIM, SOURCE_IDENTITY_CLAIM, TAGS_CLAIM } from '../../recordings/web-identity.ts';

const ACCOUNT = '123456789012';
const DEPLOY = `arn:aws:iam::${ACCOUNT}:role/Deploy`;
const READ = `arn:aws:iam::${ACCOUNT}:role/audit/Read`;
const GROUP = '2f1e6a7c-0000-4000-8000-000000000001';

const rulesOf = (file: object) => readRules(JSON.stringify(file));
const person = (parts: {
  appRoles?: readonly string[];
  groups?: readonly string[];
  attributes?: Partial<Record<PersonAttribute, string>>;
}): Person => ({
  appRoles: parts.appRoles ?? [],
  groups: parts.groups ?? [],
  attributes: new Map(Object.entries(parts.attributes ?? {})) as Person['attributes'],
});
const claimsOf = (decision: Decision) => {
  if (decision.kind === 'denied') throw new Error(decision.why);
  return decision.claims;
};
const whyDenied = (decision: Decision) => (decision.kind === 'denied' ? decision.why : undefined);

describe('roles', () => {
  const rules = rulesOf({
    accounts: [ACCOUNT],
    appRoles: { Readers: READ },
    groups: { [GROUP]: [READ, DEPLOY] },
  });

  test.each([
    ['named by the value of an app role', { appRoles: [`aws:${ACCOUNT}:Deploy`] }, [DEPLOY]],
    ['with its path', { appRoles: [`aws:${ACCOUNT}:audit/Read`] }, [READ]],
    ['by a name of the file', { appRoles: ['Readers'] }, [READ]],
    ['by a group', { groups: [GROUP] }, [DEPLOY, READ]],
    ['once, however often it is given', { appRoles: ['Readers'], groups: [GROUP] }, [DEPLOY, READ]],
    [
      'in a partition of its own',
      { appRoles: [`aws-us-gov:${ACCOUNT}:Deploy`] },
      [`arn:aws-us-gov:iam::${ACCOUNT}:role/Deploy`],
    ],
  ])('%s', (_, parts, roles) => {
    expect(claimsOf(decide(rules, person(parts)))).toEqual({ [ROLES_CLAIM]: roles });
  });

  test.each([
    ['nothing', {}],
    ['an app role that the rules do not know', { appRoles: ['Approver'] }],
    ['an account that the rules do not name', { appRoles: ['aws:210987654321:Deploy'] }],
    ['a pattern', { appRoles: [`aws:${ACCOUNT}:*`] }],
    ['a partition that there is not', { appRoles: [`aws-x:${ACCOUNT}:Deploy`] }],
    ['a name in other letters', { appRoles: ['readers'] }],
    ['a group that the rules do not know', { groups: ['2f1e6a7c-0000-4000-8000-000000000002'] }],
    ['the name of a member of every object', { appRoles: ['constructor', '__proto__'] }],
  ])('%s is denied, since a token without the claim is good for every role', (_, parts) => {
    expect(whyDenied(decide(rules, person(parts)))).toBe('no-role');
  });

  test('without accounts, no value of an app role names a role', () => {
    const named = rulesOf({ appRoles: { Readers: READ } });
    const asked = person({ appRoles: [`aws:${ACCOUNT}:Deploy`, 'Readers'] });
    expect(claimsOf(decide(named, asked))).toEqual({ [ROLES_CLAIM]: [READ] });
  });
});

describe('tags and source identity', () => {
  const rules = rulesOf({
    appRoles: { Readers: READ },
    tags: {
      team: 'department',
      cost: { attribute: 'extensionAttribute3', values: { 'R&D': 'research' } },
    },
    transitiveTags: ['team'],
    sourceIdentity: ['userPrincipalName', 'id'],
  });
  const decided = (attributes: Partial<Record<PersonAttribute, string>>) =>
    decide(rules, person({ appRoles: ['Readers'], attributes }));

  test('come of attributes, translated where the rules say so', () => {
    const attributes = {
      department: 'Web Shop',
      extensionAttribute3: 'R&D',
      userPrincipalName: 'ada@contoso.com',
    };
    expect(claimsOf(decided(attributes))).toEqual({
      [ROLES_CLAIM]: [READ],
      [`${TAGS_CLAIM}/principal_tags/team`]: 'Web Shop',
      [`${TAGS_CLAIM}/principal_tags/cost`]: 'research',
      [`${TAGS_CLAIM}/transitive_tag_keys`]: ['team'],
      [SOURCE_IDENTITY_CLAIM]: 'ada@contoso.com',
    });
  });

  test('who has no such attribute has no such tag', () => {
    expect(claimsOf(decided({ userPrincipalName: 'ada@contoso.com' }))).toEqual({
      [ROLES_CLAIM]: [READ],
      [SOURCE_IDENTITY_CLAIM]: 'ada@contoso.com',
    });
  });

  test('the name of a guest, which AWS does not take, gives way to the next attribute', () => {
    const id = '90847c2a-e29d-4d2f-9f54-c5b4d3f26471';
    const guest = { userPrincipalName: 'ada_fabrikam.com#EXT#@contoso.com', id };
    expect(claimsOf(decided(guest))[SOURCE_IDENTITY_CLAIM]).toBe(id);
  });

  test.each([
    ['a value that AWS does not take', { id: 'x1', department: 'Web & Shop' }, 'tag-value'],
    ['a value that is too long', { id: 'x1', department: 'x'.repeat(257) }, 'tag-value'],
    ['nothing that can be a source identity', { userPrincipalName: 'ö@x' }, 'source-identity'],
  ])('%s is denied', (_, attributes, why) => {
    expect(whyDenied(decided(attributes))).toBe(why);
  });

  test('more than Entra takes is denied, not cut', () => {
    const roles = Array.from(
      { length: 60 },
      (_, index) => `aws:${ACCOUNT}:team/Role-${index}-xxxx`,
    );
    const decision = decide(rulesOf({ accounts: [ACCOUNT] }), person({ appRoles: roles }));
    expect(whyDenied(decision)).toBe('claims-too-large');
    const less = decide(rulesOf({ accounts: [ACCOUNT] }), person({ appRoles: roles.slice(0, 50) }));
    expect(claimsOf(less)[ROLES_CLAIM]).toHaveLength(50);
  });
});

test('the mapping names every claim that the rules can return, and Graph gets it as a text', () => {
  const rules = rulesOf({
    appRoles: { Readers: READ },
    tags: { team: 'department' },
    transitiveTags: ['team'],
    sourceIdentity: 'id',
  });
  const claims = decide(
    rules,
    person({ appRoles: ['Readers'], attributes: { department: 'web', id: 'x1' } }),
  );
  expect(
    mappedClaims(rules)
      .map(({ ID }) => ID)
      .sort(),
  ).toEqual(Object.keys(claimsOf(claims)).sort());
  expect(JSON.parse(claimsMappingPolicy(rules)).ClaimsMappingPolicy).toMatchObject({ Version: 1 });
});

describe('whoever signs in', () => {
  const value = fc.oneof(
    fc.string(),
    fc.constantFrom('Readers', 'Deployers', `aws:${ACCOUNT}:Deploy`, 'aws:000000000000:Deploy'),
    fc
      .tuple(fc.constantFrom('aws', 'aws-cn', 'arn'), fc.stringMatching(/^\d{12}$/), fc.string())
      .map((parts) => parts.join(':')),
  );
  const anybody = fc.record({
    appRoles: fc.array(value),
    groups: fc.array(fc.constantFrom(GROUP, 'other')),
    attributes: fc
      .array(
        fc.tuple(
          fc.constantFrom(...PERSON_ATTRIBUTES),
          fc.string({ minLength: 1, unit: 'grapheme' }),
        ),
      )
      .map((entries) => new Map(entries)),
  });
  const rules = rulesOf({
    accounts: [ACCOUNT],
    appRoles: { Readers: READ, Deployers: DEPLOY },
    groups: { [GROUP]: READ },
    tags: { team: 'department', city: 'city' },
    transitiveTags: ['team'],
    sourceIdentity: ['userPrincipalName', 'mail', 'id'],
  });

  test('gets claims that STS takes, of roles of the rules alone, or none at all', () => {
    fc.assert(
      fc.property(anybody, (who) => {
        const decision = decide(rules, who);
        if (decision.kind === 'denied') return;
        const { claims, roles } = decision;
        expect(roles.length).toBeGreaterThan(0);
        expect(readAwsClaims(claims).roles).toEqual(roles);
        for (const role of roles) {
          expect(role).toMatch(/^arn:[a-z-]+:iam::123456789012:role\//);
          expect(isRoleAuthorizedByIdp(claims, role)).toBe(true);
        }
        expect(() => readSessionClaims(claims)).not.toThrow();
        expect(JSON.stringify(claims).length).toBeLessThanOrEqual(3 * 1024);
      }),
    );
  });
});
