import { afterEach, describe, expect, test } from '@jest/globals';
import { sandboxOfFile } from '../standard-sandbox.ts';
import { ACCOUNT, apiOfFile, LATER_ROLE_ID, ROLE_ID } from './api-in-sandbox.ts';

const sandbox = await sandboxOfFile();
const running = await apiOfFile(
  sandbox,
  { MOST_REMOVALS_AN_HOUR: '100', MOST_REMOVALS_PERCENT: '100' },
  20_000,
);
const { tenant, identity } = running;
const PATH = `/v1/bindings/aws/${ACCOUNT}/Deploy`;
const removal = (mode: string, roleId = ROLE_ID) => `${PATH}?mode=${mode}&roleId=${roleId}`;
const own = () => tenant.apps.filter(({ displayName }) => displayName === `AWS ${ACCOUNT} Deploy`);

afterEach(async () => {
  for (const roleId of [ROLE_ID, LATER_ROLE_ID]) {
    await running.send('DELETE', removal('delete', roleId));
  }
  tenant.deletedApps.length = 0;
  sandbox.requests.length = 0;
});

describe('PUT', () => {
  test('makes application and service principal, with four requests of Graph', async () => {
    const made = await running.send('PUT', PATH, { roleId: ROLE_ID });
    expect(made).toMatchObject({ status: 201 });
    const [app] = own();
    expect(made.json).toEqual({
      role: `arn:aws:iam::${ACCOUNT}:role/Deploy`,
      roleId: ROLE_ID,
      applicationId: app?.clientId,
      servicePrincipalId: app?.servicePrincipalObjectId,
      issuer: sandbox.entra.issuer(tenant, 2),
      audience: app?.clientId,
      resource: app?.clientId,
      tokenVersion: 'v2',
      retired: null,
    });
    expect(app?.registration.owners).toEqual([identity.servicePrincipalObjectId]);
    expect(sandbox.requests.filter(({ service }) => service === 'graph')).toHaveLength(4);
  });

  test('again changes nothing and answers the same', async () => {
    const { json } = await running.send('PUT', PATH, { roleId: ROLE_ID });
    const again = await running.send('PUT', PATH, { roleId: ROLE_ID });
    expect(again).toMatchObject({ status: 200, json });
    expect(own()).toHaveLength(1);
  });

  test('at the same time from two sides makes one', async () => {
    const both = await Promise.all(
      [1, 2].map(() => running.send('PUT', PATH, { roleId: ROLE_ID })),
    );
    expect(own()).toHaveLength(1);
    for (const { json } of both) expect(json.applicationId).toBe(own()[0]?.clientId);
  });

  test('takes v1.0 tokens, and subjects of federation that others take the place of', async () => {
    const issuer = 'https://token.actions.githubusercontent.com';
    const put = (subject: string) =>
      running.send('PUT', PATH, {
        roleId: ROLE_ID,
        path: '/team/',
        tokenVersion: 'v1',
        federated: [{ issuer, subject }],
      });
    await put('repo:o/old');
    expect((await put('repo:o/r')).json).toMatchObject({
      role: `arn:aws:iam::${ACCOUNT}:role/team/Deploy`,
      issuer: sandbox.entra.issuer(tenant, 1),
      resource: null,
    });
    expect(own()[0]?.federatedCredentials).toEqual([
      expect.objectContaining({ issuer, subject: 'repo:o/r' }),
    ]);
  });

  test('gives a role that was made again nothing of the role before', async () => {
    const first = await running.send('PUT', PATH, { roleId: ROLE_ID });
    const later = await running.send('PUT', PATH, { roleId: LATER_ROLE_ID });
    expect(later.status).toBe(201);
    expect(later.json.applicationId).not.toBe(first.json.applicationId);
    const { bindings } = (await running.send('GET', PATH)).json;
    expect(bindings.map(({ roleId }: { roleId: string }) => roleId).sort()).toEqual([
      ROLE_ID,
      LATER_ROLE_ID,
    ]);
  });
});

describe('DELETE', () => {
  test('says what there was, and then that there is nothing', async () => {
    const { json } = await running.send('PUT', PATH, { roleId: ROLE_ID, path: '/team/' });
    const { servicePrincipalId: _, ...binding } = json;
    expect(await running.send('DELETE', removal('delete'))).toMatchObject({
      status: 200,
      json: binding,
    });
    expect(await running.send('DELETE', removal('delete'))).toMatchObject({ status: 204 });
    expect(own()).toEqual([]);
  });

  test('is undone by PUT for the same role', async () => {
    const { json } = await running.send('PUT', PATH, { roleId: ROLE_ID });
    await running.send('DELETE', removal('delete'));
    const back = await running.send('PUT', PATH, { roleId: ROLE_ID });
    expect(back.json).toEqual(json);
  });

  test('leaves the application of another role of the name', async () => {
    await running.send('PUT', PATH, { roleId: LATER_ROLE_ID });
    expect(await running.send('DELETE', removal('delete'))).toMatchObject({ status: 204 });
    expect(own()).toHaveLength(1);
  });

  test('can disable, noting when, until the role is wanted again', async () => {
    await running.send('PUT', PATH, { roleId: ROLE_ID });
    const { json } = await running.send('DELETE', removal('disable'));
    expect(Date.parse(json.retired)).toBeGreaterThan(Date.now() - 60_000);
    expect(own()[0]?.enabled).toBe(false);
    expect((await running.send('GET', PATH)).json.bindings).toEqual([json]);
    expect((await running.send('PUT', PATH, { roleId: ROLE_ID })).json.retired).toBeNull();
    expect(own()[0]?.enabled).toBe(true);
  });
});

describe('GET', () => {
  test('shows those of a role, whatever the case of its name, and of an account', async () => {
    const { json } = await running.send('PUT', PATH, { roleId: ROLE_ID });
    const { servicePrincipalId: _, ...binding } = json;
    const shown = await running.send('GET', PATH.replace('Deploy', 'DEPLOY'));
    expect(shown.json).toEqual({ bindings: [binding] });
    const account = await running.send('GET', `/v1/bindings/aws/${ACCOUNT}`);
    expect(account.json).toEqual({ bindings: [binding] });
  });

  test('shows that there are none', async () => {
    expect(await running.send('GET', PATH)).toMatchObject({ status: 200, json: { bindings: [] } });
  });
});
