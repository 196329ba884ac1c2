import { type TrustPolicy, tightTrustPolicy } from '@entra-aws-creds/sandbox';
import { describe, expect, test } from '@jest/globals';
import { mainInputs, PIPELINES, type Pipeline } from './pipeline.ts';
import { sandboxedPipelines } from './sandboxed-pipelines.ts';

const { sandbox, scenario, openPipeline } = await sandboxedPipelines();
const EXTERNAL_ID = 'release-7';

const accounts = {
  middle: sandbox.aws.account('222222222222'),
  last: sandbox.aws.account('333333333333'),
};
const middle = accounts.middle.role({
  name: 'Middle',
  path: '/ci/',
  trustPolicy: trusting(scenario.roleArn, 'sts:AssumeRole', 'sts:TagSession'),
}).arn;
const last = accounts.last.role({
  name: 'Last',
  trustPolicy: trusting(middle, 'sts:AssumeRole', 'sts:TagSession'),
}).arn;

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

/** The statements of docs/github.md. */
function selfTagging() {
  const arn = 'arn:aws:iam::123456789012:role/SelfTagging';
  const account = sandbox.aws.account('123456789012');
  const { tokenAudience, tokenSubject } = scenario;
  const forToken = tightTrustPolicy(scenario.provider, { aud: tokenAudience, sub: tokenSubject });
  const forItself = {
    Effect: 'Allow' as const,
    Principal: { AWS: arn },
    Action: ['sts:AssumeRole', 'sts:TagSession'],
    Condition: {
      StringEquals: { 'aws:RequestTag/team': 'web', 'aws:RequestTag/pipeline': 'website' },
      'ForAllValues:StringEquals': { 'aws:TagKeys': ['team', 'pipeline'] },
    },
  };
  const trustPolicy = { ...forToken, Statement: [forToken.Statement, forItself].flat() };
  if (account.findRole('SelfTagging') === undefined) {
    account.role({ name: 'SelfTagging', mayReadItself: true, trustPolicy });
  }
  return { inputs: { 'role-to-assume': arn, 'role-chain': arn } };
}

