import { readFileSync } from 'node:fs';
import { readSettings } from '@entra-aws-creds/directory-api';
import { expect, test } from '@jest/globals';

const folder = new URL('../../packages/directory-api/azure/', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, folder), 'utf8');
const template = read('main.bicep');
const resource = (name: string) =>
  new RegExp(`^resource ${name} .*?^(?:\\}|\\])$`, 'ms').exec(template)?.[0] ?? '';

test('gives the function every setting that it reads', () => {
  const given = [...template.matchAll(/\{ name: '(\w+)', value: /g)].map(([, name = '']) => name);
  const id = '7c4f6f3e-1111-4222-8333-444455556666';
  const values: Readonly<Record<string, string>> = {
    AZURE_TENANT_ID: id,
    API_CLIENT_ID: id,
    IDENTITY_CLIENT_ID: id,
    AZURE_AUTHORITY_HOST: 'https://login.microsoftonline.com/',
    ALLOWED_ACCOUNTS: '123456789012,210987654321',
    MOST_REMOVALS_AN_HOUR: '10',
    MOST_REMOVALS_PERCENT: '20',
  };
  const environment = Object.fromEntries(given.map((name) => [name, values[name] ?? 'other']));
  expect(readSettings(environment)).toMatchObject({
    tenant: id,
    apiClientId: id,
    identityClientId: id,
    allowedAccounts: new Set(['123456789012', '210987654321']),
  });
  expect(given).toEqual(expect.arrayContaining(Object.keys(values)));
});

test('grants the identity one permission of Graph, and nothing of Azure but its storage', () => {
  // https://learn.microsoft.com/graph/permissions-reference#applicationreadwriteownedby
  expect(template).toContain(
    "var applicationReadWriteOwnedBy = '18a4783c-866b-4cc7-a460-3d5e5662c884'",
  );
  const grants = template.match(/^resource .*'Microsoft\.Graph\/appRoleAssignedTo@.*$/gm) ?? [];
  expect(grants).toHaveLength(2);
  expect(resource('mayMakeApplications')).toContain('appRoleId: applicationReadWriteOwnedBy');
  expect(resource('callerMayWrite')).toContain('resourceId: apiPrincipal.id');
  expect(template.match(/roleAssignments@/g)).toHaveLength(1);
  expect(resource('mayUseStorage')).toContain('scope: storage');
});

test('holds no secret, and lets nobody in but the automation', () => {
  expect(template).not.toMatch(/passwordCredentials|keyCredentials|listKeys|@secure/);
  expect(template).toContain('allowSharedKeyAccess: false');
  expect(resource('apiPrincipal')).toContain('appRoleAssignmentRequired: true');
  expect(resource('callerTrusts')).toContain("audiences: ['api://AzureADTokenExchange']");
  expect(resource('api')).toContain('api: { requestedAccessTokenVersion: 2 }');
  expect(template).toContain("unauthenticatedClientAction: 'Return401'");
  expect(template).toContain('allowedApplications: [caller.appId]');
});

test('keeps addresses of callers out of the log, and puts nothing before the routes', () => {
  expect(resource('insights')).toContain('DisableIpMasking: false');
  expect(JSON.parse(read('host.json')).extensions.http.routePrefix).toBe('');
});
