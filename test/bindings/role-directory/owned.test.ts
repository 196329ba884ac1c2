import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  type Application,
  federatedCredentialFor,
  parseFederatedSubject,
  TOKEN_EXCHANGE,
} from '../../../packages/bindings/src/index.ts';
import { OWNER } from '../model/model-directory.ts';
import { ifCutShort, ModelWorld, UNAVAILABLE } from '../model/model-world.ts';
import { rolesIn, trapFor, wantedOf } from './roles.ts';

const OURS = federatedCredentialFor(
  parseFederatedSubject('github:org/repo:environment:prod'),
  TOKEN_EXCHANGE.AzureCloud,
);
const THEIRS = { ...OURS, name: 'mine', subject: 'repo:mallory/repo:environment:prod' };
const CERTIFICATE = {
  keyId: 'key-1',
  displayName: 'mallory',
  thumbprint: 'A'.repeat(40),
  starts: '2026-01-01T00:00:00Z',
  ends: '2027-01-01T00:00:00Z',
  key: 'MII=',
};
const SECRET = { keyId: 'key-2', displayName: 'mallory', ends: '2027-01-01T00:00:00Z' };

const wanted = wantedOf('deploy', { federated: [OURS] });

/** A tenant in which somebody was faster. */
async function trapped(
  parts: Partial<Application>,
  owners: readonly string[],
  holders = { owners: [OWNER], credentials: 0 },
) {
  const world = new ModelWorld();
  const trap = { ...trapFor(wanted), ...parts };
  world.directory.put(trap, owners);
  const { it } = await world.directory.createServicePrincipal(trap.clientId);
  world.directory.hold(it.id, holders);
  return { world, trap };
}

describe('an application that stands where that of the role would', () => {
  test.each<[string, readonly string[], Partial<Application>]>([
    ['that is another’s alone', ['mallory'], {}],
    ['that is another’s too', [OWNER, 'mallory'], {}],
    ['that has a certificate', [OWNER], { certificates: [CERTIFICATE] }],
    ['that has a secret', [OWNER], { secrets: [SECRET] }],
  ])('is not given to it: one %s', async (_, owners, parts) => {
    const { world } = await trapped(parts, owners);
    const ensured = rolesIn(world.visit()).ensure(wanted);
    await expect(ensured).rejects.toMatchObject({ code: 'EAC_BINDING_FOREIGN' });
  });

  test('is not given to it: one that logs in with the tokens of somebody else', async () => {
    const { world, trap } = await trapped({}, [OWNER]);
    await world.directory.putFederatedCredential(trap.id, THEIRS);
    const ensured = rolesIn(world.visit()).ensure(wanted);
    await expect(ensured).rejects.toMatchObject({ code: 'EAC_BINDING_FOREIGN' });
  });

  test.each([
    ['is owned by another', { owners: [OWNER, 'mallory'], credentials: 0 }],
    ['has a secret', { owners: [], credentials: 1 }],
  ])('is not given to it: one whose service principal %s', async (_, holders) => {
    const { world } = await trapped({}, [OWNER], holders);
    const ensured = rolesIn(world.visit()).ensure(wanted);
    await expect(ensured).rejects.toMatchObject({ code: 'EAC_BINDING_FOREIGN' });
  });

  test('is given to it without a certificate that was named before a function died', async () => {
    const enrolled = { ...CERTIFICATE, displayName: 'enrolled for entra-aws-creds 2026-01-01' };
    const { world, trap } = await trapped({ certificates: [enrolled] }, [OWNER]);
    expect((await rolesIn(world.visit()).ensure(wanted)).clientId).toBe(trap.clientId);
    expect(world.directory.snapshot().applications[0]?.certificates).toEqual([]);
  });

  test('is not given to it: one with such a certificate that nobody can tell', async () => {
    const enrolled = {
      ...CERTIFICATE,
      displayName: 'enrolled for entra-aws-creds',
      key: undefined,
    };
    const { world } = await trapped({ certificates: [enrolled] }, [OWNER]);
    const ensured = rolesIn(world.visit()).ensure(wanted);
    await expect(ensured).rejects.toMatchObject({ code: 'EAC_BINDING_FOREIGN' });
  });

  test('is not given to it: one that was deleted, and would come back', async () => {
    const { world, trap } = await trapped({ certificates: [CERTIFICATE] }, [OWNER]);
    await world.directory.deleteApplication(trap.id);
    const ensured = rolesIn(world.visit()).ensure(wanted);
    await expect(ensured).rejects.toMatchObject({ code: 'EAC_BINDING_FOREIGN' });
  });

  test('is given to it where nobody else can log in as it: a function may have died', async () => {
    const { world, trap } = await trapped({}, [OWNER]);
    const identity = await rolesIn(world.visit()).ensure(wanted);
    expect(identity.clientId).toBe(trap.clientId);
  });

  test('is given to it where the mark of the role names it, with the certificate that was enrolled', async () => {
    const { world, trap } = await trapped({ certificates: [CERTIFICATE] }, [OWNER]);
    const marked = { ...wanted, marked: trap.clientId };
    expect((await rolesIn(world.visit()).ensure(marked)).clientId).toBe(trap.clientId);
  });

  test('is not taken by its mark from somebody else', async () => {
    const { world, trap } = await trapped({}, ['mallory']);
    const ensured = rolesIn(world.visit()).ensure({ ...wanted, marked: trap.clientId });
    await expect(ensured).rejects.toMatchObject({ code: 'EAC_BINDING_FOREIGN' });
  });
});

