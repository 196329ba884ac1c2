import type { InterceptResult } from '@entra-aws-creds/sandbox';
import { expect, it } from '@jest/globals';
import { estateOfFile } from './estate.ts';
import { cutOff } from './event-rules.ts';
import { executionsAbout, night } from './executions.ts';
import { applicationOf, bound, createRole, deleteRole, gone } from './roles.ts';
import { until } from './until.ts';

const LONG_MS = 300_000;

const estate = await estateOfFile();
const { sandbox, member } = estate;

it(
  'binds a role although Graph has not heard of its application yet',
  async () => {
    sandbox.entra.replication.lag.milliseconds = 4000;
    await createRole(estate, member, 'lagging');
    await bound(estate, member, 'lagging', 180);
    expect(estate.applications()).toHaveLength(1);
  },
  LONG_MS,
);

it(
  'binds a role although Graph is busy',
  async () => {
    const refused = outOfReach(8, ['graph'], THROTTLED);
    await createRole(estate, member, 'throttled');
    await bound(estate, member, 'throttled', 180);
    expect(refused()).toBeGreaterThan(1);
  },
  LONG_MS,
);

it(
  'waits while nobody reaches Entra or Graph, and then binds the role',
  async () => {
    const refused = outOfReach(15, ['entra', 'graph'], { fault: 'reset' });
    await createRole(estate, member, 'waiting');
    await bound(estate, member, 'waiting', 180);
    expect(refused()).toBeGreaterThan(1);
    expect(await endsOf('waiting')).toEqual(['SUCCEEDED']);
  },
  LONG_MS,
);

it(
  'waits while Entra is down, and then lets go of a role that went meanwhile',
  async () => {
    await createRole(estate, member, 'went');
    const application = await bound(estate, member, 'went');
    const refused = outOfReach(10, ['entra'], DOWN);
    await deleteRole(member, 'went');
    await gone(estate, member, application);
    expect(refused()).toBeGreaterThan(1);
  },
  LONG_MS,
);

it(
  'binds and lets go at night of what no event told of',
  async () => {
    await createRole(estate, member, 'lost-in-the-end');
    const application = await bound(estate, member, 'lost-in-the-end');
    const restore = await cutOff(member, { part: 'RoleChanges' });
    await createRole(estate, member, 'lost');
    await deleteRole(member, 'lost-in-the-end');
    // No event comes later than this.
    await new Promise((resolve) => setTimeout(resolve, 3000));
    await restore();
    expect(await applicationOf(estate, member, 'lost')).toBeUndefined();
    expect(estate.applications()).toContain(application);
    expect(await night(estate)).toBe('SUCCEEDED');
    await bound(estate, member, 'lost');
    await gone(estate, member, application);
  },
  LONG_MS,
);

const THROTTLED = {
  status: 429,
  headers: { 'content-type': 'application/json', 'retry-after': '1' },
  body: '{"error":{"code":"TooManyRequests","message":"Too many requests"}}',
};

const DOWN = { status: 503, headers: { 'content-type': 'text/html' }, body: '<html></html>' };

/** For so many seconds the services answer `result` instead. @returns how often they were asked meanwhile */
function outOfReach(
  seconds: number,
  services: readonly string[],
  result: InterceptResult,
): () => number {
  const back = Date.now() + seconds * 1000;
  let asked = 0;
  sandbox.intercept = (service) => {
    if (!services.includes(service) || Date.now() > back) return undefined;
    asked += 1;
    return result;
  };
  return () => asked;
}

/** How executions about the role have ended, or that they have not. */
async function endsOf(role: string): Promise<readonly string[]> {
  const isOver = async () => {
    const all = (await executionsAbout(estate, member, role)).map(({ status }) => status);
    return all.includes('RUNNING') ? undefined : all;
  };
  return until('its executions end', isOver, { otherwise: estate.engine.output });
}
