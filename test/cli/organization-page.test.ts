import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SECRET_INPUT_NAMES } from '@entra-aws-creds/core/programs';
import { describe, expect, test } from '@jest/globals';
import { COMMANDS } from '../../packages/cli/src/commands.ts';
import { COMMON_FLAGS } from '../../packages/cli/src/flags/flag.ts';
import { parseFlags } from '../../packages/cli/src/flags/flag-values.ts';
import { REPOSITORY } from '../bundle/pipeline.ts';
import { Home } from './program.ts';

const page = readFileSync(join(REPOSITORY, 'docs/organization.md'), 'utf8');
const [, deployment = ''] = /^## Deployment, in this order\n([\s\S]*?)^## /m.exec(page) ?? [];
const [, leaving = ''] = /^\*\*Leaving\.\*\*([\s\S]*?)^\*\*/m.exec(page) ?? [];
const blocksIn = (text: string) =>
  [...text.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, b]) => b);

interface Step {
  readonly title: string;
  readonly commands: readonly string[];
}

/** What a command prints without any flag. */
async function stepsOf(verb: string): Promise<readonly Step[]> {
  const home = new Home('Node 24');
  const { stdout } = await home.run(['organization', verb, '--json']);
  home.close();
  return JSON.parse(stdout).steps;
}

describe('docs/organization.md', () => {
  test('has the commands of the deployment, step by step', async () => {
    const steps = await stepsOf('deploy');
    expect(blocksIn(deployment)).toEqual(steps.map(({ commands }) => `${commands.join('\n')}\n`));
    const titles = [...deployment.matchAll(/^### \d\. (.*)$/gm)].map(([, title]) => title);
    expect(titles).toEqual(steps.map(({ title }) => title));
  });

  test('has the commands that take it away', async () => {
    const steps = await stepsOf('uninstall');
    const all = steps.map(({ commands }) => `${commands.join('\n')}\n`).join('\n');
    expect(blocksIn(leaving)).toEqual([all]);
  });

  const calls = [...page.matchAll(/^entra-aws-creds (organization \w+)(.*)$/gm)];

  test.each(calls.map(([call, name = '', rest = '']) => [call, name, rest]))(
    '%s is a call that the program takes',
    async (_, name, rest) => {
      const command = await COMMANDS.find((one) => one.name === name)?.load();
      const flags = [...(command?.flags ?? []), ...COMMON_FLAGS];
      const { operands } = parseFlags(rest.split(' ').filter(Boolean), flags, SECRET_INPUT_NAMES);
      expect([command !== undefined, operands]).toEqual([true, []]);
    },
  );
});