test.each([
  ['a stranger', ['mallory'], undefined],
  ['a stranger who names the automation too', [OWNER, 'mallory'], undefined],
  ['another function', [OWNER], trapFor(wanted).clientId],
])(
  'what %s makes between the look and the write is judged as if it had been there',
  async (_, owners, clientId) => {
    const world = new ModelWorld();
    let call = 0;
    const turn = async () => {
      call += 1;
      // After both looks, before the write.
      if (call === 3) world.directory.put(trapFor(wanted), owners);
    };
    const ensured = rolesIn(world.visit({ turn })).ensure(wanted);
    if (clientId === undefined) {
      await expect(ensured).rejects.toMatchObject({ code: 'EAC_BINDING_FOREIGN' });
    } else expect((await ensured).clientId).toBe(clientId);
    expect(world.directory.snapshot().applications).toHaveLength(1);
  },
);

test('what is another’s is not listed, whatever its tags say, and so keeps no role from its own', async () => {
  const { world } = await trapped({}, ['mallory']);
  const roles = rolesIn(world.visit());
  const place = { partition: 'aws', account: '123456789012' };
  expect(await roles.ofRole({ ...place, name: 'deploy' })).toEqual([]);
  expect(await roles.ofAccount(place)).toEqual([]);
});

test('what is the automation’s too is listed for no other role than that of its unique name', async () => {
  const elsewhere = wantedOf('elsewhere');
  const { tags } = trapFor(wanted);
  const parts = { uniqueName: trapFor(elsewhere).uniqueName };
  const forged = tags.filter((tag) => !/^aws-role(-id)?:/.test(tag));
  const own = trapFor(elsewhere).tags.filter((tag) => !tag.startsWith('aws-role-name:'));
  const { world } = await trapped({ ...parts, tags: [...own, ...forged] }, [OWNER]);
  const place = { partition: 'aws', account: '123456789012' };
  const roles = rolesIn(world.visit());
  expect(await roles.ofRole({ ...place, name: 'deploy' })).toEqual([]);
  expect(await roles.ofAccount(place)).toHaveLength(1);
});

test('what an administrator disabled stays disabled; what was retired is enabled again', async () => {
  const world = new ModelWorld();
  const isEnabled = () => world.directory.snapshot().servicePrincipals[0]?.enabled;
  const identity = await rolesIn(world.visit()).ensure(wanted);
  await world.directory.setEnabled(identity.servicePrincipalId, false);
  await rolesIn(world.visit()).ensure({ ...wanted, marked: identity.clientId });
  expect(isEnabled()).toBe(false);
  await rolesIn(world.visit()).retire(identity);
  await rolesIn(world.visit()).ensure({ ...wanted, marked: identity.clientId });
  expect(isEnabled()).toBe(true);
});

test('an application gets no second role by a path that is not its role’s', async () => {
  const world = new ModelWorld();
  await rolesIn(world.visit()).ensure(wanted);
  const elsewhere = { ...wanted, role: wantedOf('x/deploy').role };
  const ensured = rolesIn(world.visit()).ensure(elsewhere);
  await expect(ensured).rejects.toMatchObject({ code: 'EAC_BINDING_CONFLICT' });
  const [application] = world.directory.snapshot().applications;
  expect(application?.tags.filter((tag) => tag.startsWith('aws-role:'))).toHaveLength(1);
});

test('killed at any call, and run again: one application, with what was asked for and nothing else', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 12 }),
      fc.boolean(),
      fc.boolean(),
      fc.array(fc.constantFrom(0, 0, 2_000, 15_000, 60_000), { maxLength: 7 }),
      async (call, after, isFailure, lags) => {
        const world = new ModelWorld(lags);
        const kill = { call, after, ...(isFailure && { failure: UNAVAILABLE }) };
        await rolesIn(world.visit({ kill })).ensure(wanted).catch(ifCutShort);
        const identity = await rolesIn(world.visit()).ensure(wanted);
        const { applications, servicePrincipals, federated } = world.directory.snapshot();
        expect(applications.map(({ clientId }) => clientId)).toEqual([identity.clientId]);
        expect(servicePrincipals).toHaveLength(1);
        expect(Object.values(federated)).toEqual([[OURS]]);
      },
    ),
  );
});
