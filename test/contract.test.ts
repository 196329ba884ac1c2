import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { camelCase, INPUT_NAMES } from '@entra-aws-creds/core';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (file: string) => readFileSync(`${root}${file}`, 'utf8');
const action = parse(read('action.yml'));
const task = JSON.parse(read('task.json'));
const packageJson = JSON.parse(read('package.json'));

/** Inputs that only one host has. */
const GITHUB_ONLY: readonly string[] = [];
const AZURE_ONLY: readonly string[] = ['certificate-secure-file', 'azure-service-connection'];

const onGitHub = INPUT_NAMES.filter((name) => !AZURE_ONLY.includes(name));
const azureName = (name: string) =>
  name === 'action-timeout-s' ? 'taskTimeoutSeconds' : camelCase(name);
const onAzure = INPUT_NAMES.filter((name) => !GITHUB_ONLY.includes(name)).map(azureName);
const taskInput = (name: string) =>
  task.inputs.find((input: { name: string }) => input.name === azureName(name));

describe('action.yml, task.json and core agree', () => {
  test('on the inputs', () => {
    expect(Object.keys(action.inputs).sort()).toEqual([...onGitHub].sort());
    expect(task.inputs.map(({ name }: { name: string }) => name).sort()).toEqual(
      [...onAzure].sort(),
    );
  });

  test.each(Object.keys(action.inputs))(
    'on %s: default, whether it is required, that it is explained',
    (name) => {
      const { default: fallback, required, description } = action.inputs[name];
      const input = taskInput(name);
      expect(description).toMatch(/\.$/);
      if (input === undefined) return;
      expect(input.defaultValue).toBe(fallback);
      expect(input.required).toBe(required);
      expect(input.helpMarkDown).toMatch(/\.$/);
      expect(task.groups.map((group: { name: string }) => group.name)).toContain(input.groupName);
    },
  );

  test('on the outputs', () => {
    expect(task.outputVariables.map(({ name }: { name: string }) => name)).toEqual(
      Object.keys(action.outputs).map(camelCase),
    );
  });

  test('on the version', () => {
    const { Major, Minor, Patch } = task.version;
    expect(`${Major}.${Minor}.${Patch}`).toBe(packageJson.version);
  });
});

describe('task.json', () => {
  test('lets the task set what it sets, and nothing else', () => {
    expect(task.restrictions.commands.mode).toBe('restricted');
    const outputs = task.outputVariables.map(({ name }: { name: string }) => name);
    expect(task.restrictions.settableVariables.allowed).toEqual(['AWS_*', 'AWS.*', ...outputs]);
  });

  test('declares no AWS_* output: it would turn the exported variable into an output', () => {
    for (const { name } of task.outputVariables) expect(name).toMatch(/^[A-Za-z]+$/);
  });

  test('runs on Node 24 and Node 20, in the job and after it, from files that are there', () => {
    for (const phase of ['execution', 'postjobexecution']) {
      expect(Object.keys(task[phase])).toEqual(['Node24', 'Node20_1']);
      for (const { target } of Object.values<{ target: string }>(task[phase])) {
        expect(read(target).length).toBeGreaterThan(1000);
      }
    }
  });
});

test('action.yml runs on Node 24, from files that are there', () => {
  expect(action.runs.using).toBe('node24');
  for (const file of [action.runs.main, action.runs.post]) {
    expect(read(file).length).toBeGreaterThan(1000);
  }
});

test('the tables of the README are those of action.yml', () => {
  execFileSync(process.execPath, [`${root}scripts/readme-tables.mjs`, '--check']);
});

test('every dependency has its reason on the page', () => {
  const page = read('docs/dependencies.md');
  const manifests = ['.', ...packageJson.workspaces].map((folder: string) =>
    JSON.parse(read(`${folder}/package.json`)),
  );
  const names = manifests.flatMap(({ dependencies = {}, devDependencies = {} }) => [
    ...Object.keys(dependencies),
    ...Object.keys(devDependencies),
  ]);
  for (const name of names.filter((name) => !name.startsWith('@entra-aws-creds/'))) {
    expect(page).toContain(`\`${name}\``);
  }
});
