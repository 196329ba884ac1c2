import { patternMatches, resolveTemplate } from '@entra-aws-creds/sandbox';
import { describe, expect, test } from '@jest/globals';
import { roleEvent } from '../organization/event/events.ts';
import { templateText } from '../organization/harness/template.ts';

describe('a comparison', () => {
  test.each([
    ['a value', ['a', 'b'], 'b', true],
    ['a value', ['a'], 'A', false],
    ['null', [null], null, true],
    ['a number', [5], '5', false],
    ['prefix', [{ prefix: 'en' }], 'entra', true],
    ['prefix', [{ prefix: 'tra' }], 'entra', false],
    ['suffix', [{ suffix: 'tra' }], 'entra', true],
    ['equals-ignore-case', [{ 'equals-ignore-case': 'ENTRA' }], 'entra', true],
    ['wildcard', [{ wildcard: '*oidc-provider*' }], 'a\n"oidc-provider/b"', true],
    ['wildcard', [{ wildcard: 'a?c' }], 'abc', false],
    ['wildcard', [{ wildcard: 'a.c' }], 'abc', false],
    ['exists', [{ exists: true }], '', true],
    ['exists', [{ exists: false }], '', false],
    ['one element of a list', ['a'], ['b', 'a'], true],
  ])('%s %j of %j: %j', (_, field, value, verdict) => {
    expect(patternMatches({ field }, { field: value })).toBe(verdict);
  });

  test('exists: false holds of what is not there, also below what is not there', () => {
    expect(patternMatches({ a: [{ exists: false }] }, {})).toBe(true);
    expect(patternMatches({ a: { b: [{ exists: false }] } }, {})).toBe(true);
  });

  test('that is not known is not passed over', () => {
    expect(() => patternMatches({ a: [{ numeric: ['>', 1] }] }, { a: 2 })).toThrow('numeric');
  });

  test('$or takes one of its patterns beside the others', () => {
    const pattern = { a: ['1'], $or: [{ b: ['2'] }, { c: ['3'] }] };
    expect(patternMatches(pattern, { a: '1', c: '3' })).toBe(true);
    expect(patternMatches(pattern, { a: '1', b: '3' })).toBe(false);
    expect(patternMatches(pattern, { a: '2', c: '3' })).toBe(false);
  });
});

describe('the rule of the members', () => {
  const { Resources } = resolveTemplate(templateText('member.yaml'), {});
  const pattern = Resources['RoleChanges']?.Properties.EventPattern;
  const trust = (provider: string) => JSON.stringify({ Principal: { Federated: provider } });
  const ours = trust('arn:aws:iam::222222222222:oidc-provider/login.microsoftonline.com/x/v2.0');
  const tags = (key: string) => ({ roleName: 'deploy', tags: [{ key: 'a' }, { key }] });

  test.each([
    ['CreateRole', { requestParameters: { assumeRolePolicyDocument: ours } }, true],
    ['CreateRole', { requestParameters: { assumeRolePolicyDocument: trust('x') } }, false],
    ['CreateRole', { requestParameters: tags('entra-aws-creds:managed') }, true],
    ['UpdateAssumeRolePolicy', { requestParameters: { policyDocument: ours } }, true],
    ['DeleteRole', {}, true],
    ['DeleteRole', { errorCode: 'DeleteConflictException' }, false],
    ['TagRole', { requestParameters: tags('entra-aws-creds:subject') }, true],
    ['TagRole', { requestParameters: tags('cost-centre') }, false],
    ['UntagRole', { requestParameters: { tagKeys: ['b', 'entra-aws-creds:subject'] } }, true],
  ] as const)('%s with %j: %j', (name, detail, verdict) => {
    expect(patternMatches(pattern, roleEvent(name, detail))).toBe(verdict);
  });
});
