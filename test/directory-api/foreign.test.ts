import { applicationNameOf } from '@entra-aws-creds/bindings';
import { RoleArn } from '@entra-aws-creds/core/programs';
import { issueCertificate } from '@entra-aws-creds/sandbox';
import { describe, expect, test } from '@jest/globals';
import { sandboxOfFile } from '../standard-sandbox.ts';
import { ACCOUNT, apiOfFile, LATER_ROLE_ID, ROLE_ID } from './api-in-sandbox.ts';

const sandbox = await sandboxOfFile();
const running = await apiOfFile(sandbox);
const { tenant, identity } = running;

/** An application where that of the role would stand, as somebody who may register applications can make one. */
async function squat(name: string, parts: { tags?: readonly string[]; owners?: string[] } = {}) {
  const role = RoleArn.parse(`arn:aws:iam::${ACCOUNT}:role/${name}`);
  const { uniqueName, displayName } = applicationNameOf(role, ROLE_ID);
  const { certificatePem } = issueCertificate({ commonName: 'pipeline' });
  const app = tenant.app({ displayName, certificates: [certificatePem] });
  app.registration.uniqueName = uniqueName;
  app.registration.owners = parts.owners ?? [];
  app.registration.tags = parts.tags ?? [
    'entra-aws-creds',
    `aws-role:${role.text}`,
    `aws-role-id:${ROLE_ID}`,
    `aws-role-name:aws:${ACCOUNT}:${name.toLowerCase()}`,
    `aws-account:aws:${ACCOUNT}`,
  ];
  return { app, path: `/v1/bindings/aws/${ACCOUNT}/${name}` };
}

const graphWrites = () =>
  sandbox.requests.filter(({ service, method }) => service === 'graph' && method !== 'GET');

describe('an application that the API has not made', () => {
  test.each([
    ['PUT', '', { roleId: ROLE_ID }],
    ['DELETE', `?mode=disable&roleId=${ROLE_ID}`, undefined],
    ['DELETE', `?mode=delete&roleId=${ROLE_ID}`, undefined],
  ])('is not taken for that of a role, with all its marks (%s%s)', async (method, query, body) => {
    const { app, path } = await squat(`Squatted${method}${query.slice(6, 13).replace('&', '')}`);
    const before = JSON.stringify(app);
    sandbox.requests.length = 0;
    expect(await running.send(method, `${path}${query}`, body)).toMatchObject({
      status: 409,
      json: { code: 'EAC_BINDING_FOREIGN' },
    });
    expect(JSON.stringify(app)).toBe(before);
    expect(graphWrites()).toEqual([]);
  });

  test('is told of to who asks whether that of the role is one', async () => {
    const { path } = await squat('Asked');
    expect(await running.send('GET', `${path}?roleId=${ROLE_ID}`)).toMatchObject({
      status: 409,
      json: { code: 'EAC_BINDING_FOREIGN' },
    });
    expect(await running.send('GET', `${path}?roleId=${LATER_ROLE_ID}`)).toMatchObject({
      status: 200,
    });
    expect(await running.send('GET', `${path}?roleId=x`)).toMatchObject({ status: 422 });
  });

  test('is not adopted without marks either', async () => {
    const { path } = await squat('Unmarked', { tags: [] });
    expect(await running.send('PUT', path, { roleId: ROLE_ID })).toMatchObject({
      status: 409,
      json: { code: 'EAC_BINDING_FOREIGN' },
    });
  });

  test('is not listed, whatever its tags say', async () => {
    const { path } = await squat('Listed');
    expect((await running.send('GET', path)).json).toEqual({ bindings: [] });
  });

  test('is not given to a role because somebody made the API’s identity an owner of it', async () => {
    const mallory = tenant.app({ displayName: 'mallory' }).servicePrincipalObjectId;
    const owners = [mallory, identity.servicePrincipalObjectId];
    const { app, path } = await squat('Shared', { owners });
    const refused = { status: 409, json: { code: 'EAC_BINDING_FOREIGN' } };
    expect(await running.send('PUT', path, { roleId: ROLE_ID })).toMatchObject(refused);
    app.certificates.length = 0;
    expect(await running.send('PUT', path, { roleId: ROLE_ID })).toMatchObject(refused);
    expect(graphWrites()).toEqual([]);
    app.registration.owners = [identity.servicePrincipalObjectId];
    expect(await running.send('PUT', path, { roleId: ROLE_ID })).toMatchObject({ status: 200 });
  });

  test('is the role’s where its mark says so, with the certificate that was enrolled', async () => {
    const { app, path } = await squat('Marked', { owners: [identity.servicePrincipalObjectId] });
    const body = { roleId: ROLE_ID, marked: 'another' };
    expect(await running.send('PUT', path, body)).toMatchObject({ status: 409 });
    expect(await running.send('PUT', path, { ...body, marked: app.clientId })).toMatchObject({
      status: 200,
    });
  });

  test('does not keep the role from its own by having the same display name', async () => {
    const app = tenant.app({ displayName: `AWS ${ACCOUNT} Namesake` });
    const path = `/v1/bindings/aws/${ACCOUNT}/Namesake`;
    const made = await running.send('PUT', path, { roleId: ROLE_ID });
    expect(made).toMatchObject({ status: 201 });
    expect(made.json.applicationId).not.toBe(app.clientId);
    expect(await running.send('DELETE', `${path}?mode=delete&roleId=${ROLE_ID}`)).toMatchObject({
      status: 200,
    });
    expect(tenant.apps).toContain(app);
  });
});

test('what the API made is its identity’s alone', async () => {
  await running.send('PUT', `/v1/bindings/aws/${ACCOUNT}/Own`, { roleId: ROLE_ID });
  const app = tenant.apps.find(({ displayName }) => displayName === `AWS ${ACCOUNT} Own`);
  expect(app?.registration.owners).toEqual([identity.servicePrincipalObjectId]);
});
