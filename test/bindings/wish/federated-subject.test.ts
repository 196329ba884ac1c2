import { describe, expect, test } from '@jest/globals';
import {
  federatedCredentialFor,
  parseFederatedSubject,
  verbatim,
} from '../../../packages/bindings/src/index.ts';
import { testAnyText } from '../../core/1-inputs/parser-tests.ts';

const GITHUB = 'https://token.actions.githubusercontent.com';

describe('a job by its short name', () => {
  test.each([
    ['github:org/repo:environment:prod', GITHUB, 'repo:org/repo:environment:prod'],
    ['github:org/repo:environment:a:b c', GITHUB, 'repo:org/repo:environment:a:b c'],
    ['github:org/re.po:ref:refs/heads/main', GITHUB, 'repo:org/re.po:ref:refs/heads/main'],
    ['github:org/repo:ref:refs/tags/v1', GITHUB, 'repo:org/repo:ref:refs/tags/v1'],
    ['github:org/repo:pull_request', GITHUB, 'repo:org/repo:pull_request'],
    ['github:org@12/repo@345:environment:prod', GITHUB, 'repo:org@12/repo@345:environment:prod'],
    [
      'gitlab:group/sub/project:ref_type:branch:ref:main',
      'https://gitlab.com',
      'project_path:group/sub/project:ref_type:branch:ref:main',
    ],
  ])('%s', (text, issuer, subject) => {
    expect(parseFederatedSubject(text)).toEqual({ issuer, subject });
  });

  test.each([
    '',
    'github:org/repo',
    'github:org/repo:',
    'github:org/repo:*',
    'github:org/repo:environment:',
    'github:org/repo:environment:*',
    'github:org:environment:prod',
    'github:org/repo/more:environment:prod',
    'github:org@x/repo:environment:prod',
    'github:org/repo:ref:main',
    'gitlab:project:ref_type:branch:ref:main',
    'gitlab:group/project:ref:main',
    'bitbucket:org/repo:environment:prod',
  ])('not %j', (text) => {
    expect(() => parseFederatedSubject(text)).toThrow(
      expect.objectContaining({ name: 'InputProblem' }),
    );
  });

  testAnyText(parseFederatedSubject);
});

describe('issuer and subject verbatim', () => {
  test('stay as they are', () => {
    const issuer = 'https://login.microsoftonline.com/11111111-1111-4111-8111-111111111111/v2.0';
    const subject = '/eid1/c/pub/t/abc/a/def/sc/ghi/jkl';
    expect(verbatim(issuer, subject)).toEqual({ issuer, subject });
  });

  test.each([
    ['http://example.test', 'x'],
    ['https://example.test?x', 'x'],
    ['example.test', 'x'],
    ['https://example.test', ''],
    ['https://example.test', 'repo:*'],
    ['https://example.test', 'a\nb'],
  ])('not %j with %j', (issuer, subject) => {
    expect(() => verbatim(issuer, subject)).toThrow(
      expect.objectContaining({ name: 'InputProblem' }),
    );
  });

  test('are one credential under one name, and others under another', () => {
    const name = (subject: string) =>
      federatedCredentialFor({ issuer: GITHUB, subject }, 'api://AzureADTokenExchange').name;
    expect(name('a')).toMatch(/^entra-aws-creds-[0-9a-f]{16}$/);
    expect(name('a')).toBe(name('a'));
    expect(name('a')).not.toBe(name('b'));
  });
});
