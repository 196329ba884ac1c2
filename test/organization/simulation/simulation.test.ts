import { X509Certificate } from 'node:crypto';
import { issueCertificate } from '@entra-aws-creds/sandbox';
import { expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { certificateTags, sha256Of } from '../../../packages/bindings/src/index.ts';
import { endState } from './end-state.ts';
import { type Mishap, ModelOrganization, type Weather } from './model-organization.ts';
import { Simulation } from './simulate.ts';

jest.setTimeout(300_000);

const ACCOUNTS = ['222222222222', '333333333333'];
const NAMES = ['deploy', 'test'];
const SUBJECT = { 'entra-aws-creds:subject': 'github:octo-org/app:environment:prod' };

const { certificatePem } = issueCertificate({
  commonName: 'pipeline',
  notBefore: new Date('2026-11-20T00:00:00Z'),
  notAfter: new Date('2027-11-20T00:00:00Z'),
});
const { raw: DER } = new X509Certificate(certificatePem);
const NAMED = certificateTags({ sha256: sha256Of(DER), der: DER }, []);

/** What developers do, one after another; and what becomes of each of its events. */
interface Deed {
  readonly account: string;
  readonly name: string;
  /** Seconds to the next. */
  readonly pause: number;
  readonly delivery: 'once' | 'twice' | 'never' | 'late';
}

const DEED: fc.Arbitrary<Deed> = fc.record({
  account: fc.constantFrom(...ACCOUNTS),
  name: fc.constantFrom(...NAMES),
  pause: fc.constantFrom(0, 1, 30, 600, 90_000),
  delivery: fc.constantFrom('once', 'twice', 'never', 'late'),
});

const MISHAP: fc.Arbitrary<Mishap> = fc.oneof(
  { weight: 12, arbitrary: fc.constant(undefined) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Mishap>('throttled', 'busy', 'killed-before', 'killed-after'),
  },
);
const WEATHER: fc.Arbitrary<Weather> = fc.record({
  lags: fc.array(fc.constantFrom(0, 0, 500, 5_000, 40_000), { maxLength: 7 }),
  mishaps: fc.array(MISHAP, { minLength: 11, maxLength: 40 }).filter(hasFineWeather),
});

/** However bad it is, a task gets through now and then. */
function hasFineWeather(mishaps: readonly Mishap[]): boolean {
  return mishaps.filter((one) => one !== undefined).length * 8 < mishaps.length;
}

/** Found once: the role was made again, and one server of IAM had not heard of it while another had. */
const MADE_AGAIN: readonly [Deed[], Weather, number[]] = [
  (
    [
      ['deploy', 'once'],
      ['test', 'once'],
      ['deploy', 'late'],
      ['deploy', 'once'],
    ] as const
  ).map(([name, delivery]) => ({ account: '333333333333', name, pause: 0, delivery })),
  {
    lags: [40_000, 0, 0, 0, 0, 0],
    mishaps: Array.from({ length: 20 }, (_, at) =>
      at === 10 ? 'killed-after' : at === 18 ? 'throttled' : undefined,
    ),
  },
  [],
];

/** Each deed creates the role, or deletes it where it is there. */
async function play(
  deeds: readonly Deed[],
  weather: Weather,
  order: readonly number[],
  mostNights: number,
) {
  const organization = new ModelOrganization(ACCOUNTS, weather);
  const simulation = new Simulation(organization);
  const there = new Set<string>();
  for (const account of ACCOUNTS) organization.createRole(account, 'by-hand', 'api://by-hand');
  const late: object[] = [];
  let number = 0;
  for (const { account, name, pause, delivery } of deeds) {
    number += 1;
    const key = `arn:aws:iam::${account}:role/entra-aws-creds/${name}`;
    const deed = there.delete(key) ? 'DeleteRole' : 'CreateRole';
    if (deed === 'DeleteRole') await organization.deleteRole(account, name);
    else {
      there.add(key);
      organization.createRole(account, name, undefined, name === 'deploy' ? SUBJECT : NAMED);
    }
    const event = simulation.event(deed, account, name, `event-${number}`);
    if (delivery === 'late') late.push(event);
    if (delivery === 'once' || delivery === 'twice') await simulation.deliver(event);
    if (delivery === 'twice') await simulation.deliver(event);
    organization.pass(pause * 1000);
    // Sometimes what was started runs before the next deed, sometimes after many.
    if ((order[number % Math.max(1, order.length)] ?? 0) % 2 === 0) await simulation.run();
  }
  for (const [index] of late
    .map((_, at) => [order[at] ?? at] as const)
    .sort()
    .entries()) {
    await simulation.deliver(late[index] ?? {});
  }
  await simulation.run();
  organization.rough = false;
  for (let nights = 0; nights < mostNights; nights += 1) await simulation.night();
  return { organization, there };
}

test('whatever happens to events, servers and functions, what is left is what was wanted', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(DEED, { maxLength: 12 }),
      WEATHER,
      fc.array(fc.nat(9), { maxLength: 12 }),
      async (deeds, weather, order) => {
        const { organization, there } = await play(deeds, weather, order, 3);
        const byHand = ACCOUNTS.map((one) => `arn:aws:iam::${one}:role/entra-aws-creds/by-hand`);
        expect(endState(organization)).toEqual({
          bound: Object.fromEntries([
            ...byHand.map((role) => [role, 0]),
            ...[...there].map((role) => [role, 1]),
          ]),
          orphans: [],
          audiencesLeft: [],
          ajar: [],
        });
        const { applications, federated } = organization.directory.snapshot();
        for (const { id, displayName, certificates } of applications) {
          const isDeploy = displayName.endsWith(' deploy');
          expect(federated[id]).toHaveLength(isDeploy ? 1 : 0);
          expect(certificates).toHaveLength(isDeploy ? 0 : 1);
        }
      },
    ),
    { numRuns: 60, examples: [MADE_AGAIN] },
  );
});

