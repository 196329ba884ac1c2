import { describe, expect, test } from '@jest/globals';
import {
  describePlan,
  observe,
  planSetup,
  questionOf,
  reconcile,
  setupGoal,
} from '../../packages/bindings/src/index.ts';
import { ModelWorld } from './model/model-world.ts';
import { wishOf } from './model/wishes.ts';

const GRAPH_CALLS = new Set([
  'application',
  'applicationsNamed',
  'createApplication',
  'updateApplication',
  'servicePrincipal',
  'createServicePrincipal',
  'replaceCertificates',
  'federatedCredentials',
  'deletedApplications',
]);

describe('setting up what is not there', () => {
  test('says everything before it does anything', async () => {
    const world = new ModelWorld();
    const wish = wishOf();
    const lines = describePlan(planSetup(wish, await observe(questionOf(wish), world.visit())));
    expect(lines.map(({ sign, text }) => `${sign} ${text}`)).toMatchInlineSnapshot(`
[
  "+ Entra application "deployments", with v2.0 tokens",
  "+ Service principal of the client ID (known after the application is made)",
  "+ Certificate "entra-aws-creds 2026-11-21" (SHA-1 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA), valid until 2027-11-21",
  "+ Identity provider arn:aws:iam::123456789012:oidc-provider/login.microsoftonline.com/11111111-1111-4111-8111-111111111111/v2.0",
  "+ Audience (known after the application is made) of the identity provider",
  "+ Role arn:aws:iam::123456789012:role/deployment, which nobody can assume yet:",
  "+   sessions of up to 7200 s",
  "+ Policy arn:aws:iam::aws:policy/ReadOnlyAccess on the role arn:aws:iam::123456789012:role/deployment",
  "+ Trust of the role arn:aws:iam::123456789012:role/deployment in https://login.microsoftonline.com/11111111-1111-4111-8111-111111111111/v2.0, for tokens with",
  "+   aud = (known after the application is made)",
  "+   oaud = (known after the application is made)",
  "+   sub = (known after the service principal is made)",
]
`);
  });

  test('costs eight requests of Graph', async () => {
    const world = new ModelWorld();
    const visit = world.visit();
    await reconcile(setupGoal(wishOf()), visit);
    // Each of these is one request: an upsert answers with what it made.
    expect(visit.calls.filter((call) => GRAPH_CALLS.has(call))).toEqual([
      'application',
      'applicationsNamed',
      'application',
      'createApplication',
      'createServicePrincipal',
      'replaceCertificates',
      'application',
      'application',
    ]);
  });

  test('leaves nothing to do', async () => {
    const world = new ModelWorld();
    const wish = wishOf();
    await reconcile(setupGoal(wish), world.visit());
    expect(planSetup(wish, await observe(questionOf(wish), world.visit()))).toEqual([]);
  });

  test('keeps to the identifier URI that it has, and the version of its tokens', async () => {
    const world = new ModelWorld();
    const asked = { tokenVersion: 'v1' as const, identifierUri: true };
    await reconcile(setupGoal(wishOf(asked)), world.visit());
    const { changes } = await reconcile(setupGoal(wishOf()), world.visit());
    expect(changes).toEqual([]);
  });
});
