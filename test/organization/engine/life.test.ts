import { PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { expect, it } from '@jest/globals';
import { estateOfFile } from './estate.ts';
import {
  applicationOf,
  askAgain,
  audiencesOf,
  bound,
  createRole,
  deleteRole,
  gone,
  trustOf,
} from './roles.ts';

const LONG_MS = 180_000;

const estate = await estateOfFile();
const { member, foreign, central } = estate;

it(
  'binds a role that somebody creates, and lets go of it with the role',
  async () => {
    await createRole(estate, member, 'pipeline');
    const application = await bound(estate, member, 'pipeline');
    await deleteRole(member, 'pipeline');
    await gone(estate, member, application);
  },
  LONG_MS,
);

it(
  'binds a role again whose trust was overwritten, to the same application',
  async () => {
    await createRole(estate, member, 'overwritten');
    const application = await bound(estate, member, 'overwritten');
    await askAgain(estate, member, 'overwritten');
    expect((await bound(estate, member, 'overwritten')).clientId).toBe(application.clientId);
  },
  LONG_MS,
);

it(
  'gives a role that was made again under its name an application of its own',
  async () => {
    await createRole(estate, member, 'again');
    const first = await bound(estate, member, 'again');
    await deleteRole(member, 'again');
    await createRole(estate, member, 'again');
    const second = await bound(estate, member, 'again');
    expect(second.clientId).not.toBe(first.clientId);
    await gone(estate, member, first);
  },
  LONG_MS,
);

it(
  'leaves a role alone that could not be deleted',
  async () => {
    const policy = { PolicyName: 'in-the-way', PolicyDocument: NOTHING };
    await createRole(estate, member, 'kept');
    const application = await bound(estate, member, 'kept');
    await member.iam.send(new PutRolePolicyCommand({ RoleName: 'kept', ...policy }));
    await expect(deleteRole(member, 'kept')).rejects.toThrow('must delete policies first');
    // An event that comes later is through: so would have been that of the deletion.
    await createRole(estate, member, 'later');
    await bound(estate, member, 'later');
    expect(await applicationOf(estate, member, 'kept')).toBe(application);
  },
  LONG_MS,
);

it(
  'starts one execution for an event that comes twice',
  async () => {
    const role = await createRole(estate, member, 'twice');
    await bound(estate, member, 'twice');
    const [router = ''] = await functionsNamed('Router');
    const event = eventOf('twice', role.AssumeRolePolicyDocument ?? '');
    await central.invoke(router, event);
    await central.invoke(router, event);
    const names = (await estate.executions()).map(({ name }) => name);
    expect(names.filter((name) => name.endsWith(EVENT_ID))).toHaveLength(1);
  },
  LONG_MS,
);

it(
  'drops what comes of an account that is not of the organization',
  async () => {
    await createRole(estate, foreign, 'stranger');
    await createRole(estate, member, 'after-the-stranger');
    await bound(estate, member, 'after-the-stranger');
    const names = (await estate.executions()).map(({ name }) => name);
    expect(names.filter((name) => name.startsWith(foreign.id))).toEqual([]);
    expect(await trustOf(foreign.iam, 'stranger')).toContain('"entra-aws-creds"');
    expect(await audiencesOf(estate, foreign)).toEqual([]);
  },
  LONG_MS,
);

const EVENT_ID = '0d3ab0ae-0000-4000-8000-000000000002';

const NOTHING = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }],
});

async function functionsNamed(part: string): Promise<readonly string[]> {
  const said = await central.aws(
    `lambda list-functions --output json --query Functions[].FunctionName`.split(' '),
  );
  return (JSON.parse(said) as string[]).filter((name) => name.includes(`-${part}-`));
}

/** As CloudTrail tells of it. */
function eventOf(roleName: string, assumeRolePolicyDocument: string) {
  return {
    version: '0',
    id: '6f1f7e7e-0000-4000-8000-000000000001',
    'detail-type': 'AWS API Call via CloudTrail',
    source: 'aws.iam',
    account: member.id,
    time: new Date().toISOString(),
    region: 'us-east-1',
    resources: [],
    detail: {
      eventVersion: '1.11',
      eventTime: new Date().toISOString(),
      eventSource: 'iam.amazonaws.com',
      eventName: 'CreateRole',
      awsRegion: 'us-east-1',
      eventID: EVENT_ID,
      recipientAccountId: member.id,
      requestParameters: { roleName, assumeRolePolicyDocument },
    },
  };
}
