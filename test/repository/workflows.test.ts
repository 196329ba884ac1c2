import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = `${root}.github/workflows/`;
const names = readdirSync(folder);
const read = (name: string) => readFileSync(`${folder}${name}`, 'utf8');

interface Step {
  uses?: string;
  run?: string;
  with?: Record<string, unknown>;
}
interface Job {
  permissions?: Record<string, string>;
  'timeout-minutes'?: number;
  steps: Step[];
}
const jobsOf = (name: string): [string, Job][] => Object.entries(parse(read(name)).jobs);

const PINNED = /^\s*(?:- )?uses: ([\w.-]+\/[\w./-]+)@([0-9a-f]{40}) # (v\d+\.\d+\.\d+)$/;
const LOCAL = /^\s*(?:- )?uses: \.\/$/;
const uses = names.flatMap((name) =>
  read(name)
    .split('\n')
    .filter((line) => /\buses:/.test(line))
    .map((line) => ({ name, line })),
);

test('there are workflows for CI, real services, release, Scorecard and CodeQL', () => {
  expect(names.sort()).toEqual(['ci.yml', 'codeql.yml', 'e2e.yml', 'release.yml', 'scorecard.yml']);
});

test('CI covers three systems and both versions of Node', () => {
  const { matrix } = parse(read('ci.yml')).jobs.test.strategy;
  expect(matrix).toEqual({
    os: ['ubuntu-latest', 'windows-latest', 'macos-latest'],
    node: ['20', '24'],
  });
});

test('every action of others is pinned by digest, with its version beside', () => {
  expect(uses.length).toBeGreaterThan(10);
  for (const { name, line } of uses.filter(({ line }) => !LOCAL.test(line))) {
    expect([name, line]).toEqual([name, expect.stringMatching(PINNED)]);
  }
});

test('an action has the same digest and version wherever it is used', () => {
  const seen = new Map<string, string>();
  for (const { line } of uses) {
    const [, action = '', digest, version] = PINNED.exec(line) ?? [];
    // The parts of a repository are one release of it.
    const repository = action.split('/').slice(0, 2).join('/');
    const pin = `${digest} ${version}`;
    expect(seen.get(repository) ?? pin).toBe(pin);
    seen.set(repository, pin);
  }
});

describe.each(names)('%s', (name) => {
  const workflow = parse(read(name));

  test('gives no right to all its jobs', () => {
    expect(workflow.permissions).toEqual({});
  });

  test('is never started with the rights of the repository by code of others', () => {
    expect(Object.keys(workflow.on)).not.toContain('pull_request_target');
    expect(Object.keys(workflow.on)).not.toContain('workflow_run');
  });

  test.each(jobsOf(name))('job %s states its rights and its time', (_, job) => {
    expect(job.permissions).toBeDefined();
    expect(job['timeout-minutes']).toBeGreaterThan(0);
  });

  test.each(jobsOf(name))('job %s leaves no token in the checkout', (_, { steps }) => {
    for (const step of steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'))) {
      expect(step.with).toEqual({ 'persist-credentials': false });
    }
  });

  test.each(jobsOf(name))('job %s, if it may write contents, runs no code of ours', (_, job) => {
    if (job.permissions?.['contents'] !== 'write') return;
    for (const { uses = '', run = '' } of job.steps) {
      expect(uses).not.toMatch(/^(\.\/|actions\/checkout@)/);
      expect(run).not.toMatch(/\b(npm|npx|node)\b/);
    }
  });
});

test('Dependabot watches every lock file and the actions, and waits a while', () => {
  const { updates } = parse(readFileSync(`${root}.github/dependabot.yml`, 'utf8'));
  const watched = updates.flatMap(
    (update: { 'package-ecosystem': string; directory?: string; directories?: string[] }) =>
      (update.directories ?? [update.directory]).map(
        (directory) => `${update['package-ecosystem']} ${directory}`,
      ),
  );
  expect(watched).toEqual([
    'npm /',
    'npm /test/node-versions',
    'npm /test/judges/oidc-provider',
    'pip /test/judges/moto',
    'github-actions /',
  ]);
  for (const { cooldown } of updates) expect(cooldown['default-days']).toBeGreaterThanOrEqual(7);
});

test.each(['bug.yml', 'feature.yml', 'config.yml'])('the issue form %s is one', (name) => {
  const form = parse(readFileSync(`${root}.github/ISSUE_TEMPLATE/${name}`, 'utf8'));
  if (name === 'config.yml') {
    expect(form.blank_issues_enabled).toBe(false);
    return;
  }
  expect(form).toMatchObject({ name: expect.any(String), description: expect.any(String) });
  const ids = form.body.filter(({ type }: { type: string }) => type !== 'markdown');
  expect(new Set(ids.map(({ id }: { id: string }) => id)).size).toBe(ids.length);
  for (const { attributes } of ids) expect(attributes.label).toEqual(expect.any(String));
});
