import { readFileSync } from 'node:fs';
import { AUTHENTICATION_EVENTS, readSettings } from '@entra-aws-creds/claims-provider';
import { expect, test } from '@jest/globals';

const folder = new URL('../../packages/claims-provider/azure/', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, folder), 'utf8');
const template = read('main.bicep');
const variable = (name: string) => new RegExp(`^var ${name} = '(.+)'$`, 'm').exec(template)?.[1];

test('the template gives the function every setting that it reads, or Azure does', () => {
  const given = [...template.matchAll(/\{ name: '(\w+)', value: /g)].map(([, name = '']) => name);
  const id = '7c4f6f3e-1111-4222-8333-444455556666';
  const values: Readonly<Record<string, string>> = {
    AZURE_TENANT_ID: id,
    API_CLIENT_ID: id,
    IDENTITY_CLIENT_ID: id,
    AZURE_AUTHORITY_HOST: 'https://login.microsoftonline.com/',
    RULES_FILE: 'rules.json',
  };
  const environment = Object.fromEntries(given.map((name) => [name, values[name] ?? 'other']));
  const byAzure = { WEBSITE_HOSTNAME: 'x.azurewebsites.net', AzureWebJobsScriptRoot: '/home/site' };
  expect(readSettings({ ...environment, ...byAzure })).toMatchObject({
    tenantId: id,
    apiClientId: id,
    identityClientId: id,
    rulesFile: '/home/site/rules.json',
  });
  expect(given).toEqual(expect.arrayContaining(Object.keys(values)));
});

test('the template lets nobody in but Entra, and the function read nothing but the directory', () => {
  expect(variable('authenticationEvents')).toBe(AUTHENTICATION_EVENTS);
  expect(template).toContain('allowedApplications: [authenticationEvents]');
  expect(template).toContain("unauthenticatedClientAction: 'Return401'");
  expect(template).toContain('allowedAudiences: audiences');
  // https://learn.microsoft.com/graph/permissions-reference#directoryreadall
  expect(variable('directoryReadAll')).toBe('7ab1d382-f21e-4acd-a863-ba3e13f7da61');
  expect(template.match(/appRoleId: /g)).toHaveLength(1);
  expect(template).toContain('allowSharedKeyAccess: false');
});

test('the address that the template gives is that of the function', () => {
  const { extensions } = JSON.parse(read('host.json'));
  expect(template).toContain(`https://\${hostName}/${extensions.http.routePrefix}/claims`);
});
