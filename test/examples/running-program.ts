import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { REPOSITORY } from '../bundle/pipeline.ts';

/** A program of the example, as its user starts it. */
export interface RunningProgram {
  /** What it has printed so far. */
  output(): string;
  /** Resolves with the output, once it matches. */
  says(pattern: RegExp): Promise<string>;
  stop(): Promise<void>;
}

/** Compiled as `npm run example:web-app` does. */
export function compileWebApp(): void {
  const tsc = join(REPOSITORY, 'node_modules/typescript/bin/tsc');
  execFileSync(process.execPath, [tsc, '-b', join(REPOSITORY, 'examples/web-app')]);
}

export function startProgram(
  file: 'main' | 'on-sandbox',
  environment: Readonly<Record<string, string>>,
): RunningProgram {
  const script = join(REPOSITORY, `examples/web-app/lib/${file}.js`);
  const child = spawn(process.execPath, [script], {
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const heard = (chunk: Buffer) => {
    output += chunk;
  };
  child.stdout.on('data', heard);
  child.stderr.on('data', heard);
  const ended = once(child, 'exit');
  return {
    output: () => output,
    says: async (pattern) => {
      while (!pattern.test(output)) {
        if (child.exitCode !== null) throw new Error(`It ended, saying:\n${output}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      return output;
    },
    stop: async () => {
      child.kill();
      await ended;
    },
  };
}

/** Free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || address === null) throw new Error('a server has a port');
  return address.port;
}
