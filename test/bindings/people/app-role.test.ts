import {
  claimsMappingPolicy,
  readRules,
  rolesOfAppRole,
} from '@entra-aws-creds/claims-provider/rules';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  appRoleNameOf,
  parseAppRoleName,
  parseClaimsMapping,
} from '../../../packages/bindings/src/index.ts';
import { InputProblem, RoleArn } from '../../../packages/core/src/programs.ts';

const ACCOUNT = '123456789012';
const rulesOf = (more: object = {}) => readRules(JSON.stringify({ accounts: [ACCOUNT], ...more }));

const letter = fc.constantFrom(...'abcXYZ019+=,.@_-');
const word = fc.string({ unit: letter, minLength: 1, maxLength: 20 });
const role = fc
  .tuple(
    fc.constantFrom('aws', 'aws-cn', 'aws-us-gov'),
    fc.array(word, { minLength: 1, maxLength: 4 }),
  )
  .map(([partition, path]) =>
    RoleArn.parse(`arn:${partition}:iam::${ACCOUNT}:role/${path.join('/')}`),
  );

test('the app role of any role leads back to that role and no other, by the rules themselves', () => {
  fc.assert(
    fc.property(role, (one) => {
      const name = parseAppRoleName(appRoleNameOf(one));
      expect(rolesOfAppRole(name, rulesOf())).toEqual([one.text]);
    }),
  );
});

test.each(['', ' ', 'a b', '.hidden', 'x'.repeat(121), 'ä'])('%j is no app role', (text) => {
  expect(() => parseAppRoleName(text)).toThrow(InputProblem);
});

describe('what a claims mapping policy takes', () => {
  const actionsOf = (more: object) =>
    parseClaimsMapping(claimsMappingPolicy(rulesOf(more))).actions;

  test.each([
    [{}, []],
    [{ tags: { team: 'department' } }, ['sts:TagSession']],
    [{ sourceIdentity: 'id' }, ['sts:SetSourceIdentity']],
    [
      { tags: { team: 'department' }, transitiveTags: ['team'], sourceIdentity: 'id' },
      ['sts:TagSession', 'sts:SetSourceIdentity'],
    ],
  ])('%j', (rules, actions) => {
    expect(actionsOf(rules)).toEqual(actions);
  });

  test('it is refused without a roles claim, whatever it is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
        expect(() => parseClaimsMapping(text)).toThrow(InputProblem);
      }),
    );
  });
});
