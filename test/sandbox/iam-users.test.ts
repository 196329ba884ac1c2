import {
  GetAccessKeyLastUsedCommand,
  GetAccountAuthorizationDetailsCommand,
  GetUserCommand,
  ListAccessKeysCommand,
  ListAccountAliasesCommand,
  ListAttachedUserPoliciesCommand,
  ListGroupsForUserCommand,
  ListUserPoliciesCommand,
  ListUsersCommand,
  ListUserTagsCommand,
} from '@aws-sdk/client-iam';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { sandboxOfFile } from '../standard-sandbox.ts';
import { iamClient, refusal } from './iam-client.ts';

const sandbox = await sandboxOfFile();
const account = sandbox.aws.account('123456789012');
const ada = account.user({ name: 'ada', isAdministrator: true });
const iam = iamClient(sandbox, ada);

const MADE = new Date('2024-03-02T01:00:00Z');
const READ_ONLY = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
const UserName = 'pipeline';

beforeEach(() => {
  account.users.length = 1;
});

function pipeline() {
  return account.user({
    name: UserName,
    path: '/ci/',
    createdAt: MADE,
    tags: { system: 'jenkins' },
    groups: ['deployers'],
    attachedPolicies: [READ_ONLY],
  });
}

test('users are listed, by path too, and read', async () => {
  const { arn, userId } = pipeline();
  const { Users } = await iam.send(new ListUsersCommand({ PathPrefix: '/ci/' }));
  const shown = { Path: '/ci/', UserName, UserId: userId, Arn: arn, CreateDate: MADE };
  expect(Users).toEqual([shown]);
  expect((await iam.send(new ListUsersCommand({ MaxItems: 1 }))).IsTruncated).toBe(true);
  const Tags = [{ Key: 'system', Value: 'jenkins' }];
  expect((await iam.send(new GetUserCommand({ UserName }))).User).toEqual({ ...shown, Tags });
  expect((await iam.send(new GetUserCommand({}))).User?.UserName).toBe('ada');
  expect(await refusal(iam.send(new GetUserCommand({ UserName: 'none' })))).toEqual([
    'NoSuchEntityException',
    404,
    'The user with name none cannot be found.',
  ]);
});

test('what hangs on a user is read one by one', async () => {
  pipeline();
  const named = { UserName };
  expect((await iam.send(new ListUserTagsCommand(named))).Tags).toEqual([
    { Key: 'system', Value: 'jenkins' },
  ]);
  const { Groups } = await iam.send(new ListGroupsForUserCommand(named));
  expect(Groups).toMatchObject([
    { GroupName: 'deployers', Arn: 'arn:aws:iam::123456789012:group/deployers' },
  ]);
  const { AttachedPolicies } = await iam.send(new ListAttachedUserPoliciesCommand(named));
  expect(AttachedPolicies).toEqual([{ PolicyName: 'ReadOnlyAccess', PolicyArn: READ_ONLY }]);
  expect((await iam.send(new ListUserPoliciesCommand(named))).PolicyNames).toEqual([]);
  expect((await iam.send(new ListUserPoliciesCommand({ UserName: 'ada' }))).PolicyNames).toEqual([
    'policy-1',
  ]);
});

describe('access keys', () => {
  test('are listed with age and status', async () => {
    const user = pipeline();
    const second = user.addAccessKey(new Date('2025-01-01T00:00:00Z'));
    second.status = 'Inactive';
    const { AccessKeyMetadata } = await iam.send(new ListAccessKeysCommand({ UserName }));
    expect(AccessKeyMetadata).toHaveLength(2);
    expect(AccessKeyMetadata).toEqual(
      expect.arrayContaining([
        { UserName, AccessKeyId: user.accessKeyId, Status: 'Active', CreateDate: MADE },
        {
          UserName,
          AccessKeyId: second.accessKeyId,
          Status: 'Inactive',
          CreateDate: second.createdAt,
        },
      ]),
    );
  });

  test('tell when they were last used, where and for what', async () => {
    const user = pipeline();
    const read = async (AccessKeyId: string) =>
      iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId }));
    expect(await read(user.accessKeyId)).toMatchObject({
      UserName,
      AccessKeyLastUsed: { ServiceName: 'N/A', Region: 'N/A' },
    });
    expect((await read(user.accessKeyId)).AccessKeyLastUsed?.LastUsedDate).toBeUndefined();
    await iamClient(sandbox, user).send(new ListUsersCommand({}));
    const { AccessKeyLastUsed } = await read(user.accessKeyId);
    expect(AccessKeyLastUsed).toMatchObject({ ServiceName: 'iam', Region: 'us-east-1' });
    expect(AccessKeyLastUsed?.LastUsedDate).toBeInstanceOf(Date);
    expect((await refusal(read('AKIAAAAAAAAAAAAAAAAA')))[0]).toBe('NoSuchEntityException');
  });

  test('of which the second signs as well', async () => {
    const key = ada.addAccessKey();
    await iamClient(sandbox, key).send(new ListUsersCommand({}));
    expect(key.lastUsed?.service).toBe('iam');
    expect(key.accessKeyId).not.toBe(ada.accessKeyId);
  });
});

test('an account tells all about its users and roles, by pages', async () => {
  pipeline();
  const names = ['c', 'a', 'B'];
  for (const name of names) {
    account.role({ name, trustPolicy: { Statement: [] }, tags: { team: name } });
  }
  const marked = account.findRole('a');
  if (marked) marked.lastUsed = { date: MADE, region: 'eu-central-1' };
  marked?.inlinePolicies.set('own', '{"Statement":[]}');
  const page = (Marker?: string) =>
    iam.send(
      new GetAccountAuthorizationDetailsCommand({
        Filter: ['Role'],
        MaxItems: 2,
        ...(Marker && { Marker }),
      }),
    );
  const first = await page();
  expect([first.UserDetailList, first.IsTruncated]).toEqual([[], true]);
  expect(first.RoleDetailList).toMatchObject([
    {
      RoleName: 'a',
      RoleLastUsed: { LastUsedDate: MADE, Region: 'eu-central-1' },
      RolePolicyList: [{ PolicyName: 'own', PolicyDocument: '%7B%22Statement%22%3A%5B%5D%7D' }],
      Tags: [{ Key: 'team', Value: 'a' }],
    },
    { RoleName: 'B', RoleLastUsed: {}, InstanceProfileList: [] },
  ]);
  const second = await page(first.Marker);
  expect(second.RoleDetailList?.map(({ RoleName }) => RoleName)).toEqual(['c']);
  const all = await iam.send(new GetAccountAuthorizationDetailsCommand({}));
  expect(all.UserDetailList?.map((user) => user.UserName)).toEqual(['ada', UserName]);
  expect(all.UserDetailList?.[1]).toMatchObject({
    GroupList: ['deployers'],
    AttachedManagedPolicies: [{ PolicyArn: READ_ONLY }],
  });
});

test('an account has an alias or none', async () => {
  const aliases = async () => (await iam.send(new ListAccountAliasesCommand({}))).AccountAliases;
  expect(await aliases()).toEqual([]);
  account.alias = 'contoso-prod';
  expect(await aliases()).toEqual(['contoso-prod']);
});
