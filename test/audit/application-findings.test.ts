import type { Application } from '@entra-aws-creds/bindings';
import { expect, test } from '@jest/globals';
import {
  applicationFindings,
  inWords,
} from '../../packages/audit/src/entra/application-findings.ts';

const NOW = new Date('2026-11-21T12:00:00Z');

function application(
  certificates: readonly string[],
  secrets: readonly string[] = [],
): Application {
  const credential = { keyId: 'k', displayName: 'rescue' };
  return {
    id: 'o',
    clientId: 'c',
    uniqueName: undefined,
    displayName: 'deploy',
    tags: [],
    tokenVersion: 'v1',
    identifierUris: [],
    certificates: certificates.map((ends) => ({
      ...credential,
      thumbprint: undefined,
      starts: '2025-01-01T00:00:00Z',
      ends,
      key: undefined,
    })),
    secrets: secrets.map((ends) => ({ ...credential, ends })),
    created: undefined,
  };
}

test.each([
  ['no certificate', [], [], []],
  ['a year left', ['2027-11-21T12:00:00Z'], [], []],
  ['30 days left', ['2026-12-21T12:00:00Z'], [], []],
  ['a day less', ['2026-12-20T12:00:00Z'], [], ['low AUDIT_CERTIFICATE_ENDS']],
  ['ended', ['2026-11-20T12:00:00Z'], [], ['medium AUDIT_CERTIFICATE_ENDS']],
  ['an old one beside a new one', ['2026-01-01T00:00:00Z', '2027-11-21T12:00:00Z'], [], []],
  [
    'a secret',
    ['2027-11-21T12:00:00Z'],
    ['2027-01-01T00:00:00Z'],
    ['medium AUDIT_SECRET_ON_APPLICATION'],
  ],
  ['a secret that ended', ['2027-11-21T12:00:00Z'], ['2026-01-01T00:00:00Z'], []],
] as const)('%s', (_, certificates, secrets, expected) => {
  const found = applicationFindings(application(certificates, secrets), NOW);
  expect(found.map(({ grade, code }) => `${grade} ${code}`)).toEqual(expected);
  for (const { why } of found) expect(why).toMatch(/^The .+\.$/);
});

test.each([
  [[], [], 'Application "deploy" (c): no certificate, no owner.'],
  [
    ['2027-01-02T00:00:00Z'],
    ['ada'],
    'Application "deploy" (c): certificate until 2027-01-02, owned by ada.',
  ],
  [
    ['2026-01-02T00:00:00Z'],
    ['a', 'b', 'c', 'd'],
    'Application "deploy" (c): certificate ended 2026-01-02, owned by a, b, c and 1 more.',
  ],
] as const)('in words: %j %j', (certificates, owners, words) => {
  expect(inWords(application(certificates), owners, NOW)).toBe(words);
});
