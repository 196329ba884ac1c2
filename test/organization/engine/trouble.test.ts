import { expect, it } from '@jest/globals';
import { estateOfFile } from './estate.ts';
import { applicationOf, bound, createRole } from './roles.ts';

const LONG_MS = 240_000;

const estate = await estateOfFile();
const { sandbox, member, central, outputs } = estate;

it(
  'binds a role although Graph has not heard of its application yet',
  async () => {
    sandbox.entra.replication.lag.milliseconds = 4000;
    await createRole(estate, member, 'lagging');
    await bound(estate, member, 'lagging', 150);
    expect(estate.applications()).toHaveLength(1);
  },
  LONG_MS,
);

it(
  'binds a role once Graph is back, throttled before',
  async () => {
    const back = Date.now() + 15_000;
    let refused = 0;
    sandbox.intercept = (service) => {
      if (service !== 'graph' || Date.now() > back) return undefined;
      refused += 1;
      return refused % 2 === 0 ? { fault: 'reset' } : THROTTLED;
    };
    await createRole(estate, member, 'throttled');
    await bound(estate, member, 'throttled', 150);
    expect(refused).toBeGreaterThan(1);
  },
  LONG_MS,
);

it(
  'binds at night what no event told of',
  async () => {
    const rule = await ruleOf(member);
    await member.call('events', 'DisableRule', { Name: rule });
    await createRole(estate, member, 'lost');
    await new Promise((resolve) => setTimeout(resolve, 3000));
    expect(await applicationOf(estate, member, 'lost')).toBeUndefined();
    await central.call('states', 'StartExecution', {
      stateMachineArn: outputs['NightlyStateMachineArn'],
      input: '{}',
    });
    await bound(estate, member, 'lost', 150);
    await member.call('events', 'EnableRule', { Name: rule });
  },
  LONG_MS,
);

const THROTTLED = {
  status: 429,
  headers: { 'content-type': 'application/json', 'retry-after': '1' },
  body: '{"error":{"code":"TooManyRequests","message":"Too many requests"}}',
};

async function ruleOf(account: typeof member): Promise<string> {
  const { Rules } = await account.call<{ Rules: { Name: string }[] }>('events', 'ListRules', {});
  const [rule] = Rules.filter(({ Name }) => Name.includes('RoleChanges'));
  if (rule === undefined) throw new Error('the member has no rule');
  return rule.Name;
}