describe.each(PIPELINES)('%s on %s', (host, node) => {
  let pipeline: Pipeline;
  const run = (inputs: Record<string, string>) => {
    pipeline = openPipeline(host, node);
    return pipeline.step({ ...mainInputs(sandbox, scenario), ...inputs });
  };

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

  test('a role that assumes itself carries the tags of the pipeline', async () => {
    const self = selfTagging();
    const checked = { 'trust-policy-check': 'enforce', 'iam-endpoint': sandbox.iamUrl };
    for (const check of [{}, checked]) {
      const tags = '{"team": "web", "pipeline": "website"}';
      const outcome = await run({ ...self.inputs, 'custom-tags': tags, ...check });
      expect([outcome.errors, outcome.warnings]).toEqual([[], []]);
      const [first, second] = sandbox.aws.sessions.slice(-2);
      expect([first?.tags, second?.tags]).toEqual([{}, { team: 'web', pipeline: 'website' }]);
      expect(outcome.outputs['assumed-role-arn']).toContain(':assumed-role/SelfTagging/');
    }
  });

  test.each([
    [{ team: 'other', pipeline: 'website' }],
    [{ team: 'web' }],
    [{ team: 'web', pipeline: 'website', admin: 'yes' }],
  ])('and none but those that its policy pins: not %j', async (tags) => {
    const { inputs } = selfTagging();
    const outcome = await run({ ...inputs, 'custom-tags': JSON.stringify(tags) });
    expect(outcome.errors.join()).toMatch(/EAC_STS_CHAIN_DENIED.*sts:TagSession/);
    expect(outcome.exported).toEqual([]);
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

  test.each([
    ['the role', () => ({ 'allowed-account-ids': '222222222222' })],
    [
      'a link in the middle',
      () => ({
        'role-chain': `${middle}\n${last}`,
        'allowed-account-ids': '123456789012,333333333333',
      }),
    ],
    [
      'the end of the chain',
      () => ({ 'role-chain': middle, 'allowed-account-ids': '123456789012' }),
    ],
    ['a profile', () => ({ profiles: `other = ${last}`, 'allowed-account-ids': '123456789012' })],
  ])('an account outside the allowed ones is refused by the ARN of %s', async (_, inputs) => {
    const before = sandbox.requests.length;
    const outcome = await run(inputs());
    expect(outcome.errors.join()).toMatch(
      /EAC_ACCOUNT_NOT_ALLOWED.* is in account (\d)\d{11}, which/,
    );
    expect(outcome.exported).toEqual([]);
    expect(sandbox.requests.length).toBe(before);
  });

  describe('session policies', () => {
    const policyFor = (...actions: string[]) => ({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }],
    });
    const READ_ONLY = 'arn:aws:iam::aws:policy/ReadOnlyAccess';

    test('narrow the session', async () => {
      const policy = policyFor('s3:GetObject');
      const own = 'arn:aws:iam::123456789012:policy/ci/deploy';
      const outcome = await run({
        'inline-session-policy': JSON.stringify(policy, null, 4),
        'managed-session-policies': `${READ_ONLY}\n${own}`,
      });
      expect(outcome.errors).toEqual([]);
      expect(sandbox.aws.sessions.at(-1)).toMatchObject({
        policy: JSON.stringify(policy),
        policyArns: [READ_ONLY, own],
      });
    });

    test('bind the session that a chain ends with, and the first', async () => {
      const policy = JSON.stringify(policyFor('s3:GetObject', 'sts:AssumeRole'));
      const outcome = await run({
        'role-chain': `${middle}\n${last}`,
        'role-external-id': EXTERNAL_ID,
        'inline-session-policy': policy,
        'managed-session-policies': READ_ONLY,
      });
      expect(outcome.errors).toEqual([]);
      const [first, second, third] = sandbox.aws.sessions.slice(-3);
      const bound = { policy, policyArns: [READ_ONLY] };
      expect(first).toMatchObject(bound);
      expect(second).toMatchObject({ policy: undefined, policyArns: [] });
      expect(third).toMatchObject(bound);
      expect(pipeline.awsVariables()['AWS_ACCESS_KEY_ID']).toBe(third?.accessKeyId);
    });

    test('that keep the first session from the second role are told for the cause', async () => {
      const outcome = await run({
        'role-chain': middle,
        'role-external-id': EXTERNAL_ID,
        'inline-session-policy': JSON.stringify(policyFor('s3:GetObject')),
      });
      expect(outcome.errors.join()).toMatch(
        /EAC_STS_CHAIN_DENIED.*no session policy allows.*session policies of this step also apply to the first session/,
      );
      expect(outcome.exported).toEqual([]);
    });

    test('that are too large with the tags of the chain are told', async () => {
      const before = sandbox.aws.sessions.length;
      const tags = Array.from({ length: 9 }, (_, i) => [`key-${i}`, 'x'.repeat(200)]);
      const outcome = await run({
        'role-chain': middle,
        'role-external-id': EXTERNAL_ID,
        'custom-tags': JSON.stringify(Object.fromEntries(tags)),
        'inline-session-policy': JSON.stringify({
          ...policyFor('sts:AssumeRole'),
          Id: 'x'.repeat(300),
        }),
      });
      expect(outcome.errors.join()).toMatch(/EAC_STS_REFUSED.*tags together are larger/);
      expect(sandbox.aws.sessions).toHaveLength(before + 1);
      expect(outcome.exported).toEqual([]);
    });

    test('of another account are refused before anything is asked', async () => {
      const before = sandbox.requests.length;
      const outcome = await run({
        'role-chain': middle,
        'managed-session-policies': 'arn:aws:iam::123456789012:policy/ci/deploy',
      });
      expect(outcome.errors.join()).toMatch(/EAC_INPUT_CONFLICT.*of account 123456789012, but/);
      expect(sandbox.requests.length).toBe(before);
    });
  });
});
