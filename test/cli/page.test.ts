import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse, parseAllDocuments } from 'yaml';
import { COMMANDS } from '../../packages/cli/src/commands.ts';
import { parseDefaults } from '../../packages/cli/src/flags/defaults-file.ts';
import { COMMON_FLAGS } from '../../packages/cli/src/flags/flag.ts';
import { parseFlags } from '../../packages/cli/src/flags/flag-values.ts';
import { REPOSITORY } from '../bundle/pipeline.ts';
import { Home } from './program.ts';

const read = (file: string) => readFileSync(join(REPOSITORY, file), 'utf8');
const blocks = (page: string, language: string) =>
  [...page.matchAll(RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(
    ([, text = '']) => text,
  );

let home: Home;
beforeAll(() => {
  home = new Home('Node 24');
});
afterAll(() => home.close());

describe('docs/command-line.md', () => {
  const page = read('docs/command-line.md');

  test('has the tables that the commands make', () => {
    execFileSync(process.execPath, [join(REPOSITORY, 'scripts/command-line-page.mjs'), '--check']);
  });

  test.each(COMMANDS)('names every flag that the help of $name has', async ({ name }) => {
    const { status, stdout } = await home.run([...name.split(' '), '--help']);
    expect(status).toBe(0);
    const flags = [...stdout.matchAll(/^ {2}(--[a-z-]+)/gm)].map(([, flag = '']) => flag);
    expect(flags).toContain('--help');
    for (const flag of flags) expect(page).toMatch(RegExp(`\`${flag}[ \`]`));
  });

  test('names every command that the help has, and no other', async () => {
    const { stdout } = await home.run(['--help']);
    const [, list = ''] = /^Commands:\n((?: {2}.+\n)+)/m.exec(stdout) ?? [];
    const inHelp = [...list.matchAll(/^ {2}([a-z-]+(?: [a-z-]+)?) /gm)].map(([, name]) => name);
    const [, rows = ''] = /<!-- commands -->([\s\S]*)<!-- \/commands -->/.exec(page) ?? [];
    const onPage = [...rows.matchAll(/^\| `([a-z -]+)`/gm)].map(([, name]) => name);
    expect(onPage).toEqual(inHelp);
  });
});

describe('examples', () => {
  const pages = ['docs/command-line.md', 'docs/other-ci.md'];

  test.each(pages)('the defaults files of %s are taken', (name) => {
    const files = blocks(read(name), 'json');
    expect(files.length).toBeGreaterThan(0);
    for (const text of files) expect(parseDefaults(text, name).size).toBeGreaterThan(3);
  });

  const isCallOf = (name: string, text: string) => `${text} `.startsWith(`${name} `);

  /** Every call of the program, as words, up to what a shell would take for something else. */
  const calls = [...pages, 'README.md'].flatMap((name) =>
    [...read(name).matchAll(/(?:^|[ '"(])entra-aws-creds(?:@[\d.]+)? ([a-z][^\n`]*)/gm)]
      .map(([, text = '']) => [name, text.split(/ \|\| |[>)']| {2,}#/)[0]?.trim() ?? ''] as const)
      .filter(
        ([, text]) => !text.includes('…') && COMMANDS.some((one) => isCallOf(one.name, text)),
      ),
  );

  test('are found', () => {
    expect(calls.length).toBeGreaterThan(10);
  });

  test.each(calls)('in %s: %s', async (_, call) => {
    const entry = COMMANDS.find((one) => isCallOf(one.name, call));
    const words = call
      .split(/\s+/)
      .slice(entry?.name.split(' ').length)
      .map((word) => word.replace(/^"(.*)"$/, '$1'));
    const command = await entry?.load();
    const { flags, operands } = parseFlags(words, [...(command?.flags ?? []), ...COMMON_FLAGS], []);
    expect(flags).toBeDefined();
    if (command?.operands === undefined) expect(operands).toEqual([]);
  });

  test('of CI systems are what their parsers take', () => {
    const documents = blocks(read('docs/other-ci.md'), 'yaml');
    expect(documents).toHaveLength(5);
    for (const text of documents) {
      for (const { errors, warnings } of parseAllDocuments(text)) {
        expect([errors, warnings]).toEqual([[], []]);
      }
    }
    const [gitlab, federated, circle, bitbucket, kubernetes] = documents.map((text) => parse(text));
    expect(gitlab.deploy.script).toEqual([expect.stringContaining('exec --config')]);
    expect(federated.deploy.script[0]).toContain(
      `--oidc-token-variable ${Object.keys(federated.deploy.id_tokens)[0]} `,
    );
    expect(circle.workflows.deploy.jobs[0].deploy.context).toBe('entra');
    expect(Object.keys(circle.jobs)).toEqual(['deploy']);
    expect(bitbucket.pipelines.branches.main[0].step.script).toHaveLength(1);
    const { containers, volumes } = kubernetes.spec.template.spec;
    const mounted = containers[0].volumeMounts.map(({ name }: { name: string }) => name);
    expect(volumes.map(({ name }: { name: string }) => name)).toEqual(mounted);
    const words = [...containers[0].command, ...containers[0].args].slice(2);
    expect(words).toContain('--');
  });
});
