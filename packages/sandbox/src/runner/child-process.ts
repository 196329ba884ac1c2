import { spawn } from 'node:child_process';
import { StringDecoder } from 'node:string_decoder';

export type OutputStream = 'stdout' | 'stderr';

interface ChildProcessOptions {
  readonly command: string;
  readonly args: readonly string[];
  /** The whole environment; nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly onLine: (line: string, stream: OutputStream) => void;
  /** Cancels as the CI systems do, with SIGINT, then SIGTERM, then SIGKILL. */
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number | undefined;
}

export interface ChildProcessResult {
  /** `null` when a signal ended the process. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly timedOut: boolean;
}

/**
 * The agent waits for as long as the runner.
 *
 * @see https://github.com/actions/runner/blob/main/src/Runner.Sdk/ProcessInvoker.cs
 */
const KILL_DELAYS = { afterInterruptMs: 7_500, afterTerminateMs: 2_500 };

export function runChildProcess(options: ChildProcessOptions): Promise<ChildProcessResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(options.command, options.args, {
      env: { ...options.env },
      cwd: options.cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const stdout = new LineReader((line) => options.onLine(line, 'stdout'));
    const stderr = new LineReader((line) => options.onLine(line, 'stderr'));
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    const timers: NodeJS.Timeout[] = [];
    let timedOut = false;
    const cancel = () => {
      child.kill('SIGINT');
      timers.push(setTimeout(() => child.kill('SIGTERM'), KILL_DELAYS.afterInterruptMs));
      const killAfter = KILL_DELAYS.afterInterruptMs + KILL_DELAYS.afterTerminateMs;
      timers.push(setTimeout(() => child.kill('SIGKILL'), killAfter));
    };
    if (options.timeoutMs !== undefined) {
      timers.push(
        setTimeout(() => {
          timedOut = true;
          child.kill('SIGKILL');
        }, options.timeoutMs),
      );
    }
    options.signal?.addEventListener('abort', cancel);
    const settle = () => {
      timers.forEach(clearTimeout);
      options.signal?.removeEventListener('abort', cancel);
    };
    child.on('error', (error) => {
      settle();
      reject(error);
    });
    child.on('close', (exitCode) => {
      settle();
      stdout.end();
      stderr.end();
      resolve({ exitCode, stdout: stdout.text, stderr: stderr.text, timedOut });
    });
  });
}

/** .NET's line reader, which both CI systems use: a line ends at CR, LF or CRLF. */
class LineReader {
  text = '';
  #rest = '';
  readonly #decoder = new StringDecoder('utf8');
  readonly #onLine: (line: string) => void;

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  push(chunk: Buffer): void {
    const text = this.#decoder.write(chunk);
    this.text += text;
    this.#rest += text;
    // A CR at the end may be half of a CRLF.
    const lines = this.#rest.split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop() ?? '';
    lines.forEach(this.#onLine);
  }

  end(): void {
    const last = this.#rest.replace(/\r$/, '');
    if (last !== '') this.#onLine(last);
    this.#rest = '';
  }
}
