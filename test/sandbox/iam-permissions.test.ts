import { Agent } from 'node:https';
import {
  CreateOpenIDConnectProviderCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  GetRoleCommand,
  ListRolesCommand,
  TagRoleCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import type { AwsRole, AwsUser, IdentityPolicy } from '@entra-aws-creds/sandbox';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { sandboxOfFile } from '../standard-sandbox.ts';
import { iamClient, refusal } from './iam-client.ts';

const sandbox = await sandboxOfFile();
const account = sandbox.aws.account('123456789012');
const RoleName = 'Deploy';
const trustPolicy = { Statement: [] };
const AssumeRolePolicyDocument = JSON.stringify(trustPolicy);

beforeEach(() => {
  account.serviceControlPolicies.length = 0;
  sandbox.aws.organization = undefined;
  for (const { name } of account.roles) account.removeRole(name);
});

function denied(who: string, action: string, resource: string, why: string): readonly unknown[] {
  const message = `User: ${who} is not authorized to perform: iam:${action} on resource: ${resource} ${why}`;
  return ['AccessDenied', 403, message];
}

function none(action: string): string {
  return `because no identity-based policy allows the iam:${action} action`;
}

function sessionOf(role: AwsRole, policy?: IdentityPolicy) {
  return sandbox.aws.openSession({
    ...{ role, name: 'run-1', durationSeconds: 3600, tags: {}, transitiveTagKeys: [] },
    ...{ policy: policy && JSON.stringify(policy), policyArns: [], sourceIdentity: undefined },
  });
}

describe('a user', () => {
  const user = account.user({ name: 'ada' });
  const iam = iamClient(sandbox, user);
  const who = 'arn:aws:iam::123456789012:user/ada';
  const Url = 'https://idp.example';
  const arn = 'arn:aws:iam::123456789012:oidc-provider/idp.example';

  test.each([
    [
      'CreateRole',
      new CreateRoleCommand({ RoleName, Path: '/a/', AssumeRolePolicyDocument }),
      'arn:aws:iam::123456789012:role/a/Deploy',
    ],
    ['GetRole', new GetRoleCommand({ RoleName }), 'role Deploy'],
    ['DeleteRole', new DeleteRoleCommand({ RoleName }), 'role Deploy'],
    ['ListRoles', new ListRolesCommand({}), 'arn:aws:iam::123456789012:role/'],
    ['CreateOpenIDConnectProvider', new CreateOpenIDConnectProviderCommand({ Url }), arn],
  ])('without policies may not call %s', async (action, command, resource) => {
    const call = iam.send(command as GetRoleCommand);
    expect(await refusal(call)).toEqual(denied(who, action, resource, none(action)));
  });

  test('with all rights but one may not call that one', async () => {
    const most = account.user({ name: 'bob', isAdministrator: true });
    const client = iamClient(sandbox, most);
    await client.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
    most.withheld.add('iam:Update*');
    const update = new UpdateAssumeRolePolicyCommand({
      RoleName,
      PolicyDocument: AssumeRolePolicyDocument,
    });
    expect(await refusal(client.send(update))).toEqual(
      denied(most.arn, 'UpdateAssumeRolePolicy', 'role Deploy', none('UpdateAssumeRolePolicy')),
    );
    most.withheld.clear();
    await client.send(update);
  });

  test('is held back by a deny of its own, and by one of the organization', async () => {
    const deny: IdentityPolicy = {
      Statement: { Effect: 'Deny', Action: 'iam:GetRole', Resource: '*' },
    };
    const held = account.user({ name: 'eve', isAdministrator: true, policies: [deny] });
    const client = iamClient(sandbox, held);
    const get = () => refusal(client.send(new GetRoleCommand({ RoleName })));
    expect(await get()).toEqual(
      denied(
        held.arn,
        'GetRole',
        'role Deploy',
        'with an explicit deny in an identity-based policy',
      ),
    );
    account.serviceControlPolicies.push(deny);
    expect(await get()).toEqual(
      denied(
        held.arn,
        'GetRole',
        'role Deploy',
        'with an explicit deny in a service control policy',
      ),
    );
  });

  test('with an inactive key is nobody', async () => {
    const former = account.user({ name: 'old', isAdministrator: true });
    for (const key of former.accessKeys) key.status = 'Inactive';
    const call = iamClient(sandbox, former).send(new ListRolesCommand({}));
    expect((await refusal(call)).slice(0, 2)).toEqual(['InvalidClientTokenId', 403]);
  });
});

describe('a session of a role', () => {
  const allow = (Action: string, Condition = {}, Resource = '*'): IdentityPolicy => ({
    Statement: { Effect: 'Allow', Action, Resource, Condition },
  });
  const roleWith = (policy: IdentityPolicy, more = {}) =>
    account.role({
      name: 'Central',
      trustPolicy,
      inlinePolicies: { own: JSON.stringify(policy) },
      ...more,
    });
  const tag = (role: AwsRole, Key: string, policy?: IdentityPolicy) =>
    iamClient(sandbox, sessionOf(role, policy)).send(
      new TagRoleCommand({ RoleName, Tags: [{ Key, Value: 'x' }] }),
    );

  test('may what its role may, on the resources that it may', async () => {
    account.role({ name: RoleName, path: '/team/', trustPolicy });
    const allowed = 'arn:aws:iam::123456789012:role/team/*';
    await tag(roleWith(allow('iam:TagRole', {}, allowed)), 'a');
    const role = roleWith(allow('iam:TagRole', {}, 'arn:aws:iam::123456789012:role/other/*'));
    const who = 'arn:aws:sts::123456789012:assumed-role/Central/run-1';
    expect(await refusal(tag(role, 'a'))).toEqual(
      denied(who, 'TagRole', 'role Deploy', none('TagRole')),
    );
  });

  test('is bound by tags of the resource and of the call', async () => {
    account.role({ name: RoleName, trustPolicy, tags: { managed: 'yes' } });
    const tags = (value: string) => ({ StringEquals: { 'aws:ResourceTag/managed': value } });
    await tag(roleWith(allow('iam:TagRole', tags('yes'))), 'a');
    expect((await refusal(tag(roleWith(allow('iam:TagRole', tags('no'))), 'a')))[0]).toBe(
      'AccessDenied',
    );
    const keys = { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['mine'] } };
    await tag(roleWith(allow('iam:TagRole', keys)), 'mine');
    expect((await refusal(tag(roleWith(allow('iam:TagRole', keys)), 'managed')))[0]).toBe(
      'AccessDenied',
    );
  });

  test('is bound by its organization', async () => {
    account.role({ name: RoleName, trustPolicy });
    const role = roleWith(
      allow('iam:TagRole', { StringEquals: { 'aws:PrincipalOrgID': 'o-abcdefghij' } }),
    );
    expect((await refusal(tag(role, 'a')))[0]).toBe('AccessDenied');
    sandbox.aws.organize({ id: 'o-abcdefghij', managementAccount: account });
    await tag(role, 'a');
  });

  test('is bound by a boundary, and by a session policy', async () => {
    account.role({ name: RoleName, trustPolicy });
    const boundary = account.managedPolicy({ name: 'Boundary', document: allow('iam:Get*') });
    const bound = roleWith(allow('iam:*'), { permissionsBoundary: boundary.arn });
    const who = 'arn:aws:sts::123456789012:assumed-role/Central/run-1';
    expect(await refusal(tag(bound, 'a'))).toEqual(
      denied(
        who,
        'TagRole',
        'role Deploy',
        'because no permissions boundary allows the iam:TagRole action',
      ),
    );
    expect(await refusal(tag(roleWith(allow('iam:*')), 'a', allow('iam:Get*')))).toEqual(
      denied(
        who,
        'TagRole',
        'role Deploy',
        'because no session policy allows the iam:TagRole action',
      ),
    );
  });

  test('has the rights of AWS’s own policies that speak of IAM', async () => {
    const reading = ['arn:aws:iam::aws:policy/IAMReadOnlyAccess'];
    const role = account.role({ name: RoleName, trustPolicy, attachedPolicies: reading });
    await iamClient(sandbox, sessionOf(role)).send(new ListRolesCommand({}));
    expect((await refusal(tag(role, 'a')))[0]).toBe('AccessDenied');
  });
});

