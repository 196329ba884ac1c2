import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { problemsOf } from '../../scripts/extension/task-manifest.mjs';
import { ROOT } from './packed-extension.ts';

interface Manifest {
  [field: string]: unknown;
  inputs: Record<string, unknown>[];
  outputVariables: { name: string; description: string }[];
  execution: Record<string, { target: string }>;
}

const task = (): Manifest => JSON.parse(readFileSync(join(ROOT, 'task.json'), 'utf8'));

test('task.json is as Azure Pipelines wants it', () => {
  expect(problemsOf(task(), ROOT)).toEqual([]);
});

describe.each<[string, (manifest: Manifest) => void, RegExp]>([
  [
    'an unknown field',
    (manifest) => Object.assign(manifest, { inputs2: [] }),
    /additional propert/,
  ],
  [
    'a handler that agents do not know',
    ({ execution }) => Object.assign(execution, { Node24_1: { target: 'dist/x.js' } }),
    /execution.*additional propert/,
  ],
  [
    'an output with an underscore',
    ({ outputVariables }) => outputVariables.push({ name: 'AWS_REGION', description: 'x' }),
    /outputVariables.*pattern/,
  ],
  [
    'an input with a hyphen',
    ({ inputs }) => Object.assign(inputs[0] ?? {}, { name: 'tenant-id' }),
    /inputs\/0\/name.*pattern/,
  ],
  [
    'an input of no type',
    ({ inputs }) => Object.assign(inputs[0] ?? {}, { type: 'secret' }),
    /inputs\/0\/type/,
  ],
  [
    'a pick list without options',
    ({ inputs }) => delete inputs.find(({ type }) => type === 'pickList')?.['options'],
    /options/,
  ],
  [
    'a pick list with a default that is no option',
    ({ inputs }) =>
      Object.assign(inputs.find(({ type }) => type === 'pickList') ?? {}, { defaultValue: 'x' }),
    /has no option x/,
  ],
  [
    'two inputs of one name',
    ({ inputs }) => inputs.push({ ...inputs[0], name: 'TenantID' }),
    /TenantID is the name of two inputs/,
  ],
  [
    'an alias that is an input',
    ({ inputs }) => Object.assign(inputs[0] ?? {}, { aliases: ['awsRegion'] }),
    /awsRegion is the name of two/,
  ],
  [
    'a group that there is not',
    ({ inputs }) => Object.assign(inputs[0] ?? {}, { groupName: 'x' }),
    /in the group x/,
  ],
  [
    'a rule about no input',
    ({ inputs }) => Object.assign(inputs[0] ?? {}, { visibleRule: 'x = 1' }),
    /depending on x/,
  ],
  [
    'a rule that nobody can read',
    ({ inputs }) => Object.assign(inputs[0] ?? {}, { visibleRule: 'x is 1' }),
    /visibleRule.*pattern/,
  ],
  [
    'a bundle that is not there',
    ({ execution }) => Object.assign(execution['Node24'] ?? {}, { target: 'dist/none.js' }),
    /dist\/none\.js is not there/,
  ],
  [
    'a name that is too long',
    (manifest) => Object.assign(manifest, { friendlyName: 'x'.repeat(41) }),
    /friendlyName/,
  ],
  ['no restrictions', (manifest) => delete manifest['restrictions'], /restrictions/],
])('%s', (_, spoil, reason) => {
  test('is found', () => {
    const manifest = task();
    spoil(manifest);
    expect(problemsOf(manifest, ROOT).join('\n')).toMatch(reason);
  });
});

// The task library's own schema is not in its package; name a copy to hold task.json against that one too.
const official = process.env['TASKS_SCHEMA'];
(official === undefined ? test.skip : test)("task.json fits the task library's own schema", () => {
  const { $schema: _, id: __, ...schema } = JSON.parse(readFileSync(official ?? '', 'utf8'));
  const fits = new Ajv({ allErrors: true, strict: false, unicodeRegExp: false }).compile(schema);
  fits(task());
  expect(fits.errors ?? []).toEqual([]);
});
