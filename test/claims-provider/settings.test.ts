import { readSettings, SettingsProblem } from '@entra-aws-creds/claims-provider';
import { expect, test } from '@jest/globals';

const TENANT = '11111111-2222-3333-4444-555555555555';
const API = '7c4f6f3e-1111-4222-8333-444455556666';
const LEAST = {
  AZURE_TENANT_ID: TENANT,
  API_CLIENT_ID: API,
  WEBSITE_HOSTNAME: 'x.azurewebsites.net',
};

test('the least that is needed is set by the template and by Azure', () => {
  expect(readSettings(LEAST)).toMatchObject({
    tenantId: TENANT,
    authorityHost: new URL('https://login.microsoftonline.com'),
    graph: new URL('https://graph.microsoft.com'),
    identityClientId: undefined,
    rulesFile: 'rules.json',
  });
});

test('the rules lie beside the function, wherever it was started', () => {
  const at = (settings: object) => readSettings({ ...LEAST, ...settings }).rulesFile;
  const AzureWebJobsScriptRoot = '/home/site/wwwroot';
  expect(at({ AzureWebJobsScriptRoot })).toBe('/home/site/wwwroot/rules.json');
  expect(at({ AzureWebJobsScriptRoot, RULES_FILE: '/rules.json' })).toBe('/rules.json');
});

test('another cloud has another Graph', () => {
  const settings = readSettings({ ...LEAST, AZURE_AUTHORITY_HOST: 'AzureUSGovernment' });
  expect([settings.graph.host, settings.graphAudience]).toEqual([
    'graph.microsoft.us',
    'https://graph.microsoft.us',
  ]);
});

test('everything that is wrong is said at once', () => {
  const wrong = {
    AZURE_TENANT_ID: 'contoso.onmicrosoft.com',
    API_CLIENT_ID: 'claims-provider',
    WEBSITE_HOSTNAME: 'https://x',
    AZURE_AUTHORITY_HOST: 'http://x',
    GRAPH_ENDPOINT: 'https://graph.microsoft.com/v1.0',
    IDENTITY_CLIENT_ID: 'x',
  };
  expect(() => readSettings({})).toThrow(SettingsProblem);
  try {
    readSettings(wrong);
  } catch (error) {
    for (const name of Object.keys(wrong)) expect(String(error)).toContain(name);
  }
  expect.assertions(1 + Object.keys(wrong).length);
});
