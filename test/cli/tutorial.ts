import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { NODE_VERSIONS, type NodeVersion } from '../bundle/node-versions.ts';
import { REPOSITORY } from '../bundle/pipeline.ts';
import { Home, type Outcome, outcomeOf } from './program.ts';

/** The section of a page that says what to type, as it stands there. */
interface Tutorial {
  readonly text: string;
  /** What each block for a shell holds, in their order. */
  readonly commands: readonly string[];
}

export function tutorialOf(page: string): Tutorial {
  const text = readFileSync(join(REPOSITORY, page), 'utf8');
  const [, section = ''] = /^## Ten minutes on the sandbox\n([\s\S]*?)^## /m.exec(text) ?? [];
  const blocks = [...section.matchAll(/^```sh\n([\s\S]*?)^```$/gm)];
  return { text: section, commands: blocks.map(([, command = '']) => command) };
}

/** Two terminals in a clone: a sandbox is served in one, and what a page says is typed into the other. */
export class TwoTerminals implements AsyncDisposable {
  readonly #home: Home;
  readonly #served: ChildProcess;
  readonly #path: string;
  #printed = '';

  private constructor(home: Home, served: ChildProcess, path: string) {
    this.#home = home;
    this.#served = served;
    this.#path = path;
  }

  static async open(node: NodeVersion, serve: readonly string[]): Promise<TwoTerminals> {
    const home = new Home(node);
    symlinkSync(join(REPOSITORY, 'dist'), join(home.folder, 'dist'));
    const served = home.start(['sandbox', 'serve', ...serve]);
    const path = `${dirname(NODE_VERSIONS[node])}:${home.environment['PATH']}`;
    const terminals = new TwoTerminals(home, served, path);
    served.stdout?.setEncoding('utf8');
    await new Promise<void>((resolve) => {
      served.stdout?.on('data', (text: string) => {
        terminals.#printed += text;
        if (terminals.#printed.includes('Ctrl-C')) resolve();
      });
    });
    return terminals;
  }

  /** What a person pastes, as the page says. */
  get pasted(): string {
    return [
      ...[...this.#printed.matchAll(/^ {2}(export .+)$/gm)].map(([, line]) => line),
      ...[...this.#printed.matchAll(/^ {2}(AWS_[A-Z_]+=.+)$/gm)].map(
        ([, line]) => `export ${line}`,
      ),
    ].join('\n');
  }

  /** What a block leaves on the terminal; variables of the blocks before are still set. */
  type(text: string): Promise<Outcome> {
    const script = [
      'exec 2>&1',
      'set -e -a',
      'if [ -f .variables ]; then . ./.variables; fi',
      this.pasted,
      text,
      'export -p > .variables',
    ].join('\n');
    const shell = spawn('bash', ['-c', script], {
      cwd: this.#home.folder,
      env: { ...this.#home.environment, PATH: this.#path, AWS_EC2_METADATA_DISABLED: 'true' },
    });
    shell.stdin.end();
    return outcomeOf(shell);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#served.kill('SIGTERM');
    await once(this.#served, 'exit');
    this.#home.close();
  }
}
