import { expect, jest, test } from '@jest/globals';
import { endState } from './end-state.ts';
import { ModelOrganization } from './model-organization.ts';
import { Simulation } from './simulate.ts';

const { SIMULATED_ROLES: roles = '200', SIMULATED_ACCOUNTS: accounts = '10' } = process.env;

jest.setTimeout(3_600_000);

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

test(`${roles} roles over ${accounts} accounts, some of their events twice, late or never`, async () => {
  const numbers = Array.from({ length: Number(accounts) }, (_, index) =>
    String(200_000_000_000 + index),
  );
  const organization = new ModelOrganization(numbers, WEATHER);
  const simulation = new Simulation(organization);
  for (let index = 0; index < Number(roles); index += 1) {
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
  expect(Object.values(bound).filter((count) => count !== 1)).toEqual([]);
  expect([orphans, ajar, audiencesLeft]).toEqual([[], [], []]);
  const figures = {
    roles: Number(roles),
    executions: simulation.executions.length,
    failed: simulation.executions.filter(({ status }) => status === 'FAILED').length,
    graphCallsPerRole: round(created.graph / Number(roles)),
    iamCallsPerRole: round(created.iam / Number(roles)),
    graphCallsOfANightPerRole: round((organization.calls.graph - before.graph) / Number(roles)),
    iamCallsOfANightPerRole: round((organization.calls.iam - before.iam) / Number(roles)),
  };
  expect(figures.graphCallsPerRole).toBeLessThanOrEqual(11);
  if (process.env['SIMULATED_ROLES'] !== undefined) {
    process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`);
  }
});

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
