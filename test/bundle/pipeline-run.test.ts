import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { version } from './own-version.ts';
import {
  type HostName,
  type Inputs,
  mainInputs,
  PIPELINES,
  type Pipeline,
  type PipelineOptions,
} from './pipeline.ts';
import { sandboxedPipelines } from './sandboxed-pipelines.ts';

const { sandbox, scenario, openPipeline } = await sandboxedPipelines();
let pipeline: Pipeline;

const on = (host: HostName) => PIPELINES.filter(([name]) => name === host);

describe.each(PIPELINES)('%s on %s', (host, node) => {
  const onAzure = host === 'Azure Pipelines';
  const run = async (inputs: Inputs = {}, options: PipelineOptions = {}) => {
    const before = sandbox.requests.length;
    pipeline = openPipeline(host, node, options);
    const outcome = await pipeline.step({ ...mainInputs(sandbox, scenario), ...inputs });
    const agents = sandbox.requests
      .slice(before)
      .map(({ service, headers }) => [service, headers['user-agent'] ?? ''] as const);
    return { outcome, agents };
  };
  const ofRun = onAzure
    ? `entra-aws-creds/${version} (AzureDevOps Website, build 4711, attempt 1, job Job)`
    : `entra-aws-creds/${version} (GitHubActions contoso/website, run 1234567890, attempt 1, job deploy)`;

  test('CloudTrail is told of run, attempt and job, whatever the session is called', async () => {
    const { outcome, agents } = await run({ 'role-session-name': 'release' });
    expect(outcome.errors).toEqual([]);
    expect(agents.map(([service]) => service)).toEqual(['entra', 'sts']);
    expect(agents[1]?.[1]).toBe(ofRun);
  });

  test('a chain of roles is, too, and no log is told when the SDK ends its support of a Node', async () => {
    const next = scenario.role.account.role({
      name: `Next-${host.slice(0, 2)}-${node.slice(-2)}`,
      trustPolicy: {
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Principal: { AWS: scenario.roleArn }, Action: 'sts:AssumeRole' },
        ],
      },
    });
    const { outcome, agents } = await run(
      { 'role-chain': next.arn, refresh: 'true' },
      { environment: { NODE_OPTIONS: `--import=${warner()}` } },
    );
    expect(outcome.errors).toEqual([]);
    expect(agents.at(-1)?.[1]).toContain(ofRun);
    expect(agents.at(-1)?.[1]).toContain('aws-sdk-js/');
    expect(outcome.written).not.toMatch(/NodeVersionSupportWarning|AWS SDK/);
    // Other warnings are none of ours to hide.
    expect(outcome.written).toContain('of something else');
  });

  test('a renewal speaks for the same run, and says nothing of its Node either', async () => {
    const { openSession } = sandbox.aws;
    sandbox.aws.openSession = (request) =>
      openSession.call(sandbox.aws, { ...request, durationSeconds: 3 });
    const next = scenario.role.account.role({
      name: `Renewed-${host.slice(0, 2)}-${node.slice(-2)}`,
      trustPolicy: {
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Principal: { AWS: scenario.roleArn }, Action: 'sts:AssumeRole' },
        ],
      },
    });
    await run({ 'role-chain': next.arn, refresh: 'true' });
    sandbox.aws.openSession = openSession;
    const before = sandbox.requests.length;
    const line = await pipeline.script(
      `eval "$(sed -n 's/^credential_process = //p' "$AWS_CONFIG_FILE") 2>&1"`,
    );
    expect(line).toMatch(/^\{"Version":1,/);
    const agents = sandbox.requests.slice(before).map(({ headers }) => headers['user-agent']);
    expect(agents).toHaveLength(3);
    for (const agent of agents) expect(agent).toContain(ofRun);
  });
});

/** Code that warns of something, as Node does. */
function warner(): string {
  const path = join(sandbox.directory, 'warner.mjs');
  writeFileSync(path, "process.emitWarning('of something else');");
  return path;
}

