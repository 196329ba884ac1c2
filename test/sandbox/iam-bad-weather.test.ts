import { CreateRoleCommand, GetRoleCommand, ListRolesCommand } from '@aws-sdk/client-iam';
import { refuseIam } from '@entra-aws-creds/sandbox';
import { beforeEach, expect, test } from '@jest/globals';
import { sandboxOfFile } from '../standard-sandbox.ts';
import { iamClient, refusal } from './iam-client.ts';

const NOW = new Date();
const time = { ahead: 0 };
const sandbox = await sandboxOfFile({ now: () => new Date(NOW.getTime() + time.ahead) });
const account = sandbox.aws.account('123456789012');
const ada = account.user({ name: 'ada', isAdministrator: true });
const iam = iamClient(sandbox, ada);
const RoleName = 'Deploy';

const create = () =>
  iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: '{"Statement":[]}' }));
const list = () => iam.send(new ListRolesCommand({}));

beforeEach(() => {
  account.removeRole(RoleName);
  sandbox.requests.length = 0;
});

test.each([
  ['Throttling', 'Throttling', 400, 'Rate exceeded'],
  ['ConcurrentModification', 'ConcurrentModificationException', 409, expect.any(String)],
  [
    'EntityTemporarilyUnmodifiable',
    'EntityTemporarilyUnmodifiableException',
    409,
    expect.any(String),
  ],
  ['ServiceFailure', 'ServiceFailureException', 500, expect.any(String)],
  ['ServiceUnavailable', 'ServiceUnavailable', 503, expect.any(String)],
] as const)(
  '%s is refused with, counted, and over when removed',
  async (kind, name, status, words) => {
    const refused = refuseIam(sandbox, kind);
    expect(await refusal(create())).toEqual([name, status, words]);
    expect([refused.count, account.roleCount]).toEqual([1, 0]);
    refused.remove();
    await create();
    expect(sandbox.requests.map(({ service }) => service)).toEqual(['iam', 'iam']);
  },
);

test('some operations are refused so many times; the SDK tries again by itself', async () => {
  const refused = refuseIam(sandbox, 'Throttling', { of: ['CreateRole'], first: 2 });
  await list();
  const patient = iamClient(sandbox, ada, { attempts: 3 });
  await patient.send(
    new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: '{"Statement":[]}' }),
  );
  expect(refused.count).toBe(2);
  refused.remove();
});

test('calls beyond a rate are refused, until the next second', async () => {
  const refused = refuseIam(sandbox, 'Throttling', { beyondPerSecond: 2 });
  await list();
  await list();
  expect((await refusal(list()))[0]).toBe('Throttling');
  time.ahead += 1000;
  await list();
  expect(refused.count).toBe(1);
  refused.remove();
});

test('two kinds of weather come one after the other', async () => {
  const first = refuseIam(sandbox, 'Throttling', { first: 1 });
  const second = refuseIam(sandbox, 'ServiceFailure', { of: ['GetRole'], first: 1 });
  const get = () => refusal(iam.send(new GetRoleCommand({ RoleName })));
  expect([(await get())[0], (await get())[0], (await get())[0]]).toEqual([
    'ServiceFailureException',
    'Throttling',
    'NoSuchEntityException',
  ]);
  second.remove();
  first.remove();
});
