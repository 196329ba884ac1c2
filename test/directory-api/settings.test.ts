import { randomUUID } from 'node:crypto';
import { readSettings } from '@entra-aws-creds/directory-api';
import { describe, expect, test } from '@jest/globals';
import { sandboxOfFile } from '../standard-sandbox.ts';
import { ACCOUNT, apiOfFile, ROLE_ID } from './api-in-sandbox.ts';

const sandbox = await sandboxOfFile();
const unknown = await apiOfFile(sandbox, { IDENTITY_CLIENT_ID: randomUUID() });
const { environment } = unknown;

describe('settings', () => {
  test('are read', () => {
    expect(readSettings(environment)).toMatchObject({
      tenant: environment['AZURE_TENANT_ID'],
      allowedAccounts: new Set([ACCOUNT]),
    });
    expect(readSettings({ ...environment, ALLOWED_ACCOUNTS: 'all' })).toMatchObject({
      allowedAccounts: 'all',
    });
  });

  test.each([
    ['AZURE_TENANT_ID', '', 'AZURE_TENANT_ID is not set'],
    ['AZURE_TENANT_ID', 'contoso.com', 'a domain name'],
    ['API_CLIENT_ID', 'x', 'API_CLIENT_ID is "x"'],
    ['ALLOWED_ACCOUNTS', '', 'ALLOWED_ACCOUNTS is not set'],
    ['ALLOWED_ACCOUNTS', '*', 'not an AWS account ID'],
    ['GRAPH_ENDPOINT', 'http://graph.microsoft.com', 'GRAPH_ENDPOINT is not an https address'],
  ])('with %s=%j cannot be used', (name, value, why) => {
    expect(() => readSettings({ ...environment, [name]: value })).toThrow(why);
  });

  test('are refused for everything that is wrong at once', () => {
    expect(() => readSettings({})).toThrow(/AZURE_TENANT_ID.*API_CLIENT_ID.*ALLOWED_ACCOUNTS/);
  });
});

test('without a token of the identity nothing is done, and the answer says so', async () => {
  const path = `/v1/bindings/aws/${ACCOUNT}/Nobody`;
  const answer = await unknown.send('PUT', path, { roleId: ROLE_ID });
  expect(answer).toMatchObject({ status: 500, json: { code: 'EAC_MANAGED_IDENTITY_REFUSED' } });
  expect(sandbox.requests.filter(({ service }) => service === 'graph')).toEqual([]);
});