describe('sts:AssumeRole', () => {
  const target = (name: string) =>
    account.role({
      name,
      trustPolicy: {
        Statement: {
          Effect: 'Allow',
          Principal: { AWS: 'arn:aws:iam::123456789012:root' },
          Action: 'sts:AssumeRole',
        },
      },
    });
  const assume = (user: AwsUser) => {
    const sts = new STSClient({
      region: 'us-east-1',
      endpoint: sandbox.stsUrl,
      credentials: { accessKeyId: user.accessKeyId, secretAccessKey: user.secretAccessKey },
      maxAttempts: 1,
      requestHandler: { httpsAgent: new Agent({ ca: sandbox.caPem }) },
    });
    const RoleArn = target('Audit').arn;
    return sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'run-1' }));
  };

  test('is everybody’s whom the role trusts, unless it is taken away', async () => {
    const user = account.user({ name: 'auditor' });
    await assume(user);
    user.withheld.add('sts:AssumeRole');
    await expect(assume(user)).rejects.toThrow(
      `User: ${user.arn} is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::123456789012:role/Audit because no identity-based policy allows the sts:AssumeRole action`,
    );
    user.withheld.clear();
    account.serviceControlPolicies.push({
      Statement: { Effect: 'Deny', Action: 'sts:*', Resource: '*' },
    });
    await expect(assume(user)).rejects.toThrow('with an explicit deny in a service control policy');
  });
});
