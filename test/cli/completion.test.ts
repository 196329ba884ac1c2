import { execFileSync, spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { COMMANDS } from '../../packages/cli/src/commands.ts';
import { Home } from './program.ts';

let home: Home;
const scripts = new Map<string, string>();

beforeAll(async () => {
  home = new Home('Node 24');
  for (const shell of ['bash', 'zsh', 'fish', 'powershell']) {
    const { status, stdout } = await home.run(['completion', shell]);
    expect(status).toBe(0);
    scripts.set(shell, home.write(`completion.${shell}`, stdout));
  }
});
afterAll(() => home.close());

const script = (shell: string) => scripts.get(shell) ?? '';
const where = (program: string) =>
  spawnSync(program, ['--version']).status === 0 ? test : test.skip;
const lines = (text: string) => text.trim().split('\n').sort();
const names = [...new Set(COMMANDS.map(({ name }) => name.split(' ')[0]))].sort();
const VERBS = ['deploy', 'doctor', 'plan', 'reconcile', 'status', 'uninstall'];

describe('completion, by the shells themselves', () => {
  const bash = (words: readonly string[]) =>
    execFileSync(
      'bash',
      [
        '-c',
        `source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _entra_aws_creds; printf '%s\\n' "\${COMPREPLY[@]}"`,
        'bash',
        script('bash'),
        ...words,
      ],
      { encoding: 'utf8' },
    );

  where('bash')('bash knows commands and flags', () => {
    expect(lines(bash(['entra-aws-creds', '']))).toEqual(names);
    expect(lines(bash(['entra-aws-creds', 'exec', '--ref']))).toEqual(['--refresh']);
    expect(lines(bash(['entra-aws-creds', 'doctor', '--certificate-p']))).toContain(
      '--certificate-path',
    );
    expect(bash(['entra-aws-creds', 'nothing', '--']).trim()).toBe('');
    expect(lines(bash(['entra-aws-creds', 'organization', '']))).toEqual(VERBS);
    expect(lines(bash(['entra-aws-creds', 'organization', 'reconcile', '--no-w']))).toEqual([
      '--no-wait',
    ]);
  });

  where('zsh')('zsh takes the script', () => {
    const source = `autoload -U compinit; compinit -D; source ${script('zsh')}; print -r -- $_comps[entra-aws-creds]`;
    expect(execFileSync('zsh', ['-f', '-c', source], { encoding: 'utf8' }).trim()).toBe(
      '_entra_aws_creds',
    );
  });

  where('fish')('fish knows commands and flags', () => {
    const complete = (line: string) =>
      execFileSync(
        'fish',
        ['--no-config', '-c', `source ${script('fish')}; complete -C '${line}'`],
        {
          encoding: 'utf8',
        },
      );
    const found = lines(complete('entra-aws-creds ')).map((line) => line.split('\t')[0]);
    expect(found).toEqual(names);
    expect(complete('entra-aws-creds exec --ref')).toMatch(/^--refresh\t/);
    const verbs = lines(complete('entra-aws-creds organization '));
    expect(verbs.map((line) => line.split('\t')[0])).toEqual(VERBS);
  });

  where('pwsh')('PowerShell takes the script', () => {
    const query = `. ${script('powershell')}; (TabExpansion2 'entra-aws-creds ex' 18).CompletionMatches.CompletionText`;
    expect(
      execFileSync('pwsh', ['-NoProfile', '-Command', query], { encoding: 'utf8' }).trim(),
    ).toBe('exec');
  });
});
