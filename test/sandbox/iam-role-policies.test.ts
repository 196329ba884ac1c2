import {
  AttachRolePolicyCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRolePolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { beforeEach, expect, test } from '@jest/globals';
import { sandboxOfFile } from '../standard-sandbox.ts';
import { iamClient, refusal } from './iam-client.ts';

const sandbox = await sandboxOfFile();
const account = sandbox.aws.account('123456789012');
const iam = iamClient(sandbox, account.user({ name: 'ada', isAdministrator: true }));

const RoleName = 'Deploy';
const OF_AWS = 'arn:aws:iam::aws:policy/job-function/ViewOnlyAccess';
const DOCUMENT = {
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Action: 's3:*', Resource: '*' },
};

beforeEach(() => {
  account.role({ name: RoleName, trustPolicy: { Statement: [] } });
});

test('managed policies are attached, listed and detached, and hold a role in place', async () => {
  const document = { Statement: { Effect: 'Allow', Action: 's3:*', Resource: '*' } } as const;
  const { arn } = account.managedPolicy({ name: 'Deploying', document });
  const attach = (PolicyArn: string) =>
    iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
  const detach = (PolicyArn: string) =>
    iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
  await attach(OF_AWS);
  await attach(arn);
  await attach(arn);
  const { AttachedPolicies } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
  expect(AttachedPolicies).toEqual([
    { PolicyName: 'Deploying', PolicyArn: arn },
    { PolicyName: 'ViewOnlyAccess', PolicyArn: OF_AWS },
  ]);
  expect(await refusal(iam.send(new DeleteRoleCommand({ RoleName })))).toEqual([
    'DeleteConflictException',
    409,
    'Cannot delete entity, must detach all policies first.',
  ]);
  expect(await refusal(attach(`${arn}-not`))).toEqual([
    'NoSuchEntityException',
    404,
    `Policy ${arn}-not does not exist or is not attachable.`,
  ]);
  await detach(arn);
  expect((await refusal(detach(arn)))[0]).toBe('NoSuchEntityException');
  await detach(OF_AWS);
  await iam.send(new DeleteRoleCommand({ RoleName }));
});

test('ten managed policies are the most', async () => {
  const attach = (index: number) =>
    iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: `${OF_AWS}${index}` }));
  for (let index = 0; index < 10; index += 1) await attach(index);
  expect(await refusal(attach(10))).toEqual([
    'LimitExceededException',
    409,
    'Cannot exceed quota for PoliciesPerRole: 10',
  ]);
});

test('inline policies are put, read as they were written, and removed', async () => {
  const named = { RoleName, PolicyName: 'deploying' };
  const PolicyDocument = JSON.stringify(DOCUMENT, undefined, 2);
  await iam.send(new PutRolePolicyCommand({ ...named, PolicyDocument }));
  const { PolicyNames } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
  expect(PolicyNames).toEqual(['deploying']);
  const read = await iam.send(new GetRolePolicyCommand(named));
  expect(decodeURIComponent(read.PolicyDocument ?? '')).toBe(PolicyDocument);
  expect(await refusal(iam.send(new DeleteRoleCommand({ RoleName })))).toEqual([
    'DeleteConflictException',
    409,
    'Cannot delete entity, must delete policies first.',
  ]);
  await iam.send(new DeleteRolePolicyCommand(named));
  expect(await refusal(iam.send(new GetRolePolicyCommand(named)))).toEqual([
    'NoSuchEntityException',
    404,
    'The role policy with name deploying cannot be found.',
  ]);
});

test('inline policies are JSON, and 10240 characters together', async () => {
  const put = (PolicyName: string, PolicyDocument: string) =>
    iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }));
  expect((await refusal(put('a', '{')))[0]).toBe('MalformedPolicyDocumentException');
  const half = JSON.stringify({ ...DOCUMENT, Id: 'x'.repeat(6000) });
  await put('a', half);
  await put('a', half);
  expect(await refusal(put('b', half))).toEqual([
    'LimitExceededException',
    409,
    'Maximum policy size of 10240 bytes exceeded for role Deploy',
  ]);
});
