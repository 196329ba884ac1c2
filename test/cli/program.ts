import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Sandbox, StandardScenario } from '@entra-aws-creds/sandbox';
import { NODE_VERSIONS, type NodeVersion } from '../bundle/node-versions.ts';
import { REPOSITORY } from '../bundle/pipeline.ts';

export const BUNDLE = join(REPOSITORY, 'dist/cli/index.js');

export interface Outcome {
  /** Null when a signal ended it. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Call {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** Words before Node, such as `setpriv`. */
  readonly before?: readonly string[];
  readonly options?: readonly string[];
}

/** The built program at the home of a user who has nothing yet, as that user calls it. */
export class Home {
  readonly folder = mkdtempSync(join(tmpdir(), 'cli-home-'));
  readonly #node: string;
  readonly #env: Readonly<Record<string, string>>;

  constructor(node: NodeVersion, env: Readonly<Record<string, string>> = {}) {
    this.#node = NODE_VERSIONS[node];
    this.#env = env;
  }

  get environment(): Readonly<Record<string, string>> {
    const { PATH = '' } = process.env;
    return { PATH, HOME: this.folder, TMPDIR: this.folder, ...this.#env };
  }

  get cache(): string {
    return join(this.folder, '.cache/entra-aws-creds');
  }

  start(args: readonly string[], { env, before = [], options = [] }: Call = {}): ChildProcess {
    const [command = '', ...rest] = [...before, this.#node, ...options, BUNDLE, ...args];
    return spawn(command, rest, {
      cwd: this.folder,
      env: { ...this.environment, ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
  }

  run(args: readonly string[], call: Call = {}): Promise<Outcome> {
    const child = this.start(args, call);
    child.stdin?.end(call.input ?? '');
    return outcomeOf(child);
  }

  write(name: string, content: string): string {
    const path = join(this.folder, name);
    writeFileSync(path, content, { mode: 0o600 });
    return path;
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export async function outcomeOf(child: ChildProcess): Promise<Outcome> {
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const read = (stream: NodeJS.ReadableStream | null) => (stream === null ? '' : text(stream));
  const [status, stdout, stderr] = await Promise.all([
    ended,
    read(child.stdout),
    read(child.stderr),
  ]);
  return { status, stdout, stderr };
}

/** What a defaults file holds for the standard scenario. */
export function defaultsOf(
  sandbox: Sandbox,
  scenario: StandardScenario,
): Readonly<Record<string, string>> {
  return {
    'tenant-id': scenario.tenantId,
    'client-id': scenario.clientId,
    'certificate-path': scenario.certificatePath,
    audience: scenario.audience,
    'authority-host': sandbox.entraUrl,
    'aws-region': 'eu-west-1',
    'role-to-assume': scenario.roleArn,
    'sts-endpoint': sandbox.stsUrl,
  };
}
