import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { sandboxOfFile } from '../standard-sandbox.ts';
import { type EmptyEstate, emptyEstate, present } from './administrator.ts';

jest.setTimeout(120_000);

const sandbox = await sandboxOfFile();
let estate: EmptyEstate;
let arn: string;
beforeEach(() => {
  estate = emptyEstate(sandbox);
  arn = `arn:aws:iam::${estate.account.id}:role/Deploy`;
});
afterEach(() => estate.home.close());

const binding = () => ['--application', 'web', '--role', arn, '--yes'];
const setup = (...flags: readonly string[]) =>
  estate.run(['setup', ...binding(), '--certificate-path', estate.certificate, ...flags]);
const refused = async (code: string, says: RegExp, ...flags: readonly string[]) => {
  const { status, stderr } = await setup(...flags);
  expect([status, stderr]).toEqual([1, expect.stringMatching(RegExp(`${code}: ${says.source}`))]);
};
const webs = () => estate.tenant.apps.filter(({ displayName }) => displayName === 'web');
const provider = (clientIds: readonly string[]) =>
  estate.account.provider({
    url: `https://login.microsoftonline.com/${estate.tenant.id}/v2.0`,
    clientIds,
  });

/** A role that somebody made for something else. */
const theirRole = (statements = 1) =>
  estate.account.role({
    name: 'Deploy',
    trustPolicy: {
      Version: '2012-10-17',
      Statement: Array.from({ length: statements }, (_, index) => ({
        Sid: `Theirs${index}`,
        Effect: 'Allow' as const,
        Principal: { Service: 'ec2.amazonaws.com' },
        Action: 'sts:AssumeRole',
      })),
    },
  });

describe('without the permission', () => {
  test('of Graph, setup names it and who grants it', async () => {
    estate.tenant.graph.assignedRoles[estate.administrator.clientId] = ['Application.Read.All'];
    await refused(
      'EAC_GRAPH_DENIED',
      /Creating the application "web" failed.*Application\.ReadWrite\.OwnedBy.*Privileged Role Administrator can grant/,
    );
    expect(estate.account.roles).toEqual([]);
  });

  test('of IAM, setup names it, leaves nothing open, and goes on once it is granted', async () => {
    estate.user.withheld.add('iam:CreateRole');
    await refused('EAC_IAM_DENIED', /Creating the role Deploy failed.*iam:CreateRole/);
    estate.user.withheld.clear();
    expect((await setup()).stderr).toContain('\nProved: ');
    expect(webs()).toHaveLength(1);
  });
});

describe('what is taken', () => {
  test('an application of that name that somebody else made is named, and taken over with --adopt', async () => {
    const theirs = estate.tenant.app({ displayName: 'web' });
    theirs.registration.owners = [estate.administrator.servicePrincipalObjectId];
    await refused('EAC_BINDING_FOREIGN', RegExp(`.*${theirs.clientId}.*--adopt`));
    expect((await setup('--adopt')).stderr).toContain('\nProved: ');
    expect(webs()).toEqual([theirs]);
  });

  test('several of that name are told apart by their client IDs', async () => {
    const theirs = [1, 2].map(() => estate.tenant.app({ displayName: 'web' }));
    await refused('EAC_BINDING_CONFLICT', RegExp(`.*${theirs[0]?.clientId}`), '--adopt');
  });

  test('a role that somebody else made keeps its statements with --adopt, and stays at teardown', async () => {
    const role = theirRole();
    const before = role.trustPolicy;
    await refused('EAC_BINDING_FOREIGN', /The role .*--adopt/);
    expect((await setup('--adopt')).stderr).toContain('\nProved: ');
    expect([role.trustPolicy.Statement].flat()).toEqual([
      ...[before.Statement].flat(),
      expect.anything(),
    ]);
    expect((await estate.run(['teardown', '--role', arn, '--yes'])).status).toBe(0);
    expect(estate.account.roles).toEqual([role]);
    expect(role.trustPolicy).toEqual(before);
    expect([...role.tags.keys()]).toEqual([]);
  });
});

describe('what is full', () => {
  test('a provider with a hundred audiences is told with its number and the way out', async () => {
    provider(Array.from({ length: 100 }, (_, index) => `audience-${index}`));
    await refused('EAC_IAM_QUOTA', /.* has 100 audiences, .*--audience/);
    expect(webs()).toEqual([]);
  });

  test('a trust policy that would be too long is told with its quota before anything is written', async () => {
    theirRole(15);
    await refused('EAC_IAM_QUOTA', /.*L-C07B4B0D/, '--adopt');
    expect(webs()).toEqual([]);
  });
});

describe('a policy of the tenant', () => {
  test('that forbids certificates leads to federated credentials', async () => {
    estate.tenant.rules.certificatesAllowed = false;
    await refused('EAC_GRAPH_POLICY', /.*a policy of the tenant forbids it.*--federated/);
    expect(estate.account.roles).toEqual([]);
  });

  test('that wants them shorter leads to --certificate-days', async () => {
    estate.tenant.rules.certificateLifetimeDays = 30;
    await refused('EAC_GRAPH_POLICY', /.*--certificate-days/);
  });
});

test('a deleted application of that name is taken back with --restore', async () => {
  await setup();
  const [before] = webs();
  expect((await estate.run(['teardown', ...binding()])).status).toBe(0);
  await refused(
    'EAC_BINDING_CONFLICT',
    /An application of this name was deleted.*--restore.*--purge/,
  );
  const { stderr } = await setup('--restore');
  expect(stderr).toContain('\nProved: ');
  expect(present(webs()[0]).clientId).toBe(before?.clientId);
});
