import { describe, expect, test } from '@jest/globals';
import {
  APPLICATION_ID_TAG,
  type DriftKind,
  listBindings,
  type Role,
  reconcile,
  roleIdTag,
  setupGoal,
  teardownGoal,
  verifyBinding,
} from '../../packages/bindings/src/index.ts';
import { ModelWorld } from './model/model-world.ts';
import { certificate, NAME, ROLE, TENANT, teardownOf, wishOf } from './model/wishes.ts';

const verification = {
  tenant: TENANT,
  cloud: 'AzureCloud' as const,
  application: NAME,
  role: ROLE,
  half: { only: undefined },
};

async function bound(parts = {}): Promise<ModelWorld> {
  const world = new ModelWorld();
  await reconcile(setupGoal(wishOf(parts)), world.visit());
  return world;
}

async function kinds(world: ModelWorld, asked = verification): Promise<readonly DriftKind[]> {
  const { drift } = await verifyBinding(asked, world.visit());
  return drift.map(({ kind }) => kind);
}

const application = (world: ModelWorld) => {
  const [one] = world.directory.snapshot().applications;
  if (one === undefined) throw new Error('no application');
  return one;
};
const role = (world: ModelWorld): Role => {
  const [one] = world.account.snapshot().roles;
  if (one === undefined) throw new Error('no role');
  return one;
};

