import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ARC_KEYS } from '@entra-aws-creds/sandbox';
import { describe, expect, test } from '@jest/globals';
import { decodeJwt } from 'jose';
import { sandboxOfFile } from '../standard-sandbox.ts';

const sandbox = await sandboxOfFile();
const tenant = sandbox.entra.tenant();
const own = tenant.app();
tenant.app({ appIdUris: ['api://aws'] });
sandbox.machine.tenant = tenant;
sandbox.machine.systemAssigned = own;

const base = () =>
  sandbox.machine.environment('virtual machine')['AZURE_POD_IDENTITY_AUTHORITY_HOST'];
const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${base()}${path}`, { headers });
const VM = '/metadata/identity/oauth2/token?api-version=2018-02-01&resource=api://aws';
const ARC = '/arc/metadata/identity/oauth2/token?api-version=2020-06-01&resource=api://aws';
const APP = '/msi/token?api-version=2019-08-01&resource=api://aws';

describe('a machine', () => {
  test('hands out a token that names its own identity', async () => {
    const answer = await get(VM, { metadata: 'true' });
    const { access_token: token } = (await answer.json()) as { access_token: string };
    expect(decodeJwt(token)).toMatchObject({
      aud: 'api://aws',
      sub: own.servicePrincipalObjectId,
      appid: own.clientId,
    });
  });

  test.each<[string, string, Record<string, string>, number]>([
    ['without the header that no browser sends', VM, {}, 400],
    ['for another version', VM.replace('2018', '1999'), { metadata: 'true' }, 400],
    ['for nobody it has', `${VM}&client_id=x`, { metadata: 'true' }, 400],
    ['for an audience that is not there', VM.replace('aws', 'none'), { metadata: 'true' }, 400],
    ['at another path', '/metadata/instance', { metadata: 'true' }, 404],
    ['of App Service without its header', APP, {}, 403],
    [
      'of Azure Arc with a key that is none',
      ARC,
      { metadata: 'true', authorization: 'Basic x' },
      403,
    ],
  ])('hands out none %s', async (_, path, headers, status) => {
    expect((await get(path, headers)).status).toBe(status);
  });

  test('of App Service wants its header', async () => {
    const headers = { 'x-identity-header': sandbox.machine.identityHeader };
    expect((await get(APP, headers)).status).toBe(200);
  });

  test('under Azure Arc wants the key that it has just written', async () => {
    const challenge = await get(ARC, { metadata: 'true' });
    expect(challenge.status).toBe(401);
    const path = challenge.headers.get('www-authenticate')?.replace('Basic realm=', '') ?? '';
    expect(path.startsWith(ARC_KEYS)).toBe(true);
    const key = readFileSync(join(sandbox.machine.arcKeys, basename(path)), 'utf8');
    const answer = await get(ARC, { metadata: 'true', authorization: `Basic ${key}` });
    expect(answer.status).toBe(200);
  });
});
