import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { codeBlocks } from './documented-pages.ts';

type Values = Readonly<Record<string, unknown>>;
type Yaml = string | number | boolean | null | readonly Yaml[] | { readonly [key: string]: Yaml };

interface Stage {
  readonly stage: string;
  readonly dependsOn?: string;
  readonly jobs: readonly Job[];
}

interface Job {
  readonly deployment?: string;
  readonly environment?: string;
}

const EACH = /^\$\{\{ each (\w+) in ([\w.]+) \}\}$/;

const memberOf = (path: string, values: Values): unknown =>
  path.split('.').reduce<unknown>((value, name) => (value as Values | undefined)?.[name], values);

/** As Azure Pipelines expands a template, as far as the page goes: `${{ a.b }}` in texts, and `each` in lists. */
function expanded(node: Yaml, values: Values): Yaml {
  if (typeof node === 'string') {
    return node.replaceAll(/\$\{\{ ([\w.]+) \}\}/g, (_, path) => String(memberOf(path, values)));
  }
  if (Array.isArray(node)) {
    return node.flatMap((item: Yaml) => {
      const [[key = '', body = null] = []] = Object.entries(item ?? {});
      const [, name = '', list = ''] = EACH.exec(key) ?? [];
      if (name === '') return [expanded(item, values)];
      const items = memberOf(list, values) as readonly unknown[];
      return items.flatMap((one) => expanded(body as Yaml, { ...values, [name]: one }));
    });
  }
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => [key, expanded(value, values)]),
  );
}

const files = new Map(
  codeBlocks('docs/azure-devops.md')
    .map(({ text }) => [/^# (\S+\.yml)\n/.exec(text)?.[1] ?? '', text] as const)
    .filter(([file]) => file !== ''),
);

/** The stages of the page's pipeline, with its templates in their places. */
function stages(): readonly Stage[] {
  const pipeline = parse(files.get('azure-pipelines.yml') ?? '');
  return pipeline.stages.flatMap((entry: { template?: string; parameters?: Values }) => {
    if (entry.template === undefined) return [entry];
    const template = parse(files.get(entry.template) ?? '');
    return (expanded(template, { parameters: entry.parameters }) as unknown as { stages: Stage[] })
      .stages;
  });
}

const releases = stages().filter(({ stage }) => stage !== 'build');
const jobs = releases.flatMap(({ jobs }) => jobs);

test('the worked release has twelve deployments, each for an account of its own', () => {
  const inputs = jobs.map((job) => {
    const text = JSON.stringify(job);
    const [, account] = /arn:aws:iam::(\d{12}):role\/deploy/.exec(text) ?? [];
    expect(text).toContain(`"allowedAccountIds":"${account}"`);
    expect(text).not.toContain('${{');
    return account;
  });
  expect(new Set(inputs).size).toBe(12);
  expect(new Set(jobs.map(({ environment }) => environment)).size).toBe(12);
});

test('its waves follow one another', () => {
  expect(releases.map(({ stage, dependsOn }) => [dependsOn, stage])).toEqual([
    ['build', 'test'],
    ['test', 'staging'],
    ['staging', 'production'],
  ]);
});

test('names of jobs are those that Azure Pipelines takes', () => {
  for (const { deployment = '' } of jobs) expect(deployment).toMatch(/^[A-Za-z_]\w*$/);
});
