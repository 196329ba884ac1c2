import { expect, it } from '@jest/globals';
import type { EngineAccount } from './engine-account.ts';
import { estateOfFile } from './estate.ts';
import { redirect } from './event-rules.ts';
import { failedAbout, startAnew } from './executions.ts';
import { applicationOf, bound, createRole } from './roles.ts';
import { giveToRouter } from './router.ts';
import { until } from './until.ts';
import { withdraw } from './withdrawn.ts';

const LONG_MS = 300_000;

const estate = await estateOfFile();
const { member, central, tenant, automation } = estate;

// In this order: what the router has heard of an account, it does not ask again.
it.each(['organizations:DescribeAccount', 'states:StartExecution'])(
  'keeps an event on which the router fails without %s, and binds the role by it afterwards',
  async (action) => {
    const name = `router-without-${action.replace(':', '-')}`;
    const restore = await withdraw(central, 'RouterRole', action);
    await createRole(estate, member, name);
    const { requestPayload } = await letterAbout(name, central, 'router-failures');
    expect(await applicationOf(estate, member, name)).toBeUndefined();
    await restore();
    await giveToRouter(estate, requestPayload as object);
    await bound(estate, member, name);
  },
  LONG_MS,
);

it(
  'keeps an event that does not reach the router, and binds the role by it afterwards',
  async () => {
    const rule = { part: 'Router', bus: 'entra-aws-creds' };
    const restore = await redirect(central, rule, nowhereIn(central));
    await createRole(estate, member, 'router-gone');
    const event = await letterAbout('router-gone', central, 'dead-letters');
    await restore();
    await giveToRouter(estate, event);
    await bound(estate, member, 'router-gone');
  },
  LONG_MS,
);

it(
  'keeps an event that does not leave its account, and binds the role by it afterwards',
  async () => {
    const restore = await redirect(member, { part: 'RoleChanges' }, nowhereIn(member));
    await createRole(estate, member, 'not-told');
    const event = await letterAbout('not-told', member, 'Undelivered');
    await restore();
    await giveToRouter(estate, event);
    await bound(estate, member, 'not-told');
  },
  LONG_MS,
);

it(
  'fails where the automation may not write to Entra, and binds the role once it may',
  async () => {
    const { assignedRoles } = tenant.graph;
    const granted = assignedRoles[automation.clientId] ?? [];
    assignedRoles[automation.clientId] = [];
    await createRole(estate, member, 'not-in-entra');
    const failed = await failedAbout(estate, member, 'not-in-entra');
    expect(await applicationOf(estate, member, 'not-in-entra')).toBeUndefined();
    assignedRoles[automation.clientId] = granted;
    await startAnew(estate, failed);
    await bound(estate, member, 'not-in-entra');
  },
  LONG_MS,
);

/** What a rule's target is changed into, for it to be out of reach. AWS tries for a day; this gives up at once. */
function nowhereIn({ id }: EngineAccount) {
  return {
    Arn: `arn:aws:lambda:us-east-1:${id}:function:nowhere`,
    RetryPolicy: { MaximumRetryAttempts: 0 },
  };
}

/** The body of the message about the role, once it is in the queue. */
async function letterAbout(
  role: string,
  account: EngineAccount,
  queue: string,
): Promise<Readonly<Record<string, unknown>>> {
  const { QueueUrls } = await account.call<{ QueueUrls: string[] }>('sqs', 'ListQueues', {});
  const input = {
    QueueUrl: QueueUrls.find((url) => url.includes(queue)),
    MaxNumberOfMessages: 10,
    VisibilityTimeout: 1,
  };
  const letter = await until(
    `the event about ${role} is in ${queue}`,
    async () => {
      const answer = await account.call<{ Messages?: { Body: string }[] }>(
        'sqs',
        'ReceiveMessage',
        input,
      );
      return answer.Messages?.find(({ Body }) => Body.includes(role));
    },
    { otherwise: estate.engine.output },
  );
  return JSON.parse(letter.Body);
}
