import { expect, test } from '@jest/globals';
import { parseAuthorityHost } from '../../../../packages/core/src/1-inputs/entra/authority-host.ts';
import { testAnyText, testRefused } from '../parser-tests.ts';

testRefused(parseAuthorityHost, [
  ['http', 'http://login.example', /neither an https URL/],
  ['another scheme', 'ftp://user:p4ssw0rd@host', /neither an https URL/],
  ['a path', 'https://login.example/tenant', /neither/],
  ['a password', 'https://u:p4ss@login.example', /neither/],
]);
testAnyText(parseAuthorityHost);

test('a wrong URL is not repeated, because it may hold a password', () => {
  expect(() => parseAuthorityHost('ftp://user:p4ssw0rd@host')).not.toThrow(/p4ssw0rd/);
});

test('a cloud can be given by name', () => {
  expect(parseAuthorityHost('AzureUSGovernment').origin).toBe('https://login.microsoftonline.us');
  expect(parseAuthorityHost('azurechinacloud').origin).toBe(
    'https://login.partner.microsoftonline.cn',
  );
});
