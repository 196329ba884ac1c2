import { describe, expect, test } from '@jest/globals';
import {
  describePlan,
  observe,
  parseAppRoleName,
  peopleGoal,
  planPeopleSetup,
  planSetup,
  planTeardown,
  questionOf,
  reconcile,
  setupGoal,
  teardownGoal,
  teardownQuestion,
} from '../../../packages/bindings/src/index.ts';
import { RoleArn } from '../../../packages/core/src/programs.ts';
import { ModelWorld } from '../model/model-world.ts';
import { appRolesIn, peopleIn, worldForPeople as worldOf } from '../model/people-in.ts';
import { CLAIMS, peopleWishOf, TENANT, teardownOf, wishOf } from '../model/wishes.ts';

const forPeople = true;
const OTHER = RoleArn.parse('arn:aws:iam::123456789012:role/ci/audit');

const statementOf = (world: ModelWorld) =>
  [world.account.snapshot().roles[0]?.trustPolicy['Statement']].flat()[0];

describe('setting up for people', () => {
  test('says everything before it does anything', async () => {
    const wish = peopleWishOf();
    const world = new ModelWorld();
    const observed = await observe(questionOf(wish.binding), world.visit({ forPeople }));
    const lines = describePlan(planPeopleSetup(wish, observed));
    expect(lines.map(({ sign, text }) => `${sign} ${text}`)).toMatchInlineSnapshot(`
[
  "+ Entra application "deployments", with v2.0 tokens",
  "+ Service principal of the client ID (known after the application is made)",
  "~ Application: only those who are assigned may sign in",
  "+ App role "aws:123456789012:deployment", which leads to arn:aws:iam::123456789012:role/deployment",
  "~ Application: people sign in from their own machine (http://localhost)",
  "~ Application: its tokens take mapped claims",
  "+ Claims mapping policy of the application",
  "+ Custom authentication extension: https://claims.example/api/claims (api://claims.example/eeeeeeee-0000-4000-8000-000000000001), within 2000 ms",
  "+ Event listener: Entra asks it whenever somebody signs in",
  "+ "ada@contoso.com" assigned to "aws:123456789012:deployment"",
  "+ Identity provider arn:aws:iam::123456789012:oidc-provider/login.microsoftonline.com/11111111-1111-4111-8111-111111111111/v2.0",
  "+ Audience (known after the application is made) of the identity provider",
  "+ Role arn:aws:iam::123456789012:role/deployment, which nobody can assume yet:",
  "+   sessions of up to 7200 s",
  "+ Policy arn:aws:iam::aws:policy/ReadOnlyAccess on the role arn:aws:iam::123456789012:role/deployment",
  "+ Trust of the role arn:aws:iam::123456789012:role/deployment in https://login.microsoftonline.com/11111111-1111-4111-8111-111111111111/v2.0, for tokens with",
  "+   aud = (known after the application is made)",
  "+   a roles claim that names this role",
  "+   sts:TagSession allowed too",
  "+   sts:SetSourceIdentity allowed too",
]
`);
  });

  test('pins the audience, demands the roles claim, and allows tags and source identity', async () => {
    const world = await worldOf(peopleWishOf());
    const [application] = world.directory.snapshot().applications;
    expect(statementOf(world)).toMatchObject({
      Action: ['sts:AssumeRoleWithWebIdentity', 'sts:TagSession', 'sts:SetSourceIdentity'],
      Condition: {
        StringEquals: {
          [`login.microsoftonline.com/${TENANT}/v2.0:aud`]: application?.clientId,
        },
        Bool: { 'sts:RoleAuthorizedByIdp': 'true' },
      },
    });
  });

  test('without a claims provider demands none, and touches nothing of one', async () => {
    const world = await worldOf(peopleWishOf({ claims: undefined }));
    expect(statementOf(world)).not.toHaveProperty(['Condition', 'Bool']);
    expect(peopleIn(world)).toMatchObject({ mappings: [], extensions: [], listeners: [] });
    expect(peopleIn(world).requiring).toHaveLength(1);
  });

  test('keeps the claims provider for a further role that does not name it again', async () => {
    const further = peopleWishOf({ claims: undefined }, { role: OTHER });
    const world = await worldOf(peopleWishOf(), further);
    const statements = world.account.snapshot().roles.map(({ trustPolicy }) => trustPolicy);
    expect(statements).toHaveLength(2);
    for (const one of statements) {
      expect(JSON.stringify(one)).toContain('"sts:RoleAuthorizedByIdp":"true"');
      expect(JSON.stringify(one)).toContain('sts:SetSourceIdentity');
    }
  });

  test('makes one app role for each role, and sets right what somebody changed', async () => {
    const world = await worldOf(
      peopleWishOf(),
      peopleWishOf({ appRole: parseAppRoleName('Auditors') }, { role: OTHER }),
    );
    expect(appRolesIn(world).map(({ value }) => value)).toEqual([
      'aws:123456789012:deployment',
      'Auditors',
    ]);
    const [{ id = '' } = {}] = world.directory.snapshot().applications;
    await world.people.updateSignIn(id, { isPublicClient: false, acceptsMappedClaims: false });
    const [extension] = peopleIn(world).extensions;
    const slow = { ...CLAIMS, claims: CLAIMS.mapping.claims, timeoutMs: 1_000 };
    await world.people.updateExtension(extension?.id ?? '', slow);
    const { changes } = await reconcile(peopleGoal(peopleWishOf()), world.visit({ forPeople }));
    expect(changes.map(({ kind }) => kind)).toEqual(['open-sign-in', 'put-claims-extension']);
  });

  test('opens no role, and no sign-in, before an assignment is required', async () => {
    for (let call = 1; call < 60; call += 1) {
      const world = new ModelWorld();
      const kill = { call, after: true };
      await reconcile(peopleGoal(peopleWishOf()), world.visit({ kill, forPeople })).catch(() => {});
      const { signIns, requiring, listeners } = peopleIn(world);
      const isOpen = Object.values(signIns).some(({ isPublicClient }) => isPublicClient);
      if (isOpen) expect(requiring).toHaveLength(1);
      const trusts = JSON.stringify(world.account.snapshot().roles.map((one) => one.trustPolicy));
      if (!trusts.includes('sts:RoleAuthorizedByIdp')) continue;
      expect([requiring.length, listeners.length]).toEqual([1, 1]);
    }
  });
});

