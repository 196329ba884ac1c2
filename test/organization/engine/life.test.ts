import { PutRolePolicyCommand } from '@aws-sdk/client-iam';
import type { EntraApp } from '@entra-aws-creds/sandbox';
import { expect, it } from '@jest/globals';
import { estateOfFile } from './estate.ts';
import { executionsAbout } from './executions.ts';
import {
  applicationOf,
  askAgain,
  audiencesOf,
  bound,
  createRole,
  deleteRole,
  gone,
  tagRole,
  trustAnother,
  trustOf,
} from './roles.ts';
import { giveToRouter } from './router.ts';
import { until } from './until.ts';

const LONG_MS = 300_000;

const estate = await estateOfFile({
  // The CLI takes a value with spaces in quotes.
  AllowedSubjects: '"https://token.actions.githubusercontent.com repo:contoso/"',
});
const { member, foreign } = estate;

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
    const stranger = await member.user('stranger');
    await expect(deleteRole(stranger, 'kept')).rejects.toThrow('not authorized');
    // An event that comes later is through: so would have been that of the deletion.
    await createRole(estate, member, 'later');
    await bound(estate, member, 'later');
    expect(await applicationOf(estate, member, 'kept')).toBe(application);
  },
  LONG_MS,
);

it(
  'looks once at a role that somebody creates, and not at what it has done there itself',
  async () => {
    await createRole(estate, member, 'once');
    await bound(estate, member, 'once');
    // Events that come later are through: so would have been those of tagging and trusting.
    await createRole(estate, member, 'afterwards');
    await bound(estate, member, 'afterwards');
    expect(await executionsAbout(estate, member, 'once')).toHaveLength(1);
  },
  LONG_MS,
);

it(
  'lets in whom the tag of a role names now, and nobody of before',
  async () => {
    const tags = { [SUBJECT]: 'github:contoso/web:environment:test' };
    await createRole(estate, member, 'tagged', { tags });
    const application = await bound(estate, member, 'tagged');
    expect(subjectsOf(application)).toEqual(['repo:contoso/web:environment:test']);
    await tagRole(member, 'tagged', { [SUBJECT]: 'github:contoso/web:environment:prod' });
    const now = ['repo:contoso/web:environment:prod'];
    await until('the tag is read', async () =>
      subjectsOf(application).join() === now.join() ? true : undefined,
    );
    expect(await applicationOf(estate, member, 'tagged')).toBe(application);
  },
  LONG_MS,
);

it(
  'adds to the trust of a role that asks by a tag, and leaves another alone that does not',
  async () => {
    const audience = 'api://contoso';
    await createRole(estate, member, 'not-asking', { audience });
    await createRole(estate, member, 'asking', { audience });
    await tagRole(member, 'asking', { 'entra-aws-creds:managed': 'true' });
    await bound(estate, member, 'asking');
    expect(await trustOf(member.iam, 'asking')).toContain(`"${audience}"`);
    expect(await applicationOf(estate, member, 'not-asking')).toBeUndefined();
  },
  LONG_MS,
);

it(
  'lets go of a role that trusts somebody else now',
  async () => {
    await createRole(estate, member, 'turned-away');
    const application = await bound(estate, member, 'turned-away');
    await trustAnother(member, 'turned-away');
    await gone(estate, member, application);
    expect(await trustOf(member.iam, 'turned-away')).not.toContain(application.clientId);
  },
  LONG_MS,
);

it(
  'starts one execution for an event that comes twice',
  async () => {
    const role = await createRole(estate, member, 'twice');
    await bound(estate, member, 'twice');
    const event = eventOf('twice', role.AssumeRolePolicyDocument ?? '');
    await giveToRouter(estate, event);
    await giveToRouter(estate, event);
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

const SUBJECT = 'entra-aws-creds:subject';

function subjectsOf({ federatedCredentials }: EntraApp): readonly string[] {
  return federatedCredentials.map(({ subject }) => subject ?? '');
}

const EVENT_ID = '0d3ab0ae-0000-4000-8000-000000000002';

const NOTHING = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }],
});

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
