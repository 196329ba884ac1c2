import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const dist = fileURLToPath(new URL('../../dist', import.meta.url));
/** All that a program needs of the machine that it runs on; what else is set there is in no picture. */
const OF_MACHINE = ['PATH', 'SystemRoot', 'TEMP', 'TMP', 'TMPDIR'];

/** @returns the process, whose input is empty */
export function startProgram(bundle, words, environment = {}) {
  const machine = Object.fromEntries(OF_MACHINE.map((name) => [name, process.env[name]]));
  return spawn(process.execPath, [join(dist, bundle, 'index.js'), ...words], {
    env: { ...machine, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}
