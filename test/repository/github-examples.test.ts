import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { documentedWorkflows } from '../../scripts/documented-workflows.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (file: string) => readFileSync(`${root}${file}`, 'utf8');
const action = parse(read('action.yml'));

interface Step {
  id?: string;
  uses?: string;
  with?: Record<string, unknown>;
}

const OURS = /^org\/entra-aws-creds@/;
const stepsOf = (workflow: { jobs: Record<string, { steps?: Step[] }> }): Step[] =>
  Object.values(workflow.jobs).flatMap(({ steps = [] }) => steps);

/** Of a whole workflow, of one job, or of a list of steps. */
function stepsIn(example: unknown): Step[] {
  if (Array.isArray(example)) return example;
  const { jobs, steps = [] } = example as { jobs?: Record<string, object>; steps?: Step[] };
  return jobs === undefined ? steps : stepsOf({ jobs });
}

const workflows = documentedWorkflows(read('docs/github.md'));

/** Every use of the action that a page shows, also where the example is no whole workflow. */
const pages = [
  'README.md',
  ...readdirSync(`${root}docs`)
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];
const shown = pages.flatMap((page) =>
  [...read(page).matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].flatMap(([, text = '']) => {
    if (!text.includes('uses: org/entra-aws-creds@')) return [];
    return stepsIn(parse(text))
      .filter(({ uses = '' }) => OURS.test(uses))
      .map((step) => ({ page, text, inputs: step.with ?? {} }));
  }),
);

test('every YAML example of docs/github.md is a whole workflow with a file name of its own', () => {
  const blocks = [...read('docs/github.md').matchAll(/^```yaml$/gm)];
  expect(workflows).toHaveLength(blocks.length);
  expect(new Set(workflows.map(({ file }) => file)).size).toBe(workflows.length);
});

test.each([
  'environments and approvals',
  'reusable workflows',
  'matrix',
  'several accounts',
  'longer than a session',
  'trust policy',
  'forks',
  'self-hosted runners',
  'github enterprise server',
])('docs/github.md has a section about %s', (topic) => {
  const headings = [...read('docs/github.md').matchAll(/^## (.+)$/gm)].map(([, text]) => text);
  expect(headings.join('\n').toLowerCase()).toContain(topic);
});

test('the pages show the action in use', () => {
  expect(shown.length).toBeGreaterThan(10);
});

describe('every use that is shown', () => {
  test.each(shown)('names only inputs that there are, $page', ({ inputs }) => {
    for (const name of Object.keys(inputs)) expect(Object.keys(action.inputs)).toContain(name);
  });

  test.each(shown)('gives all that is required, $page', ({ inputs }) => {
    const required = Object.entries<{ required: boolean }>(action.inputs)
      .filter(([, input]) => input.required)
      .map(([name]) => name);
    for (const name of required) expect(Object.keys(inputs)).toContain(name);
    expect('role-to-assume' in inputs || 'profiles' in inputs || 'drop' in inputs).toBe(true);
  });

  test.each(shown)('takes secrets from secrets only, $page', ({ inputs }) => {
    for (const name of ['certificate', 'certificate-password']) {
      if (name in inputs) expect(inputs[name]).toMatch(/^\$\{\{ secrets\.\w+ \}\}$/);
    }
  });

  test.each(shown)('reads only outputs that there are, $page', ({ text }) => {
    for (const [, name] of text.matchAll(/steps\.aws\.outputs\.([\w-]+)/g)) {
      expect(Object.keys(action.outputs)).toContain(name);
    }
  });
});

describe.each(workflows)('$file', ({ text }) => {
  const workflow = parse(text);

  test('asks for the rights that it needs and no others', () => {
    const withToken = stepsOf(workflow).some(
      (step) => step.with?.['entra-credential'] === 'github-oidc',
    );
    expect(workflow.permissions).toEqual({
      contents: 'read',
      ...(withToken ? { 'id-token': 'write' } : {}),
    });
  });

  test('leaves no token in the checkout', () => {
    for (const step of stepsOf(workflow)) {
      if (!step.uses?.startsWith('actions/checkout@')) continue;
      expect(step.with).toEqual({ 'persist-credentials': false });
    }
  });
});
