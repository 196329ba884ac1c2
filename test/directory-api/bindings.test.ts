import { afterEach, describe, expect, test } from '@jest/globals';
import { sandboxOfFile } from '../standard-sandbox.ts';
import { ACCOUNT, apiOfFile, LATER_ROLE_ID, ROLE_ID } from './api-in-sandbox.ts';

const sandbox = await sandboxOfFile();
const running = await apiOfFile(sandbox, {}, 20_000);
const { tenant } = running;
const PATH = `/v1/bindings/aws/${ACCOUNT}/Deploy`;
const own = () => tenant.apps.filter(({ displayName }) => displayName === `AWS ${ACCOUNT} Deploy`);
const [, identity] = tenant.apps;

afterEach(async () => {
  await running.send('DELETE', `${PATH}?mode=purge`);
  sandbox.requests.length = 0;
  running.records.length = 0;
});

describe('PUT', () => {
  test('makes application and service principal, with five requests of Graph', async () => {
    const made = await running.send('PUT', PATH, { roleId: ROLE_ID });
    expect(made).toMatchObject({ status: 201 });
    const [app] = own();
    expect(made.json).toEqual({
      role: `arn:aws:iam::${ACCOUNT}:role/Deploy`,
      state: 'ready',
      roleId: ROLE_ID,
      applicationId: app?.clientId,
      servicePrincipalId: app?.servicePrincipalObjectId,
      issuer: sandbox.entra.issuer(tenant, 2),
      audience: app?.clientId,
      resource: app?.clientId,
      tokenVersion: 'v2',
      certificates: [],
    });
    expect(app?.registration.owners).toEqual([identity?.servicePrincipalObjectId]);
    const calls = sandbox.requests.filter(({ service }) => service === 'graph');
    expect(calls.length).toBeLessThanOrEqual(6);
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
    expect(both.map(({ json }) => json.applicationId)).toEqual([
      own()[0]?.clientId,
      own()[0]?.clientId,
    ]);
    expect(own()).toHaveLength(1);
  });

  test('takes v1.0 tokens, an identifier URI and subjects of federation', async () => {
    const subject = { issuer: 'https://token.actions.githubusercontent.com', subject: 'repo:o/r' };
    const { json } = await running.send('PUT', PATH, {
      roleId: ROLE_ID,
      path: '/team/',
      tokenVersion: 'v1',
      identifierUri: true,
      federated: [subject],
    });
    const [app] = own();
    expect(json).toMatchObject({
      role: `arn:aws:iam::${ACCOUNT}:role/team/Deploy`,
      issuer: sandbox.entra.issuer(tenant, 1),
      audience: `api://${app?.clientId}`,
      resource: null,
    });
    expect(app?.federatedCredentials).toEqual([expect.objectContaining(subject)]);
  });

  test('gives a role that was made again nothing of the role before', async () => {
    const { json } = await running.send('PUT', PATH, { roleId: ROLE_ID });
    const refused = await running.send('PUT', PATH, { roleId: LATER_ROLE_ID });
    expect(refused).toMatchObject({ status: 409, json: { code: 'EAC_BINDING_RECREATED' } });
    await running.send('DELETE', PATH);
    const stillRefused = await running.send('PUT', PATH, { roleId: LATER_ROLE_ID });
    expect(stillRefused).toMatchObject({ status: 409 });
    await running.send('DELETE', `${PATH}?mode=purge`);
    const later = await running.send('PUT', PATH, { roleId: LATER_ROLE_ID });
    expect(later).toMatchObject({ status: 201 });
    expect(later.json.applicationId).not.toBe(json.applicationId);
  });
});

describe('DELETE', () => {
  test('says what there was, and then that there is nothing', async () => {
    const { json } = await running.send('PUT', PATH, { roleId: ROLE_ID, path: '/team/' });
    expect(await running.send('DELETE', PATH)).toMatchObject({ status: 200, json });
    expect(await running.send('DELETE', PATH)).toMatchObject({ status: 204 });
    expect(own()).toEqual([]);
  });

  test('is undone by PUT for the same role', async () => {
    const { json } = await running.send('PUT', PATH, { roleId: ROLE_ID });
    await running.send('DELETE', PATH);
    const back = await running.send('PUT', PATH, { roleId: ROLE_ID });
    expect(back).toMatchObject({ status: 200, json: { applicationId: json.applicationId } });
  });

  test('leaves the application of another role of the name', async () => {
    await running.send('PUT', PATH, { roleId: LATER_ROLE_ID });
    const refused = await running.send('DELETE', `${PATH}?roleId=${ROLE_ID}`);
    expect(refused).toMatchObject({ status: 409, json: { code: 'EAC_BINDING_RECREATED' } });
    expect(own()).toHaveLength(1);
  });

  test('can disable for the time being, until the role is wanted again', async () => {
    await running.send('PUT', PATH, { roleId: ROLE_ID });
    const disabled = await running.send('DELETE', `${PATH}?mode=disable`);
    expect(disabled).toMatchObject({ status: 200, json: { state: 'disabled' } });
    expect(own()[0]?.enabled).toBe(false);
    expect(await running.send('GET', PATH)).toMatchObject({ json: { state: 'disabled' } });
    expect(await running.send('PUT', PATH, { roleId: ROLE_ID })).toMatchObject({
      json: { state: 'ready' },
    });
    expect(own()[0]?.enabled).toBe(true);
  });
});

describe('GET', () => {
  test('shows one, whatever the case of its name', async () => {
    const { json } = await running.send('PUT', PATH, { roleId: ROLE_ID });
    const shown = await running.send('GET', PATH.replace('Deploy', 'DEPLOY'));
    expect(shown.json).toMatchObject({ applicationId: json.applicationId, roleId: ROLE_ID });
  });

  test('says that there is none', async () => {
    expect(await running.send('GET', PATH)).toMatchObject({
      status: 404,
      headers: { 'content-type': 'application/problem+json' },
      json: { code: 'EAC_BINDING_MISSING', status: 404 },
    });
  });
});
