import { applicationNameOf } from '@entra-aws-creds/bindings';
import { RoleArn } from '@entra-aws-creds/core/programs';
import { type EntraApp, issueCertificate } from '@entra-aws-creds/sandbox';
import { beforeEach, expect, jest, test } from '@jest/globals';
import { sandboxOfFile } from '../standard-sandbox.ts';
import { OrganizationEstate } from './harness/organization-estate.ts';
import { stopTheClock } from './harness/passing-time.ts';

jest.setTimeout(120_000);

stopTheClock();
const sandbox = await sandboxOfFile();

let estate: OrganizationEstate;
beforeEach(async () => {
  estate = await new OrganizationEstate(sandbox).open();
});

/** An application with all marks of the role's, as somebody who may register applications can make one. */
async function trap(roleName: string, owners: readonly string[]): Promise<EntraApp> {
  const found = estate.member.roles.find(({ name }) => name === roleName);
  const role = RoleArn.parse(found?.arn ?? '');
  const roleId = found?.roleId ?? '';
  const { uniqueName, displayName } = applicationNameOf(role, roleId);
  const { certificatePem } = issueCertificate({ commonName: 'mallory' });
  const app = estate.tenant.app({ displayName, certificates: [certificatePem] });
  app.registration.uniqueName = uniqueName;
  app.registration.owners = owners;
  const place = `aws:${role.account}`;
  app.registration.tags = [
    'entra-aws-creds',
    `aws-role:${role.text}`,
    `aws-role-id:${roleId}`,
    `aws-role-name:${place}:${roleName}`,
    `aws-account:${place}`,
  ];
  return app;
}

const automation = () => estate.automation.servicePrincipalObjectId;
const mallory = () => estate.tenant.app({ displayName: 'mallory' }).servicePrincipalObjectId;
const written = (app: EntraApp) =>
  JSON.stringify([app, estate.member.roles.map(({ trustPolicy, tags }) => [trustPolicy, tags])]);

test.each([
  ['owned by somebody else', () => [mallory()]],
  ['owned by the automation too', () => [mallory(), automation()]],
  ['owned by the automation alone, with a certificate that was left in it', () => [automation()]],
])('a role is not given an application that was there before it: %s', async (_, owners) => {
  await estate.developer.createRole('deploy');
  const app = await trap('deploy', owners());
  const before = written(app);
  await estate.settle();
  expect(estate.executions.map(({ error }) => error)).toEqual(['Conflict']);
  expect(estate.executions[0]?.cause).toContain(app.clientId);
  expect(written(app)).toBe(before);
});

test('tags on an application of a stranger neither stop a role nor let go of one', async () => {
  await estate.developer.createRole('deploy');
  const app = await trap('deploy', [mallory()]);
  app.registration.uniqueName = 'something-else';
  await estate.settle();
  await estate.night();
  expect(new Set(estate.executions.map(({ status }) => status))).toEqual(new Set(['SUCCEEDED']));
  expect(app.enabled).toBe(true);
  expect(estate.applications).toHaveLength(2);
});

test('a deleted application of a stranger that holds the name is not brought back', async () => {
  await estate.developer.createRole('deploy');
  const app = await trap('deploy', [mallory()]);
  app.registration.deletedAt = new Date();
  estate.tenant.apps.splice(estate.tenant.apps.indexOf(app), 1);
  estate.tenant.deletedApps.push(app);
  await estate.settle();
  expect(estate.executions.map(({ error }) => error)).toEqual(['Conflict']);
  expect(estate.executions[0]?.cause).toContain(app.registration.objectId);
  expect(estate.tenant.deletedApps).toEqual([app]);
});
