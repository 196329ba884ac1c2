import {
  CreateRoleCommand,
  type CreateRoleCommandInput,
  DeleteRoleCommand,
  DeleteRolePermissionsBoundaryCommand,
  GetRoleCommand,
  ListRolesCommand,
  ListRoleTagsCommand,
  PutRolePermissionsBoundaryCommand,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from '@aws-sdk/client-iam';
import type { TrustPolicy } from '@entra-aws-creds/sandbox';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { sandboxOfFile } from '../standard-sandbox.ts';
import { iamClient, refusal } from './iam-client.ts';

const sandbox = await sandboxOfFile();
const account = sandbox.aws.account('123456789012');
const iam = iamClient(sandbox, account.user({ name: 'ada', isAdministrator: true }));

const READ_ONLY = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
const RoleName = 'Deploy';
const NONE = ['NoSuchEntityException', 404, 'The role with name Deploy cannot be found.'];

function trusting(principal: Record<string, string | string[]>): TrustPolicy {
  const statement = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: principal } as const;
  return { Version: '2012-10-17', Statement: [statement] };
}

const TRUST = trusting({ Service: 'ec2.amazonaws.com' });

function create(changes: Partial<CreateRoleCommandInput> = {}) {
  const AssumeRolePolicyDocument = JSON.stringify(TRUST);
  return iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument, ...changes }));
}

async function trustOf(name: string): Promise<TrustPolicy> {
  const { Role } = await iam.send(new GetRoleCommand({ RoleName: name }));
  return JSON.parse(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? ''));
}

function update(name: string, policy: TrustPolicy | string) {
  const PolicyDocument = typeof policy === 'string' ? policy : JSON.stringify(policy);
  return iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: name, PolicyDocument }));
}

beforeEach(() => {
  for (const { name } of account.roles) account.removeRole(name);
});

