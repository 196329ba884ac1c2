// Writes the tables of docs/command-line.md from the commands themselves; with --check, fails if they are others.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compilePackages } from './fresh-clone.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const page = join(root, 'docs/command-line.md');

compilePackages();
const { COMMANDS } = await import('../packages/cli/lib/commands.js');
const { COMMON_FLAGS } = await import('../packages/cli/lib/flags/flag.js');
const { EXCHANGE_FLAGS } = await import('../packages/cli/lib/flags/input-flags.js');

const commands = await Promise.all(
  COMMANDS.map(async (entry) => ({ ...entry, ...(await entry.load()) })),
);
const shared = new Set([...EXCHANGE_FLAGS, ...COMMON_FLAGS].map(({ name }) => name));
const written = ({ name, value }) => `\`--${name}${value === undefined ? '' : ` ${value}`}\``;
const cell = (text) => text.replaceAll('|', '\\|');
const table = (heads, rows) =>
  [heads, heads.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const sections = {
  commands: table(
    ['command', 'what it does'],
    commands.map(({ name, summary }) => [`\`${name}\``, cell(summary)]),
  ),
  'own-flags': table(
    ['command', 'flag', 'meaning'],
    commands.flatMap(({ name, flags }) =>
      flags
        .filter((flag) => !shared.has(flag.name))
        .map((flag) => [`\`${name}\``, written(flag), cell(flag.means)]),
    ),
  ),
  inputs: table(
    ['flag', 'meaning'],
    EXCHANGE_FLAGS.map((flag) => [written(flag), cell(flag.means)]),
  ),
  'common-flags': table(
    ['flag', 'meaning'],
    COMMON_FLAGS.map((flag) => [written(flag), cell(flag.means)]),
  ),
};

const before = readFileSync(page, 'utf8');
const after = Object.entries(sections).reduce(
  (text, [name, lines]) =>
    text.replace(
      RegExp(`(<!-- ${name} -->)[\\s\\S]*(<!-- /${name} -->)`),
      (_, start, end) => `${start}\n${lines}\n${end}`,
    ),
  before,
);
if (!process.argv.includes('--check')) writeFileSync(page, after);
else if (after !== before) {
  console.error('docs/command-line.md is not what the commands say: npm run readme');
  process.exitCode = 1;
}
