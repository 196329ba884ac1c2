import {
  AddClientIDToOpenIDConnectProviderCommand,
  CreateOpenIDConnectProviderCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  GetOpenIDConnectProviderCommand,
  GetRoleCommand,
  ListRolesCommand,
  TagRoleCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { beforeEach, expect, test } from '@jest/globals';
import { sandboxOfFile } from '../standard-sandbox.ts';
import { iamClient, refusal } from './iam-client.ts';

const time = { ahead: 0 };
const sandbox = await sandboxOfFile({ now: () => new Date(Date.now() + time.ahead) });
const account = sandbox.aws.account('123456789012');
const iam = iamClient(sandbox, account.user({ name: 'ada', isAdministrator: true }));

const RoleName = 'Deploy';
const OLD = '{"Statement":[]}';
const NEW = '{"Version":"2012-10-17","Statement":[]}';

beforeEach(() => {
  time.ahead = 0;
  Object.assign(sandbox.aws.readLag, { reads: 0, milliseconds: 0 });
  account.removeRole(RoleName);
  account.providers.length = 0;
});

async function trust(): Promise<string> {
  const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
  return decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '');
}

const create = () => iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: OLD }));
const update = () => iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: NEW }));

test('a role that was just made is not there for some reads, lists included, but can be written', async () => {
  sandbox.aws.readLag.reads = 2;
  await create();
  expect((await refusal(trust()))[0]).toBe('NoSuchEntityException');
  expect((await iam.send(new ListRolesCommand({}))).Roles).toEqual([]);
  expect(await trust()).toBe(OLD);
  sandbox.aws.readLag.reads = 0;
  await update();
  expect(await trust()).toBe(NEW);
});

test('a trust policy stays the old one for a while, whatever else is written', async () => {
  account.role({ name: RoleName, trustPolicy: OLD });
  sandbox.aws.readLag.milliseconds = 60_000;
  await update();
  await iam.send(new TagRoleCommand({ RoleName, Tags: [{ Key: 'a', Value: 'b' }] }));
  expect(await trust()).toBe(OLD);
  time.ahead = 61_000;
  expect(await trust()).toBe(NEW);
});

test('a role that was deleted is still there for a read', async () => {
  account.role({ name: RoleName, trustPolicy: OLD });
  sandbox.aws.readLag.reads = 1;
  await iam.send(new DeleteRoleCommand({ RoleName }));
  expect(await trust()).toBe(OLD);
  expect((await refusal(trust()))[0]).toBe('NoSuchEntityException');
});

test('a provider lags in the same way, with its client IDs', async () => {
  const Url = 'https://idp.example';
  sandbox.aws.readLag.reads = 1;
  const { OpenIDConnectProviderArn } = await iam.send(
    new CreateOpenIDConnectProviderCommand({ Url, ClientIDList: ['a'] }),
  );
  const read = () => iam.send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn }));
  expect((await refusal(read()))[0]).toBe('NoSuchEntityException');
  expect((await read()).ClientIDList).toEqual(['a']);
  await iam.send(
    new AddClientIDToOpenIDConnectProviderCommand({ OpenIDConnectProviderArn, ClientID: 'b' }),
  );
  expect((await read()).ClientIDList).toEqual(['a']);
  expect((await read()).ClientIDList).toEqual(['a', 'b']);
});