test('events alone are enough where none is lost and nothing fails', async () => {
  const deed = DEED.map((one): Deed => ({ ...one, delivery: 'once' }));
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { maxLength: 12 }), async (deeds) => {
      const { organization, there } = await play(deeds, { lags: [], mishaps: [] }, [0], 0);
      const { bound, orphans, ajar } = endState(organization);
      for (const role of there) expect(bound[role]).toBe(1);
      expect([orphans, ajar]).toEqual([[], []]);
    }),
    { numRuns: 60 },
  );
});

test.each([
  ['none', {}, 5],
  ['one', SUBJECT, 6],
])(
  'a binding asks Graph six times at the most where subjects are named: %s',
  async (_, tags, calls) => {
    const organization = new ModelOrganization(ACCOUNTS);
    const simulation = new Simulation(organization);
    organization.createRole('222222222222', 'deploy', undefined, tags);
    await simulation.deliver(simulation.event('CreateRole', '222222222222', 'deploy', 'one'));
    await simulation.run();
    expect(simulation.executions.map(({ status }) => status)).toEqual(['SUCCEEDED']);
    const { federated } = organization.directory.snapshot();
    expect(Object.values(federated).map((list) => list.length)).toEqual([Object.keys(tags).length]);
    expect(organization.calls.graph).toBe(calls);
    expect(calls).toBeLessThanOrEqual(6);
  },
);

test('a binding asks Graph two times more for a certificate that the role names', async () => {
  const organization = new ModelOrganization(ACCOUNTS);
  const simulation = new Simulation(organization);
  organization.createRole('222222222222', 'deploy', undefined, NAMED);
  await simulation.deliver(simulation.event('CreateRole', '222222222222', 'deploy', 'one'));
  await simulation.run();
  expect(simulation.executions.map(({ status }) => status)).toEqual(['SUCCEEDED']);
  expect(organization.calls.graph).toBe(7);
});