describe.each(on('Azure Pipelines'))('%s on %s', (host, node) => {
  /** A release whose primary artifact is the build 4711. */
  const release = {
    'System.HostType': { value: 'release' },
    'Release.ReleaseId': { value: '118' },
    'Release.AttemptNumber': { value: '3' },
    'Agent.JobName': { value: 'Deploy to production' },
  };
  const sessionOf = async (variables: NonNullable<PipelineOptions['variables']>) => {
    pipeline = openPipeline(host, node, {
      variables,
    });
    const { outputs } = await pipeline.step(mainInputs(sandbox, scenario));
    return outputs['assumed-role-arn']?.split('/').at(-1);
  };

  test('a release gives its own number, not that of the build it deploys', async () => {
    expect(await sessionOf(release)).toBe('AzureDevOps-Website-118');
    expect(sandbox.requests.at(-1)?.headers['user-agent']).toContain(
      '(AzureDevOps Website, release 118, attempt 3, job Deploy-to-production)',
    );
  });

  test('a build is one, even with variables that are called after a release', async () => {
    const { 'Release.ReleaseId': id } = release;
    expect(await sessionOf({ 'Release.ReleaseId': id })).toBe('AzureDevOps-Website-4711');
  });

  test.each([
    ['a fork', 'True', /EAC_INPUT_NOT_EXPANDED: .* for a pull request from a fork/],
    [
      'the repository',
      'False',
      /EAC_INPUT_NOT_EXPANDED: .* is not for a fork: the name is misspelt/,
    ],
  ])('a secret that does not come to a build of %s is explained', async (_, isFork, says) => {
    pipeline = openPipeline(host, node, {
      variables: { 'System.PullRequest.IsFork': { value: isFork } },
    });
    const inputs = { ...mainInputs(sandbox, scenario), certificate: '$(ENTRA_CERTIFICATE)' };
    const { errors } = await pipeline.step(inputs);
    expect(errors).toEqual([expect.stringMatching(says)]);
  });
});

describe.each(on('GitHub Actions'))('%s on %s', (host, node) => {
  const FORK = /^EAC_INPUT_MISSING: .* is for a pull request from a fork, which gets no secrets/;
  const OWN =
    /^EAC_INPUT_MISSING: .* is not for a fork, so if it is a secret, its name is misspelt/;
  const UNKNOWN = /^EAC_INPUT_MISSING: .* its name is misspelt, or when the run comes from a fork/;
  const pull = (head: object | null, base: object = { id: 1 }) => ({
    repository: { id: 1, fork: false },
    pull_request: { number: 7, head: { repo: head }, base: { repo: base } },
  });

  test.each([
    ['of a fork', 'pull_request', pull({ id: 2 }), 'mallory', FORK],
    ['of a fork that was deleted', 'pull_request', pull(null), 'mallory', FORK],
    ['of a branch', 'pull_request', pull({ id: 1 }), 'octocat', OWN],
    ['of a fork, for the repository', 'pull_request_target', pull({ id: 2 }), 'mallory', OWN],
    ['without a pull request', 'push', { repository: { id: 1, fork: false } }, 'octocat', OWN],
    [
      "in a fork's own repository",
      'push',
      { repository: { id: 2, fork: true } },
      'mallory',
      UNKNOWN,
    ],
    ['without its payload', 'pull_request', {}, 'octocat', UNKNOWN],
    [
      'of Dependabot',
      'pull_request',
      pull({ id: 1 }),
      'dependabot[bot]',
      /^EAC_INPUT_MISSING: .* triggered by Dependabot, which only gets its own secrets/,
    ],
  ])('an empty secret is explained in a run %s', async (_, event, payload, actor, says) => {
    const { errors } = await withEvent(event, JSON.stringify(payload), actor);
    expect(errors).toEqual([expect.stringMatching(says)]);
  });

  test('an event that cannot be read is no failure of its own', async () => {
    const { errors } = await withEvent('pull_request', '{"cut', 'octocat');
    expect(errors).toEqual([expect.stringMatching(UNKNOWN)]);
  });

  async function withEvent(name: string, payload: string, actor: string) {
    const path = join(sandbox.directory, 'event.json');
    writeFileSync(path, payload);
    pipeline = openPipeline(host, node, {
      environment: { GITHUB_EVENT_NAME: name, GITHUB_EVENT_PATH: path, GITHUB_ACTOR: actor },
    });
    return pipeline.step({ ...mainInputs(sandbox, scenario), certificate: '' });
  }
});
