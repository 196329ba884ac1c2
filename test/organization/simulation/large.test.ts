import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, jest, test } from '@jest/globals';
import { endState } from './end-state.ts';
import { ModelOrganization } from './model-organization.ts';
import { Simulation } from './simulate.ts';

const { SIMULATED_ROLES: roles = '200', SIMULATED_ACCOUNTS: accounts = '10' } = process.env;

jest.setTimeout(3_600_000);

/** Bytes that may be left, however many roles there were: compiled code, and less than 200 for each of 10,000. */
const MOST_KEPT = 2_000_000;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Graph copies a change within seconds; every fiftieth call is refused, and now and then a function dies. */
const WEATHER = {
  lags: [0, 0, 0, 2_000, 0, 8_000],
  mishaps: Array.from({ length: 397 }, (_, index) =>
    index % 50 === 49
      ? ('throttled' as const)
      : index === 211
        ? ('killed-after' as const)
        : undefined,
  ),
};

/** What came of it, for the page. */
interface Figures {
  readonly executions: number;
  readonly failed: number;
  readonly graphCallsPerRole: number;
  readonly iamCallsPerRole: number;
  readonly graphCallsOfANightPerRole: number;
  readonly iamCallsOfANightPerRole: number;
}

/** Everything but what the functions keep is forgotten when it returns. */
async function play(count: number, numbers: readonly string[]): Promise<Figures> {
  const organization = new ModelOrganization(numbers, WEATHER);
  const simulation = new Simulation(organization);
  for (let index = 0; index < count; index += 1) {
    const account = numbers[index % numbers.length] ?? '';
    const name = `role-${index}`;
    organization.createRole(account, name);
    const event = simulation.event('CreateRole', account, name, `create-${index}`);
    const deliveries = index % 20 === 0 ? 0 : index % 7 === 0 ? 2 : 1;
    for (let times = 0; times < deliveries; times += 1) await simulation.deliver(event);
    if (index % 10 === 9) await simulation.run();
  }
  await simulation.run();
  const created = { ...organization.calls };
  await simulation.night();
  organization.rough = false;
  await simulation.night();
  const before = { ...organization.calls };
  await simulation.night();
  const { bound, orphans, ajar, audiencesLeft } = endState(organization);
  expect(Object.values(bound).filter((each) => each !== 1)).toEqual([]);
  expect([orphans, ajar, audiencesLeft]).toEqual([[], [], []]);
  return {
    executions: simulation.executions.length,
    failed: simulation.executions.filter(({ status }) => status === 'FAILED').length,
    graphCallsPerRole: round(created.graph / count),
    iamCallsPerRole: round(created.iam / count),
    graphCallsOfANightPerRole: round((organization.calls.graph - before.graph) / count),
    iamCallsOfANightPerRole: round((organization.calls.iam - before.iam) / count),
  };
}

test(`${roles} roles over ${accounts} accounts, some of their events twice, late or never`, async () => {
  const numbers = Array.from({ length: Number(accounts) }, (_, index) =>
    String(200_000_000_000 + index),
  );
  // What is loaded and compiled once is there before.
  await play(40, numbers.slice(0, 2));
  const before = heapInUse();
  const figures = await play(Number(roles), numbers);
  const keptBytes = heapInUse() - before;
  expect(figures.graphCallsPerRole).toBeLessThanOrEqual(10);
  expect(keptBytes).toBeLessThan(MOST_KEPT);
  if (process.env['SIMULATED_ROLES'] !== undefined) {
    const kept = { heapKeptMegabytes: round(keptBytes / 1_000_000) };
    process.stdout.write(
      `${JSON.stringify({ roles: Number(roles), ...figures, ...kept }, null, 2)}\n`,
    );
  }
});

/** Bytes of what can still be reached. */
function heapInUse(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
