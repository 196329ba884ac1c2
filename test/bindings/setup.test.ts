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
  "+ Role arn:aws:iam::123456789012:role/deployment, which nobody can assume yet",
  "+   sessions of up to 7200 s",
  "+ Policy arn:aws:iam::aws:policy/ReadOnlyAccess on the role arn:aws:iam::123456789012:role/deployment",
  "+ Trust of the role arn:aws:iam::123456789012:role/deployment in https://login.microsoftonline.com/11111111-1111-4111-8111-111111111111/v2.0, for tokens with",
  "+   aud = (known after the application is made)",
  "+   oaud = (known after the application is made)",
  "+   sub = (known after the service principal is made)",
]
`);
  });

  test('costs six requests of Graph', async () => {
    const world = new ModelWorld();
    const visit = world.visit();
    await reconcile(setupGoal(wishOf()), visit);
    expect(visit.calls).toMatchInlineSnapshot(`
[
  "role",
  "application",
  "applicationsNamed",
  "provider",
  "createApplication",
  "createServicePrincipal",
  "replaceCertificates",
  "application",
  "createProvider",
  "provider",
  "createRole",
  "role",
  "attachPolicy",
  "attachedPolicies",
  "role",
  "updateTrustPolicy",
  "role",
]
`);
  });

  test('leaves nothing to do', async () => {
    const world = new ModelWorld();
    const wish = wishOf();
    await reconcile(setupGoal(wish), world.visit());
    expect(planSetup(wish, await observe(questionOf(wish), world.visit()))).toEqual([]);
    expect(world.account.snapshot().roles).toMatchInlineSnapshot(`
[
  {
    "arn": RoleArn {
      "account": "123456789012",
      "name": "deployment",
      "partition": {
        "dnsSuffix": "amazonaws.com",
        "dualStackDnsSuffix": "api.aws",
        "id": "aws",
        "regions": /\\^\\(us\\|eu\\|ap\\|sa\\|ca\\|me\\|af\\|il\\|mx\\)-\\\\w\\+-\\\\d\\+\\$/,
      },
      "text": "arn:aws:iam::123456789012:role/deployment",
    },
    "created": undefined,
    "description": "For the Entra application deployments",
    "lastUsed": undefined,
    "maxSessionDuration": 7200,
    "permissionsBoundary": undefined,
    "roleId": "AROAMODEL000000000001",
    "tags": {
      "entra-aws-creds:application-id": "cccccccc-0000-4000-8000-000000000001",
      "entra-aws-creds:created": "true",
    },
    "trustPolicy": {
      "Statement": [
        {
          "Action": "sts:AssumeRoleWithWebIdentity",
          "Condition": {
            "StringEquals": {
              "login.microsoftonline.com/11111111-1111-4111-8111-111111111111/v2.0:aud": "cccccccc-0000-4000-8000-000000000001",
              "login.microsoftonline.com/11111111-1111-4111-8111-111111111111/v2.0:oaud": "cccccccc-0000-4000-8000-000000000001",
              "login.microsoftonline.com/11111111-1111-4111-8111-111111111111/v2.0:sub": "dddddddd-0000-4000-8000-000000000001",
            },
          },
          "Effect": "Allow",
          "Principal": {
            "Federated": "arn:aws:iam::123456789012:oidc-provider/login.microsoftonline.com/11111111-1111-4111-8111-111111111111/v2.0",
          },
          "Sid": "EntraAwsCredscccccccc000040008000000000000001",
        },
      ],
      "Version": "2012-10-17",
    },
  },
]
`);
  });
});
