import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PEAK_MEMORY = fileURLToPath(new URL('peak-memory.cjs', import.meta.url));

/**
 * Runs a contestant from start to exit.
 *
 * @returns wall time in ms, when it was started in ms since 1970, and what it printed
 * @throws Error when it fails, since a failure is no time to compare
 */
export function run({ name, command, env, prepare }, extraEnv = {}) {
  const [program, ...args] = command;
  prepare?.();
  return new Promise((resolve, reject) => {
    const begun = performance.timeOrigin + performance.now();
    const start = performance.now();
    const child = spawn(program, args, {
      env: { ...env, ...extraEnv },
      cwd: env['RUNNER_TEMP'] ?? env['AGENT_TEMPDIRECTORY'],
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let milliseconds = 0;
    const chunks = [];
    child.stdout.on('data', (chunk) => chunks.push(chunk));
    child.stderr.on('data', (chunk) => chunks.push(chunk));
    child.on('error', reject);
    child.on('exit', () => {
      milliseconds = performance.now() - start;
    });
    child.on('close', (code) => {
      const printed = Buffer.concat(chunks).toString();
      if (code === 0 && !/^##vso\[task\.complete result=Failed/m.test(printed)) {
        resolve({ milliseconds, begun, printed });
      } else {
        reject(new Error(`${name} ended with ${code}:\n${printed}`));
      }
    });
  });
}

/**
 * Runs all contestants in turn, so that what else the machine does falls on all of them.
 *
 * @returns by contestant's name, its wall times in ms in the order of the rounds
 */
export async function race(contestants, rounds) {
  const times = new Map(contestants.map(({ name }) => [name, []]));
  for (const contestant of contestants) await run(contestant);
  for (let round = 0; round < rounds; round += 1) {
    const first = round % contestants.length;
    for (const contestant of [...contestants.slice(first), ...contestants.slice(0, first)]) {
      times.get(contestant.name).push((await run(contestant)).milliseconds);
    }
  }
  return times;
}

/** Peak resident memory in bytes; in runs of its own, as measuring takes time. Undefined for what is not Node. */
export async function peakMemory(contestant, folder, rounds = 3) {
  const file = join(folder, 'peak-memory');
  const peaks = [];
  for (let round = 0; round < rounds; round += 1) {
    rmSync(file, { force: true });
    await run(contestant, {
      NODE_OPTIONS: `--require=${PEAK_MEMORY}`,
      BENCH_PEAK_MEMORY: file,
    });
    try {
      peaks.push(Number(readFileSync(file, 'utf8')));
    } catch {
      return undefined;
    }
  }
  return median(peaks);
}

/** Requests that reached the sandbox and connections opened to it in one run. */
export async function traffic(contestant, sandbox) {
  const before = await sandbox.traffic();
  await run(contestant);
  const after = await sandbox.traffic();
  return {
    requests: after.requests - before.requests,
    connections: after.connections - before.connections,
  };
}

export function median(values) {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The median of the ratios within each round. */
export function ratio(times, others) {
  return median(times.map((time, round) => time / others[round]));
}
