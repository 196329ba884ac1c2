import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { NODE_VERSIONS } from '../bundle/node-versions.ts';
import { REPOSITORY } from '../bundle/pipeline.ts';
import { Home, outcomeOf } from './program.ts';

jest.setTimeout(120_000);

const page = readFileSync(join(REPOSITORY, 'docs/command-line.md'), 'utf8');
const [, tutorial = ''] = /^## Ten minutes on the sandbox\n([\s\S]*?)^## /m.exec(page) ?? [];
const commands = [...tutorial.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, text = '']) => text);

/** What each block leaves on the terminal, in the order of the page. */
const LEAVES = [
  /✓ Trust policy/,
  /assumed-role\/Deploy\/CommandLine-exec\n[\s\S]*from the variables AWS_ACCESS_KEY_ID/,
  /from the credential_process of the profile "entra-aws-creds"/,
  /"AWS_SESSION_TOKEN": "/,
  /Wrote the profile sandbox[\s\S]*CommandLine-[\s\S]*has no profile sandbox any more/,
  /high TRUST_NO_SUB \(Statement, standard-input:3\)[\s\S]*exit status 2/,
  /EAC_ENTRA_AUDIENCE_UNKNOWN[\s\S]*exit status 1/,
];

test('the page says how to start it, and has a block for each thing to see', () => {
  expect(tutorial).toContain('node dist/cli/index.js sandbox serve\n');
  expect(commands).toHaveLength(LEAVES.length);
});

describe.each(['Node 20', 'Node 24'] as const)('the tutorial of the page, on %s', (node) => {
  let home: Home;
  let served: ChildProcess;
  let printed = '';

  beforeAll(async () => {
    home = new Home(node);
    symlinkSync(join(REPOSITORY, 'dist'), join(home.folder, 'dist'));
    served = home.start(['sandbox', 'serve']);
    served.stdout?.setEncoding('utf8');
    await new Promise<void>((resolve) => {
      served.stdout?.on('data', (text: string) => {
        printed += text;
        if (printed.includes('Ctrl-C')) resolve();
      });
    });
  });
  afterAll(async () => {
    served.kill('SIGTERM');
    await once(served, 'exit');
    home.close();
  });

  /** What a person pastes, as the page says. */
  const pasted = () =>
    [
      ...[...printed.matchAll(/^ {2}(export .+)$/gm)].map(([, line]) => line),
      ...[...printed.matchAll(/^ {2}(AWS_[A-Z_]+=.+)$/gm)].map(([, line]) => `export ${line}`),
    ].join('\n');

  test('what is printed is what the page shows', () => {
    const [, shown = ''] = /^```text\n(export [\s\S]*?)^```$/m.exec(tutorial) ?? [];
    const names = shown.match(/(?<=export )\w+/g) ?? [];
    expect(pasted().match(/(?<=export )\w+/g)).toEqual(expect.arrayContaining(names));
    expect(names.length).toBeGreaterThan(3);
  });

  test.each(commands.map((text, index) => [text, LEAVES[index] ?? /^$/] as const))(
    '%s',
    async (text, leaves) => {
      const script = `exec 2>&1\nset -e\n${pasted()}\n${text}`;
      const env = {
        ...home.environment,
        PATH: `${dirname(NODE_VERSIONS[node])}:${home.environment['PATH']}`,
      };
      const shell = spawn('bash', ['-c', script], {
        cwd: home.folder,
        env: { ...env, AWS_EC2_METADATA_DISABLED: 'true' },
      });
      shell.stdin.end();
      const { status, stdout } = await outcomeOf(shell);
      expect([status, stdout]).toEqual([0, expect.stringMatching(leaves)]);
    },
  );
});
