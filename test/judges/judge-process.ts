import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { type AddressInfo, createServer } from 'node:net';

/** A judge at work, as a process of its own. */
export interface JudgeProcess extends AsyncDisposable {
  /** What it has written so far, both streams. */
  output(): string;
  signal(name: NodeJS.Signals): void;
  /** Resolves with what it has written, once that holds `text` after the given number of characters. */
  says(text: string, after?: number): Promise<string>;
}

const READY_WITHIN_MS = 60_000;

export function startJudge(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): JudgeProcess {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(command, args, { env: { PATH, HOME, ...env } });
  let output = '';
  const keep = (chunk: Buffer) => {
    output += chunk;
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const ended = once(child, 'close');
  const isRunning = () => child.exitCode === null && child.signalCode === null;
  return {
    output: () => output,
    signal: (name) => child.kill(name),
    says: async (text, after = 0) => {
      await until(
        () => output.includes(text, after) || !isRunning(),
        () => output,
      );
      if (!output.includes(text, after)) throw new Error(`${command} ended: ${output}`);
      return output;
    },
    [Symbol.asyncDispose]: async () => {
      if (isRunning()) child.kill('SIGTERM');
      await ended;
    },
  };
}

/** Until the address answers HTTP 200. */
export async function answers(url: string, trustFile: string, judge: JudgeProcess): Promise<void> {
  const ca = readFileSync(trustFile);
  const ask = () =>
    new Promise<boolean>((resolve) => {
      const asked = request(url, { ca, agent: false }, (answer) => {
        answer.resume();
        resolve(answer.statusCode === 200);
      });
      asked.on('error', () => resolve(false));
      asked.end();
    });
  await until(ask, () => judge.output());
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function until(holds: () => boolean | Promise<boolean>, output: () => string): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`no sign of it: ${output()}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