describe('a role', () => {
  test('is made with all that it may have, and read; what each answer leaves out is recorded', async () => {
    const given = {
      Path: '/team/',
      Description: 'Deploys.',
      MaxSessionDuration: 7200,
      PermissionsBoundary: READ_ONLY,
      Tags: [{ Key: 'team', Value: 'web' }],
    };
    const { Role: made } = await create(given);
    const boundary = { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: READ_ONLY };
    const { Description, MaxSessionDuration, ...rest } = given;
    expect(made).toMatchObject({ ...rest, RoleName, PermissionsBoundary: boundary });
    expect(made?.Arn).toBe('arn:aws:iam::123456789012:role/team/Deploy');
    expect(made?.RoleId).toMatch(/^AROA[A-Z2-7]{17}$/);
    expect([made?.Description, made?.MaxSessionDuration]).toEqual([undefined, undefined]);
    const { Role: read } = await iam.send(new GetRoleCommand({ RoleName }));
    expect(read).toMatchObject({ ...given, PermissionsBoundary: boundary, RoleLastUsed: {} });
    const { Roles } = await iam.send(new ListRolesCommand());
    const { PermissionsBoundary, Tags, RoleLastUsed, ...listed } = read ?? {};
    expect(Roles).toEqual([listed]);
    expect(Object.keys(await trustOf(RoleName)).length).toBe(2);
    expect(JSON.stringify((await trustOf(RoleName)).Statement)).toMatch(
      /^\[\{"Effect":.*"Principal":.*"Action":/,
    );
  });

  test('says when it was last used, and where', async () => {
    const role = account.role({ name: RoleName, trustPolicy: TRUST });
    role.lastUsed = { date: new Date('2026-01-02T03:04:05Z'), region: 'eu-west-1' };
    const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
    expect(Role?.RoleLastUsed).toEqual({
      LastUsedDate: new Date('2026-01-02T03:04:05Z'),
      Region: 'eu-west-1',
    });
  });

  test('has a name of its own, whatever case and path', async () => {
    await create();
    expect(await refusal(create({ RoleName: 'DEPLOY', Path: '/other/' }))).toEqual([
      'EntityAlreadyExistsException',
      409,
      'Role with name DEPLOY already exists.',
    ]);
    expect((await iam.send(new GetRoleCommand({ RoleName: 'dePLoy' }))).Role?.RoleName).toBe(
      RoleName,
    );
  });

  test.each([
    [{ RoleName: 'a b' }, /'roleName' failed to satisfy constraint: Member must satisfy regular/],
    [{ RoleName: 'a'.repeat(65) }, /'roleName' .* length less than or equal to 64/],
    [{ Path: 'team' }, /'path' failed/],
    [{ MaxSessionDuration: 3599 }, /'maxSessionDuration' .* greater than or equal to 3600/],
    [{ MaxSessionDuration: 43_201 }, /'maxSessionDuration' .* less than or equal to 43200/],
    [{ Description: '€' }, /'description' failed/],
  ])('is not made of %j', async (changes, message) => {
    expect(await refusal(create(changes))).toEqual([
      'ValidationError',
      400,
      expect.stringMatching(message),
    ]);
  });

  test('is gone once it is deleted, and another one when it is made again', async () => {
    const { Role: first } = await create();
    await iam.send(new DeleteRoleCommand({ RoleName }));
    expect(await refusal(iam.send(new GetRoleCommand({ RoleName })))).toEqual(NONE);
    expect(await refusal(iam.send(new DeleteRoleCommand({ RoleName })))).toEqual(NONE);
    const { Role: second } = await create();
    expect([second?.Arn, second?.RoleId === first?.RoleId]).toEqual([first?.Arn, false]);
  });

  test('changes its description and duration; what is not given becomes an hour', async () => {
    await create({ Description: 'old', MaxSessionDuration: 7200 });
    await iam.send(new UpdateRoleCommand({ RoleName, Description: 'new' }));
    expect(account.findRole(RoleName)).toMatchObject({
      description: 'new',
      maxSessionDuration: 3600,
    });
  });

  test('gets a boundary and loses it', async () => {
    await create();
    const put = (PermissionsBoundary: string) =>
      iam.send(new PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary }));
    await put(READ_ONLY);
    expect(account.findRole(RoleName)?.permissionsBoundary).toBe(READ_ONLY);
    expect((await refusal(put('arn:aws:iam::123456789012:policy/none')))[0]).toBe(
      'NoSuchEntityException',
    );
    await iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName }));
    expect(account.findRole(RoleName)?.permissionsBoundary).toBeUndefined();
  });

  test('is one of a thousand', async () => {
    account.quotas.roles = 1;
    await create();
    const refused = await refusal(create({ RoleName: 'Second' }));
    account.quotas.roles = 1000;
    expect(refused).toEqual([
      'LimitExceededException',
      409,
      'Cannot exceed quota for RolesPerAccount: 1',
    ]);
  });
});

test('roles are listed by pages, by path, and each once while others come and go', async () => {
  for (const name of ['d', 'B', 'a', 'C']) account.role({ name, trustPolicy: TRUST });
  account.role({ name: 'e', path: '/team/', trustPolicy: TRUST });
  const page = async (Marker?: string) =>
    iam.send(new ListRolesCommand({ MaxItems: 2, ...(Marker && { Marker }) }));
  const first = await page();
  expect([first.Roles?.map((role) => role.RoleName), first.IsTruncated]).toEqual([
    ['a', 'B'],
    true,
  ]);
  account.removeRole('a');
  const second = await page(first.Marker);
  const third = await page(second.Marker);
  expect([second, third].map(({ Roles }) => Roles?.map((role) => role.RoleName))).toEqual([
    ['C', 'd'],
    ['e'],
  ]);
  expect([third.IsTruncated, third.Marker]).toEqual([false, undefined]);
  const { Roles } = await iam.send(new ListRolesCommand({ PathPrefix: '/team/' }));
  expect(Roles?.map((role) => role.RoleName)).toEqual(['e']);
  expect((await refusal(page('nonsense')))[0]).toBe('ValidationError');
});

