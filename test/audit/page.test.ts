import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { AUDIT_FINDING_CODES, parseAcceptedRisks } from '../../packages/audit/src/index.ts';
import { COMMANDS } from '../../packages/cli/src/commands.ts';
import { COMMON_FLAGS } from '../../packages/cli/src/flags/flag.ts';
import { parseFlags } from '../../packages/cli/src/flags/flag-values.ts';
import { documentedWorkflows } from '../../scripts/documented-workflows.mjs';
import { version } from '../bundle/own-version.ts';

const page = readFileSync(new URL('../../docs/audit.md', import.meta.url), 'utf8');

test('every finding of an audit has its section, with its grade', () => {
  const sections = [...page.matchAll(/^### (AUDIT_\w+)\n\*\*(?:high|medium|low)/gm)];
  expect(sections.map(([, code]) => code)).toEqual([...AUDIT_FINDING_CODES]);
});

test('the list of accepted risks that is shown is one', () => {
  const [, text = ''] = /^```yaml accepted\n([\s\S]*?)^```$/m.exec(page) ?? [];
  expect(parseAcceptedRisks(text)).toHaveLength(1);
});

describe('the pipelines to copy', () => {
  const [, azure = ''] = /^```yaml\n# azure-pipelines[^\n]*\n([\s\S]*?)^```$/m.exec(page) ?? [];
  const [workflow] = documentedWorkflows(page);
  const github = parse(workflow?.text ?? '');
  const pipeline = parse(azure);

  test('call the program as it can be called, in this version', async () => {
    const scripts: readonly string[] = [
      ...Object.values<{ steps: { run?: string }[] }>(github.jobs).flatMap(({ steps }) =>
        steps.flatMap(({ run }) => run ?? []),
      ),
      ...pipeline.steps.flatMap(({ script }: { script?: string }) => script ?? []),
    ];
    expect(scripts).toHaveLength(2);
    for (const script of scripts) {
      const [, release, words = ''] = /entra-aws-creds@(\S+) ([^>]*)>/.exec(script) ?? [];
      expect(release).toBe(version);
      const [name, ...rest] = words.trim().split(' ');
      const command = await COMMANDS.find((one) => one.name === name)?.load();
      const { operands } = parseFlags(rest, [...(command?.flags ?? []), ...COMMON_FLAGS], []);
      expect(operands[0]).toBe('check');
    }
  });

  test('ask GitHub for no right but to report', () => {
    const [job] = Object.values<{ permissions: object; steps: { uses?: string; with?: object }[] }>(
      github.jobs,
    );
    expect(github.permissions).toEqual({ contents: 'read' });
    expect(job?.permissions).toEqual({ contents: 'read', 'security-events': 'write' });
    const checkout = job?.steps.find(({ uses = '' }) => uses.startsWith('actions/checkout@'));
    expect(checkout?.with).toEqual({ 'persist-credentials': false });
  });

  test('report on Azure Pipelines also when something was found', () => {
    const [checkout, check, publish] = pipeline.steps;
    expect(checkout).toEqual({ checkout: 'self', persistCredentials: false });
    expect(publish.condition).toBe('always()');
    expect(check.script).toContain(`> ${publish.publish}`);
  });
});
