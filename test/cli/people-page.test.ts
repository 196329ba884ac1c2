import { readFileSync } from 'node:fs';
import { SECRET_INPUT_NAMES } from '@entra-aws-creds/core/programs';
import { expect, test } from '@jest/globals';
import { COMMANDS } from '../../packages/cli/src/commands.ts';
import { COMMON_FLAGS } from '../../packages/cli/src/flags/flag.ts';
import { parseFlags } from '../../packages/cli/src/flags/flag-values.ts';

const page = readFileSync(new URL('../../docs/people.md', import.meta.url), 'utf8');
const shell = [...page.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, block = '']) => block);
const calls = shell
  .join('')
  .split('\n')
  .filter((line) => line.startsWith('entra-aws-creds '));

async function flagsOf(name: string) {
  const entry = COMMANDS.find((command) => command.name === name);
  if (entry === undefined) throw new Error(`${name} is not a command`);
  return [...(await entry.load()).flags, ...COMMON_FLAGS];
}

test('the page has examples', () => {
  expect(calls.length).toBeGreaterThan(6);
});

test.each(calls)('%s is a call that the program takes', async (call) => {
  const [, name = '', ...args] = call.split(' ');
  parseFlags(args, await flagsOf(name), SECRET_INPUT_NAMES);
});

test('every flag of console and login that is theirs alone stands on the page', async () => {
  const common = new Set((await flagsOf('exec')).map((flag) => flag.name));
  for (const command of ['login', 'console']) {
    const own = (await flagsOf(command)).filter((flag) => !common.has(flag.name));
    expect(own.length).toBeGreaterThan(0);
    for (const flag of own) expect(page).toContain(`--${flag.name}`);
  }
});
