import {
  type Sandbox,
  type StandardScenario,
  standardScenario,
  startSandbox,
  type TrustPolicy,
} from '@entra-aws-creds/sandbox';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { mainInputs, openPipeline, PIPELINES, type Pipeline } from './pipeline.ts';

let sandbox: Sandbox;
let scenario: StandardScenario;
let middle: string;
let last: string;

const EXTERNAL_ID = 'release-7';

beforeAll(async () => {
  sandbox = await startSandbox();
  scenario = await standardScenario(sandbox);
  const accounts = {
    middle: sandbox.aws.account('222222222222'),
    last: sandbox.aws.account('333333333333'),
  };
  middle = accounts.middle.role({
    name: 'Middle',
    path: '/ci/',
    trustPolicy: trusting(scenario.roleArn, 'sts:AssumeRole', 'sts:TagSession'),
  }).arn;
  last = accounts.last.role({
    name: 'Last',
    trustPolicy: trusting(middle, 'sts:AssumeRole', 'sts:TagSession'),
  }).arn;
});
afterAll(() => sandbox.close());

function trusting(principal: string, ...actions: string[]): TrustPolicy {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: principal },
        Action: actions,
        Condition: { StringEquals: { 'sts:ExternalId': EXTERNAL_ID } },
      },
    ],
  };
}

describe.each(PIPELINES)('%s on %s', (host, node) => {
  let pipeline: Pipeline;
  const run = (inputs: Record<string, string>) => {
    pipeline = openPipeline(host, node, { environment: { NODE_EXTRA_CA_CERTS: sandbox.caFile } });
    return pipeline.step({ ...mainInputs(sandbox, scenario), ...inputs });
  };
  afterEach(() => pipeline.close());

  test('each role is assumed from the one before it, and the last one is exported', async () => {
    const before = sandbox.requests.length;
    const outcome = await run({
      'role-chain': `${middle}\n${last}`,
      'role-external-id': EXTERNAL_ID,
      'custom-tags': '{"team": "web", "stage": "production"}',
      'transitive-tag-keys': 'team',
    });
    expect(outcome.errors).toEqual([]);
    expect(sandbox.requests.slice(before).map(({ service }) => service)).toEqual([
      'entra',
      'sts',
      'sts',
      'sts',
    ]);
    expect(outcome.outputs).toMatchObject({
      'aws-account-id': '333333333333',
      'assumed-role-arn': expect.stringMatching(/^arn:aws:sts::333333333333:assumed-role\/Last\//),
    });
    const [first, second, third] = sandbox.aws.sessions.slice(-3);
    expect(first?.tags).toEqual({});
    expect(second).toMatchObject({
      tags: { team: 'web', stage: 'production' },
      transitiveTagKeys: ['team'],
    });
    expect(third).toMatchObject({
      tags: { team: 'web', stage: 'production' },
      transitiveTagKeys: ['team'],
    });
    expect(new Set([first?.name, second?.name, third?.name]).size).toBe(1);
    expect(pipeline.awsVariables()['AWS_ACCESS_KEY_ID']).toBe(third?.accessKeyId);
    for (const session of [first, second, third]) {
      expect(outcome.masks).toContain(session?.secretAccessKey);
      expect(outcome.masks).toContain(session?.sessionToken);
    }
  });

  test('a missing external ID is told with both roles, and nothing is exported', async () => {
    const outcome = await run({ 'role-chain': middle });
    expect(outcome.errors.join()).toMatch(
      /EAC_STS_CHAIN_DENIED: arn:aws:iam::123456789012:role\/Deploy may not assume arn:aws:iam::222222222222:role\/ci\/Middle.*external ID/,
    );
    expect(outcome.exported).toEqual([]);
  });

  test('the hour that AWS gives a chain is explained before anything is asked', async () => {
    const before = sandbox.requests.length;
    const outcome = await run({ 'role-chain': middle, 'role-duration-seconds': '7200' });
    expect(outcome.errors.join()).toMatch(/EAC_INPUT_CONFLICT.*7200.*after one hour/);
    expect(sandbox.requests.length).toBe(before);
  });

  test('an account outside the allowed ones is refused at the end of the chain', async () => {
    const outcome = await run({
      'role-chain': middle,
      'role-external-id': EXTERNAL_ID,
      'allowed-account-ids': scenario.accountId,
    });
    expect(outcome.errors.join()).toMatch(/EAC_ACCOUNT_NOT_ALLOWED.*222222222222/);
    expect(outcome.exported).toEqual([]);
  });

  test('session policies narrow the session', async () => {
    const policy = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }],
    };
    const outcome = await run({
      'inline-session-policy': JSON.stringify(policy, null, 4),
      'managed-session-policies':
        'arn:aws:iam::aws:policy/ReadOnlyAccess\narn:aws:iam::123456789012:policy/ci/deploy',
    });
    expect(outcome.errors).toEqual([]);
    expect(sandbox.aws.sessions.at(-1)).toMatchObject({
      policy: JSON.stringify(policy),
      policyArns: [
        'arn:aws:iam::aws:policy/ReadOnlyAccess',
        'arn:aws:iam::123456789012:policy/ci/deploy',
      ],
    });
  });
});
