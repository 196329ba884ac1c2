import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { ROOT } from './packed-extension.ts';

interface TaskInput {
  name: string;
  aliases?: string[];
  type: string;
  required: boolean;
  options?: Record<string, string>;
  visibleRule?: string;
}

const task: { version: { Major: number }; inputs: TaskInput[] } = JSON.parse(
  readFileSync(join(ROOT, 'task.json'), 'utf8'),
);
const pages = [
  'README.md',
  'extension/overview.md',
  ...readdirSync(join(ROOT, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];
const uses = pages.flatMap((page) =>
  [...readFileSync(join(ROOT, page), 'utf8').matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].flatMap(
    ([, text = '']) => tasksIn(parse(text)).map(({ name, inputs }) => ({ page, name, inputs })),
  ),
);

/** Every step that uses our task, wherever in the pipeline it stands. */
function tasksIn(node: unknown): { name: string; inputs: Record<string, unknown> }[] {
  if (typeof node !== 'object' || node === null) return [];
  const { task: name, inputs = {} } = node as { task?: unknown; inputs?: Record<string, unknown> };
  if (typeof name === 'string' && name.startsWith('EntraAwsCreds@')) return [{ name, inputs }];
  return Object.values(node).flatMap(tasksIn);
}

test('there is an example for each way of using the task', () => {
  const used = new Set(uses.flatMap(({ inputs }) => Object.keys(inputs)));
  for (const name of [
    'certificateSecureFile',
    'certificate',
    'azureServiceConnection',
    'profiles',
    'refresh',
    'trustPolicyCheck',
  ]) {
    expect(used).toContain(name);
  }
});

describe.each(uses)('$page: $name', ({ name, inputs }) => {
  test('uses the version, inputs and values that there are', () => {
    expect(name).toBe(`EntraAwsCreds@${task.version.Major}`);
    for (const [key, value] of Object.entries(inputs)) {
      const input = task.inputs.find(({ name, aliases = [] }) => [name, ...aliases].includes(key));
      expect([key, input?.name]).not.toEqual([key, undefined]);
      if (input?.options) expect(Object.keys(input.options)).toContain(value);
      if (input?.type === 'boolean') expect([true, false]).toContain(value);
    }
  });

  test('gives what is required', () => {
    const withConnection = inputs['entraCredential'] === 'service-connection';
    const required = task.inputs.filter(
      ({ required, visibleRule }) =>
        required && !(withConnection && visibleRule === 'entraCredential = certificate'),
    );
    for (const { name } of required) expect(Object.keys(inputs)).toContain(name);
    expect(
      Object.keys(inputs).some((key) => ['roleToAssume', 'profiles', 'drop'].includes(key)),
    ).toBe(true);
  });
});

test('the page of the agents names the first that will do, now and after Node 20', () => {
  const page = readFileSync(join(ROOT, 'docs/azure-devops.md'), 'utf8');
  const { minimumAgentVersion, execution } = JSON.parse(
    readFileSync(join(ROOT, 'task.json'), 'utf8'),
  );
  expect(Object.keys(execution)).toEqual(['Node24', 'Node20_1']);
  const [now, later] = page.split('January 2027');
  expect(now).toContain(`Agents from ${minimumAgentVersion} on`);
  // The first agent that has the handler Node24.
  expect(later).toContain('4.265.1');
});