describe('tags of a role', () => {
  const tag = (...tags: readonly (readonly [string, string])[]) =>
    iam.send(new TagRoleCommand({ RoleName, Tags: tags.map(([Key, Value]) => ({ Key, Value })) }));

  test('are one whatever their case, and the last case counts', async () => {
    await create({ Tags: [{ Key: 'Team', Value: 'One' }] });
    await tag(['team', 'Two']);
    const { Tags } = await iam.send(new ListRoleTagsCommand({ RoleName }));
    expect(Tags).toEqual([{ Key: 'team', Value: 'Two' }]);
    await iam.send(new UntagRoleCommand({ RoleName, TagKeys: ['TEAM', 'none'] }));
    expect(account.findRole(RoleName)?.tags).toEqual(new Map());
  });

  test.each([
    [
      'twice',
      [
        ['a', ''],
        ['A', ''],
      ],
      'InvalidInputException',
    ],
    ['of AWS’s own', [['AWS:a', '']], 'InvalidInputException'],
    ['not at all', [], 'InvalidInputException'],
    ['blank', [[' ', '']], 'ValidationError'],
    ['with a character that tags do not have', [['a', '*']], 'ValidationError'],
    ['too long', [['a', 'b'.repeat(257)]], 'ValidationError'],
  ] as const)('are refused %s', async (_, tags, name) => {
    await create();
    expect((await refusal(tag(...tags)))[0]).toBe(name);
  });

  test('are fifty at most', async () => {
    await create({
      Tags: Array.from({ length: 50 }, (_, index) => ({ Key: `k${index}`, Value: '' })),
    });
    expect((await refusal(tag(['one', 'more']))).slice(0, 2)).toEqual([
      'LimitExceededException',
      409,
    ]);
    await tag(['K1', 'again']);
  });
});

describe('a trust policy', () => {
  test('is at most 2048 characters, white space not counted', async () => {
    await create();
    const long = { ...TRUST, Id: 'x'.repeat(2048 - JSON.stringify({ ...TRUST, Id: '' }).length) };
    await update(RoleName, JSON.stringify(long, undefined, 40));
    expect(await refusal(update(RoleName, { ...long, Id: `${long.Id}x` }))).toEqual([
      'LimitExceededException',
      409,
      'Cannot exceed quota for ACLSizePerRole: 2048',
    ]);
    expect(await trustOf(RoleName)).toEqual(long);
  });

  test('shows the ID of a principal that is gone, and is not taken back with it', async () => {
    const other = account.role({ name: 'Other', trustPolicy: TRUST });
    const trust = trusting({ AWS: [other.arn, 'arn:aws:iam::123456789012:root'] });
    await create({ AssumeRolePolicyDocument: JSON.stringify(trust) });
    expect(await trustOf(RoleName)).toEqual(trust);
    await iam.send(new DeleteRoleCommand({ RoleName: 'Other' }));
    account.role({ name: 'Other', trustPolicy: TRUST });
    const left = await trustOf(RoleName);
    expect(left).toEqual(trusting({ AWS: [other.roleId, 'arn:aws:iam::123456789012:root'] }));
    expect(await refusal(update(RoleName, left))).toEqual([
      'MalformedPolicyDocumentException',
      400,
      `Invalid principal in policy: "AWS":"${other.roleId}"`,
    ]);
  });

  test('names principals that exist', async () => {
    const nobody = 'arn:aws:iam::123456789012:role/Nobody';
    const refused = create({ AssumeRolePolicyDocument: JSON.stringify(trusting({ AWS: nobody })) });
    expect(await refusal(refused)).toEqual([
      'MalformedPolicyDocumentException',
      400,
      `Invalid principal in policy: "AWS":"${nobody}"`,
    ]);
  });
});