/** Each as somebody would bring it about, behind our back. */
const CASES: readonly (readonly [DriftKind, (world: ModelWorld) => unknown])[] = [
  ['application-unmarked', (w) => w.directory.put({ ...application(w), tags: [] })],
  ['role-not-listed', (w) => w.directory.put({ ...application(w), tags: ['entra-aws-creds'] })],
  [
    'service-principal-disabled',
    (w) => w.directory.setEnabled(w.directory.snapshot().servicePrincipals[0]?.id ?? '', false),
  ],
  ['no-credential', (w) => w.directory.put({ ...application(w), certificates: [] })],
  ['certificate-expiring', (w) => w.pass(345 * 86_400_000)],
  ['certificate-expired', (w) => w.pass(400 * 86_400_000)],
  [
    'unknown-credential',
    (w) => {
      const secret = { keyId: 's', displayName: 'theirs', ends: '2027-01-01T00:00:00Z' };
      w.directory.put({ ...application(w), secrets: [secret] });
    },
  ],
  [
    'unknown-credential',
    (w) => {
      const theirs = { ...certificate('F'), displayName: 'theirs', keyId: 'f' };
      const { certificates } = application(w);
      w.directory.put({ ...application(w), certificates: [...certificates, theirs] });
    },
  ],
  ['role-unmarked', (w) => w.account.untagRole(ROLE, [APPLICATION_ID_TAG])],
  ['role-of-another', (w) => w.account.tagRole(ROLE, { [APPLICATION_ID_TAG]: 'other' })],
  [
    'recreated-role',
    (w) => {
      const tags = [...application(w).tags, roleIdTag('AROAOTHER0000000000')];
      w.directory.put({ ...application(w), tags });
    },
  ],
  [
    'provider-missing',
    (w) => w.account.deleteProvider(w.account.snapshot().providers[0]?.arn ?? ''),
  ],
  [
    'missing-audience',
    (w) => {
      const [provider] = w.account.snapshot().providers;
      return provider && w.account.putProvider({ ...provider, audiences: [] });
    },
  ],
  [
    'provider-nearly-full',
    (w) => {
      const [provider] = w.account.snapshot().providers;
      const more = Array.from({ length: 80 }, (_, index) => `audience-${index}`);
      return (
        provider &&
        w.account.putProvider({ ...provider, audiences: [...provider.audiences, ...more] })
      );
    },
  ],
  ['trust-missing', (w) => edit(w, (policy) => policy.replace('EntraAwsCreds', 'Other'))],
  ['trust-widened', (w) => edit(w, (policy) => policy.replace('StringEquals', 'StringLike'))],
  ['trust-widened', (w) => edit(w, (policy) => policy.replace(/,"[^"]*:sub":"[^"]*"/, ''))],
  [
    'trust-widened',
    (w) => edit(w, (policy) => policy.replace(/(:aud":)("[^"]*")/, '$1[$2,"more"]')),
  ],
  ['trust-differs', (w) => edit(w, (policy) => policy.replace('dddddddd', 'eeeeeeee'))],
  [
    'trust-closed',
    (w) =>
      edit(w, (policy) => policy.replace(/(:(?:aud|sub)":")[^"]*/g, '$1entra-aws-creds-closed')),
  ],
  [
    'trust-foreign-edit',
    (w) =>
      edit(w, (policy) =>
        policy.replace(
          '"Statement":[',
          '$&{"Sid":"Theirs","Effect":"Allow","Principal":{"AWS":"123456789012"},"Action":"sts:AssumeRole"},',
        ),
      ),
  ],
  ['trust-unreadable', (w) => edit(w, () => '{"Statement":7}')],
];

function edit(world: ModelWorld, change: (policy: string) => string): void {
  const one = role(world);
  world.account.putRole({
    ...one,
    trustPolicy: JSON.parse(change(JSON.stringify(one.trustPolicy))),
  });
}

describe('two sides', () => {
  test('in step say nothing', async () => {
    expect(await kinds(await bound())).toEqual([]);
    expect(await kinds(await bound({ tokenVersion: 'v1', identifierUri: true }))).toEqual([]);
    const shared = { mode: 'shared' as const, resource: 'api://shared' };
    expect(await kinds(await bound({ audience: shared }))).toEqual([]);
  });

  test.each(CASES)('out of step: %s', async (kind, change) => {
    const world = await bound();
    await change(world);
    expect(await kinds(world)).toContain(kind);
  });

  test.each(CASES)('out of step, %s, have nothing else wrong that hides it', async (_, change) => {
    const world = await bound();
    await change(world);
    const { drift } = await verifyBinding(verification, world.visit());
    expect(drift.length).toBeLessThanOrEqual(3);
    for (const { sentence } of drift) expect(sentence).toMatch(/^[A-Z].*\.$/);
  });

  test('of which one is gone', async () => {
    const world = await bound();
    await world.directory.deleteApplication(application(world).id);
    expect(await kinds(world)).toContain('application-missing');
    const other = await bound();
    await other.account.detachPolicy(ROLE, 'arn:aws:iam::aws:policy/ReadOnlyAccess');
    await other.account.deleteRole(ROLE);
    expect(await kinds(other)).toEqual(['orphan-audience', 'orphan-application']);
    await other.directory.deleteApplication(application(other).id);
    expect(await kinds(other)).toContain('role-missing');
  });

  test('are not led to the provider of another tenant by the trust policy', async () => {
    const world = await bound();
    edit(world, (policy) => policy.replaceAll(TENANT, TENANT.replace('1', '2')));
    const { observed, drift } = await verifyBinding(verification, world.visit());
    expect(observed.aws?.providerName.url).toContain(TENANT);
    expect(drift.map(({ kind }) => kind)).toEqual(['trust-differs']);
  });

  test('are put right by set-up where it is its turn', async () => {
    for (const [, change] of CASES) {
      const world = await bound();
      await change(world);
      const { drift } = await verifyBinding(verification, world.visit());
      if (drift.some(({ repair }) => repair !== 'setup')) continue;
      await reconcile(setupGoal(wishOf()), world.visit());
      expect(await kinds(world)).toEqual([]);
    }
  });

  test('are listed from either', async () => {
    const world = await bound();
    const { clientId } = application(world);
    const one = { clientId, displayName: 'deployments', role: ROLE.text };
    const visit = world.visit();
    expect(await listBindings(visit)).toEqual([{ ...one, inEntra: true, inAws: true }]);
    expect(await listBindings({ ...visit, account: undefined })).toEqual([
      { ...one, inEntra: true, inAws: undefined },
    ]);
    expect(await listBindings({ ...visit, directory: undefined })).toEqual([
      { ...one, displayName: undefined, inEntra: undefined, inAws: true },
    ]);
    await reconcile(teardownGoal(teardownOf()), world.visit());
    expect(await listBindings(world.visit())).toEqual([]);
  });
});
