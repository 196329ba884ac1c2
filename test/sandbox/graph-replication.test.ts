import {
  type EntraTenant,
  issueCertificate,
  type Sandbox,
  startSandbox,
} from '@entra-aws-creds/sandbox';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { CERTIFICATE, type GraphApp, graphApp, keyCredential, logIn } from './graph-client.ts';

const SECOND = issueCertificate({ commonName: 'second' });

let sandbox: Sandbox;
let tenant: EntraTenant;
let owner: GraphApp;
let now = new Date();

beforeAll(async () => {
  sandbox = await startSandbox({ now: () => now });
});
beforeEach(async () => {
  now = new Date();
  sandbox.entra.replication.settle();
  Object.assign(sandbox.entra.replication.lag, { milliseconds: 0, reads: 0, relapses: 0 });
  tenant = sandbox.entra.tenant();
  owner = await graphApp(sandbox, tenant, 'Application.ReadWrite.OwnedBy');
});
afterAll(() => sandbox.close());

const create = async () =>
  (
    await owner.request('POST', 'applications', {
      displayName: 'late',
      keyCredentials: [keyCredential(CERTIFICATE)],
    })
  ).body as { id: string; appId: string };
const statusOf = async (path: string) => (await owner.request('GET', path)).status;
const signIn = async (clientId: string, certificate = CERTIFICATE) => {
  const scope = `${owner.app.clientId}/.default`;
  const { status, body } = await logIn(sandbox, tenant, { clientId, scope, certificate });
  return status === 200 ? 'in' : body.error_codes[0];
};
const times = async <Result>(count: number, make: () => Promise<Result>) => {
  const results: Result[] = [];
  for (let time = 0; time < count; time += 1) results.push(await make());
  return results;
};

describe('lag', () => {
  test('in reads: each reader waits for itself, and may fall back once more', async () => {
    Object.assign(sandbox.entra.replication.lag, { reads: 2, relapses: 1 });
    const { id } = await create();
    const seen = await times(6, () => statusOf(`applications/${id}`));
    expect(seen).toEqual([404, 404, 200, 404, 200, 200]);
    const absent = await owner.request('GET', 'applications/none');
    expect(absent.body.error.message).toBe(
      "Resource 'none' does not exist or one of its queried reference-property objects are not present.",
    );
  });

  test('in milliseconds: until the directory’s clock says so', async () => {
    sandbox.entra.replication.lag.milliseconds = 5000;
    const { id } = await create();
    expect(await statusOf(`applications/${id}`)).toBe(404);
    now = new Date(now.getTime() + 5000);
    expect(await statusOf(`applications/${id}`)).toBe(200);
  });

  test('keeps the backing application from those who make its service principal', async () => {
    const all = await graphApp(sandbox, tenant, 'Application.ReadWrite.All');
    sandbox.entra.replication.lag.reads = 2;
    const { appId } = await create();
    const first = await owner.request('POST', 'servicePrincipals', { appId });
    expect([first.status, first.body.error]).toEqual([
      403,
      expect.objectContaining({
        code: 'Authorization_RequestDenied',
        message:
          'When using this permission, the backing application of the service principal being created must in the local tenant',
      }),
    ]);
    const second = await all.request('POST', 'servicePrincipals', { appId });
    expect([second.status, second.body.error.message]).toEqual([
      400,
      `The appId '${appId}' of the service principal does not reference a valid application object.`,
    ]);
    const third = await owner.request('POST', 'servicePrincipals', { appId });
    expect(third.status).toBe(201);
    const principal = `servicePrincipals/${third.body.id}`;
    expect(await times(3, () => statusOf(principal))).toEqual([404, 404, 200]);
    const again = await owner.request('POST', 'servicePrincipals', { appId });
    expect(again.status).toBe(409);
  });

  test('words that in turn as a missing permission and as a bad reference', async () => {
    sandbox.entra.replication.lag.reads = 3;
    const { appId } = await create();
    const post = () => owner.request('POST', 'servicePrincipals', { appId });
    expect((await times(4, post)).map(({ status }) => status)).toEqual([403, 400, 403, 201]);
  });

  test('reaches the token endpoint: unknown, then in, then unknown, then in', async () => {
    Object.assign(sandbox.entra.replication.lag, { reads: 1, relapses: 1 });
    const { appId } = await create();
    await times(3, () => owner.request('POST', 'servicePrincipals', { appId }));
    expect(await times(5, () => signIn(appId))).toEqual([700016, 'in', 700016, 'in', 'in']);
  });

  test('of a certificate: 700027 until it got round, and a stale list at Graph', async () => {
    const { id, appId } = await create();
    await owner.request('POST', 'servicePrincipals', { appId });
    sandbox.entra.replication.lag.reads = 1;
    const keyCredentials = [keyCredential(SECOND)];
    await owner.request('PATCH', `applications/${id}`, { keyCredentials });
    const shown = async () => {
      const { body } = await owner.request('GET', `applications/${id}?$select=keyCredentials`);
      return body.keyCredentials.map(({ key }: { key: string }) => key);
    };
    expect(await times(2, shown)).toEqual([
      [keyCredential(CERTIFICATE)['key']],
      [keyCredential(SECOND)['key']],
    ]);
    expect(await times(2, () => signIn(appId, SECOND))).toEqual([700027, 'in']);
    expect(await signIn(appId, CERTIFICATE)).toBe(700027);
  });

  test('does not let one unique name be taken twice', async () => {
    sandbox.entra.replication.lag.reads = 9;
    const upsert = () =>
      owner.request(
        'PATCH',
        "applications(uniqueName='one')",
        { displayName: 'x' },
        { prefer: 'create-if-missing' },
      );
    expect((await times(2, upsert)).map(({ status }) => status)).toEqual([201, 204]);
    expect(
      tenant.apps.filter(({ registration }) => registration.uniqueName === 'one'),
    ).toHaveLength(1);
  });

  test('shows what was deleted for a while', async () => {
    const { id, appId } = await create();
    await owner.request('POST', 'servicePrincipals', { appId });
    sandbox.entra.replication.lag.reads = 1;
    await owner.request('DELETE', `applications/${id}`);
    expect(await times(2, () => statusOf(`applications/${id}`))).toEqual([200, 404]);
    expect(await times(2, () => signIn(appId))).toEqual(['in', 700016]);
  });

  test('ends at once when the directory settles', async () => {
    sandbox.entra.replication.lag.reads = 9;
    const { id } = await create();
    sandbox.entra.replication.settle();
    expect(await statusOf(`applications/${id}`)).toBe(200);
  });
});