describe('what somebody has to decide', () => {
  test('a claims mapping policy of somebody else', async () => {
    const world = await worldOf(peopleWishOf({ claims: undefined }));
    const [{ id = '' } = {}] = world.directory.snapshot().servicePrincipals;
    await world.people.assignMapping(await world.people.createMapping('theirs', '{}'), id);
    await expect(
      reconcile(peopleGoal(peopleWishOf()), world.visit({ forPeople })),
    ).rejects.toMatchObject({ code: 'EAC_BINDING_CONFLICT' });
  });

  test('a claims provider of somebody else', async () => {
    const world = await worldOf(peopleWishOf({ claims: undefined }));
    const [{ clientId = '' } = {}] = world.directory.snapshot().applications;
    await world.people.createListener(clientId, 'theirs');
    await expect(
      reconcile(peopleGoal(peopleWishOf()), world.visit({ forPeople })),
    ).rejects.toMatchObject({ code: 'EAC_BINDING_CONFLICT' });
  });

  test('an event listener of ours that others use by now', async () => {
    const world = await worldOf(peopleWishOf());
    world.people.shareListeners('another application');
    await expect(reconcile(teardownGoal(teardownOf()), world.visit({ forPeople }))).rejects.toThrow(
      'which would lose their claims',
    );
    expect(world.account.snapshot().roles).toHaveLength(1);
  });

  test('an application of a pipeline that is taken for one of people', async () => {
    const world = new ModelWorld();
    await reconcile(setupGoal(wishOf()), world.visit());
    const goal = peopleGoal(peopleWishOf({}, { adopt: true }));
    await expect(reconcile(goal, world.visit({ forPeople }))).rejects.toThrow("is a pipeline's");
  });

  test('an application of people that is taken for one of a pipeline', async () => {
    const world = await worldOf(peopleWishOf());
    const wish = wishOf();
    const seen = await observe(questionOf(wish), world.visit());
    expect(() => planSetup(wish, seen)).toThrow('is one that people sign in to');
    const gone = await observe(teardownQuestion(teardownOf()), world.visit());
    expect(() => planTeardown(teardownOf(), gone)).toThrow('is one that people sign in to');
  });
});

test('tearing down one role of two leaves the other one as it is', async () => {
  const world = await worldOf(peopleWishOf(), peopleWishOf({}, { role: OTHER }));
  await reconcile(teardownGoal(teardownOf()), world.visit({ forPeople }));
  expect(appRolesIn(world).map(({ value }) => value)).toEqual(['aws:123456789012:ci/audit']);
  expect(peopleIn(world).listeners).toHaveLength(1);
  expect(world.account.snapshot().roles.map(({ arn }) => arn.text)).toEqual([OTHER.text]);
});
