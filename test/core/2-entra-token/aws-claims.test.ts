import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readAwsClaims } from '../../../packages/core/src/2-entra-token/aws-claims.ts';
import {
  awsClaimLines,
  tagsText,
} from '../../../packages/core/src/2-entra-token/aws-claims-text.ts';
import { StepFailure } from '../../../packages/core/src/failure/step-failure.ts';
import { ROLES_CLAIM, SOURCE_IDENTITY_CLAIM, TAGS_CLAIM } from '../../recordings/web-identity.ts';

const ROLE = 'arn:aws:iam::123456789012:role/team/deploy';
const nested = (principalTags: unknown, transitive?: unknown) => ({
  [TAGS_CLAIM]: { principal_tags: principalTags, transitive_tag_keys: transitive },
});
const flat = (key: string, value: unknown) => ({ [`${TAGS_CLAIM}/principal_tags/${key}`]: value });
const many = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, ['v']]));

test('most tokens say nothing to AWS', () => {
  const claims = readAwsClaims({ roles: [ROLE], tags: 'x' });
  expect(claims).toEqual({
    roles: undefined,
    tags: [],
    transitiveKeys: [],
    sourceIdentity: undefined,
  });
  expect(awsClaimLines(claims)).toEqual([]);
});

test('roles, in a partition and with a path of their own', () => {
  const china = 'arn:aws-cn:iam::123456789012:role/x';
  expect(readAwsClaims({ [ROLES_CLAIM]: [china, ROLE] }).roles).toEqual([china, ROLE]);
});

test.each([
  ['nested', nested({ Team: ['web'], Stage: ['test'] }, ['Team'])],
  [
    'flat',
    {
      ...flat('Team', 'web'),
      ...flat('Stage', 'test'),
      [`${TAGS_CLAIM}/transitive_tag_keys`]: ['Team'],
    },
  ],
])('tags, %s', (_form, members) => {
  const claims = readAwsClaims(members);
  expect(claims.tags).toEqual([
    { key: 'Team', value: 'web' },
    { key: 'Stage', value: 'test' },
  ]);
  expect(claims.transitiveKeys).toEqual(['Team']);
  expect(tagsText(claims)).toBe('Team = web, Stage = test (Team also for chained roles)');
});

test('limits are those of a session', () => {
  const accepted = { ['k'.repeat(128)]: ['v'.repeat(256)], ...many(49) };
  expect(readAwsClaims(nested(accepted)).tags).toHaveLength(50);
  expect(readAwsClaims({ [SOURCE_IDENTITY_CLAIM]: 'a'.repeat(64) }).sourceIdentity).toHaveLength(
    64,
  );
});

describe('what STS would refuse is not sent', () => {
  test.each<[string, Record<string, unknown>, RegExp]>([
    ['roles that are a number', { [ROLES_CLAIM]: 1 }, /is a number/],
    ['no role', { [ROLES_CLAIM]: ['arn:aws:iam::123456789012:role/*'] }, /names no role/],
    ['tags that are a text', { [TAGS_CLAIM]: 'Team=web' }, /not an object/],
    ['a list of tags', nested([['Team', 'web']]), /not an object/],
    ['two values of a tag', nested({ Team: ['web', 'api'] }), /"Team".*list of one string/],
    ['a number for a tag', nested({ Team: [1] }), /"Team".*list of one string/],
    ['one transitive key without a list', nested({ Team: ['web'] }, 'Team'), /transitive keys/],
    ['too many tags', nested(many(51)), /sets 51 session tags/],
    ['a key too long', nested({ ['k'.repeat(129)]: ['v'] }), /no session can have/],
    ['a value too long', flat('Team', 'v'.repeat(257)), /no session can have/],
    ['an empty key', flat('', 'web'), /no session can have/],
    ['a list for a tag alone', flat('Team', ['web']), /is not a string/],
    ['a short source identity', { [SOURCE_IDENTITY_CLAIM]: 'a' }, /not a source identity/],
    ['a source identity with a blank', { [SOURCE_IDENTITY_CLAIM]: 'a b' }, /not a source identity/],
    ['a source identity in a list', { [SOURCE_IDENTITY_CLAIM]: ['ab'] }, /not a source identity/],
  ])('%s', (_what, members, says) => {
    expect(() => readAwsClaims(members)).toThrow(
      expect.objectContaining({
        code: 'EAC_TOKEN_AWS_CLAIM',
        message: expect.stringMatching(says),
        hint: expect.stringContaining('claims mapping policy'),
      }),
    );
  });

  test('whatever they are, they are read or refused', () => {
    const name = fc.constantFrom(
      ROLES_CLAIM,
      TAGS_CLAIM,
      `${TAGS_CLAIM}/principal_tags/Team`,
      `${TAGS_CLAIM}/transitive_tag_keys`,
      SOURCE_IDENTITY_CLAIM,
    );
    const value = fc.oneof(
      fc.jsonValue(),
      fc.array(fc.constantFrom(ROLE, 'x', 1, null)),
      fc.record({ principal_tags: fc.jsonValue(), transitive_tag_keys: fc.jsonValue() }),
    );
    fc.assert(
      fc.property(fc.dictionary(name, value), (claims) => {
        try {
          const { roles, tags, sourceIdentity = 'ab' } = readAwsClaims(claims);
          expect(roles?.length).not.toBe(0);
          expect(tags.every((tag) => typeof tag.value === 'string')).toBe(true);
          expect(sourceIdentity).toMatch(/^[\w+=,.@-]{2,64}$/);
        } catch (error) {
          if (!(error instanceof StepFailure)) throw error;
          expect(error.code).toBe('EAC_TOKEN_AWS_CLAIM');
          expect(error.describe()).not.toMatch(/[\r\n]/);
        }
      }),
    );
  });
});

test('the log says what the session will carry, and what roles must allow for it', () => {
  const claims = readAwsClaims({
    [ROLES_CLAIM]: ROLE,
    ...flat('Team', 'web'),
    [SOURCE_IDENTITY_CLAIM]: 'somebody',
  });
  expect(awsClaimLines(claims)).toEqual([
    `By its roles claim, the token can only be exchanged for ${ROLE}`,
    'The token gives its sessions the tags Team = web and the source identity somebody; a role whose trust policy does not allow sts:TagSession and sts:SetSourceIdentity refuses such a token altogether',
  ]);
});
