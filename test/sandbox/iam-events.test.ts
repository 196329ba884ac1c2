import {
  CreateRoleCommand,
  DeleteRoleCommand,
  GetRoleCommand,
  ListRolesCommand,
  TagRoleCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import type { CloudTrailEvent } from '@entra-aws-creds/sandbox';
import { beforeEach, expect, test } from '@jest/globals';
import { sandboxOfFile } from '../standard-sandbox.ts';
import { iamClient, refusal } from './iam-client.ts';

const NOW = new Date();
const TIME = NOW.toISOString().replace(/\.\d+/, '');
const sandbox = await sandboxOfFile({ now: () => NOW });
const account = sandbox.aws.account('123456789012');
const ada = account.user({ name: 'ada', isAdministrator: true });
const iam = iamClient(sandbox, ada);

const RoleName = 'Deploy';
const AssumeRolePolicyDocument = '{ "Statement": [] }';
const events: CloudTrailEvent[] = [];
sandbox.aws.onEvent((event) => events.push(event));

beforeEach(() => {
  events.length = 0;
  account.removeRole(RoleName);
});

test('a role that is made appears as EventBridge delivers it', async () => {
  const { Role } = await iam.send(
    new CreateRoleCommand({
      RoleName,
      AssumeRolePolicyDocument,
      MaxSessionDuration: 7200,
      Tags: [{ Key: 'team', Value: 'web' }],
    }),
  );
  expect(events).toEqual([
    {
      version: '0',
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      'detail-type': 'AWS API Call via CloudTrail',
      source: 'aws.iam',
      account: '123456789012',
      time: TIME,
      region: 'us-east-1',
      resources: [],
      detail: expect.objectContaining({
        eventSource: 'iam.amazonaws.com',
        eventName: 'CreateRole',
        readOnly: false,
        recipientAccountId: '123456789012',
        userIdentity: expect.objectContaining({ type: 'IAMUser', userName: 'ada' }),
        requestParameters: {
          roleName: RoleName,
          assumeRolePolicyDocument: AssumeRolePolicyDocument,
          maxSessionDuration: 7200,
          tags: [{ key: 'team', value: 'web' }],
        },
        responseElements: {
          role: {
            path: '/',
            roleName: RoleName,
            roleId: Role?.RoleId,
            arn: 'arn:aws:iam::123456789012:role/Deploy',
            createDate: expect.stringMatching(/^[A-Z][a-z]{2} \d\d?, \d{4} \d\d?:\d\d:\d\d [AP]M$/),
            assumeRolePolicyDocument: '%7B%22Statement%22%3A%5B%5D%7D',
            tags: [{ key: 'team', value: 'web' }],
          },
        },
      }),
    },
  ]);
  expect(events[0]?.detail).not.toHaveProperty('errorCode');
  const [, createDate] = /"createDate":"([^"]+)/.exec(JSON.stringify(events)) ?? [];
  expect(Date.parse(`${createDate} UTC`)).toBe(Date.parse(TIME));
});

test('later writes say nothing of the role, and failed ones say why; reads do not appear', async () => {
  const role = account.role({ name: RoleName, trustPolicy: AssumeRolePolicyDocument });
  role.attachedPolicies.add('arn:aws:iam::aws:policy/ReadOnlyAccess');
  const PolicyDocument = AssumeRolePolicyDocument;
  await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument }));
  await iam.send(new TagRoleCommand({ RoleName, Tags: [{ Key: 'a', Value: 'b' }] }));
  await refusal(iam.send(new DeleteRoleCommand({ RoleName })));
  role.attachedPolicies.clear();
  await iam.send(new DeleteRoleCommand({ RoleName }));
  await iam.send(new ListRolesCommand({}));
  await refusal(iam.send(new GetRoleCommand({ RoleName })));
  const told = events.map(({ detail }) => [
    detail.eventName,
    detail.requestParameters,
    detail.responseElements,
    detail.errorCode,
  ]);
  expect(told).toEqual([
    [
      'UpdateAssumeRolePolicy',
      { roleName: RoleName, policyDocument: PolicyDocument },
      null,
      undefined,
    ],
    ['TagRole', { roleName: RoleName, tags: [{ key: 'a', value: 'b' }] }, null, undefined],
    ['DeleteRole', { roleName: RoleName }, null, 'DeleteConflictException'],
    ['DeleteRole', { roleName: RoleName }, null, undefined],
  ]);
});

test('a session appears with the role that it is of, and a refusal as AccessDenied', async () => {
  const role = account.role({ name: 'Reconciler', trustPolicy: AssumeRolePolicyDocument });
  const session = sandbox.aws.openSession({
    ...{ role, name: 'run-1', durationSeconds: 3600, tags: {}, transitiveTagKeys: [] },
    ...{ policy: undefined, policyArns: [], sourceIdentity: undefined },
  });
  const client = iamClient(sandbox, session);
  await refusal(client.send(new DeleteRoleCommand({ RoleName })));
  expect(events[0]?.detail).toMatchObject({
    errorCode: 'AccessDenied',
    errorMessage: expect.stringContaining('is not authorized to perform: iam:DeleteRole'),
    userIdentity: {
      type: 'AssumedRole',
      arn: 'arn:aws:sts::123456789012:assumed-role/Reconciler/run-1',
      sessionContext: { sessionIssuer: { userName: 'Reconciler', principalId: role.roleId } },
    },
  });
});

test('who no longer listens hears nothing, and China’s events come from China', async () => {
  const chinese: string[] = [];
  const stop = sandbox.aws.onEvent(({ region }) => chinese.push(region));
  const other = sandbox.aws.account('210987654321', 'aws-cn');
  const client = iamClient(sandbox, other.user({ name: 'li', isAdministrator: true }));
  await client.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  stop();
  await client.send(new DeleteRoleCommand({ RoleName }));
  expect(chinese).toEqual(['cn-north-1']);
});
