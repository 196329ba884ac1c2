import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { OF_TASK } from '../scripts/bundle/bundles.mjs';
import { median } from './race.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const MOST_BYTES = 64 * 1024 * 1024;

/** What a runner downloads before the action starts, as it was committed last. */
export function actionArchive(folder) {
  const tar = execFileSync('git', ['-C', root, 'archive', 'HEAD'], { maxBuffer: MOST_BYTES });
  const file = join(folder, 'action.tar.gz');
  writeFileSync(file, execFileSync('gzip', ['-9'], { input: tar, maxBuffer: MOST_BYTES }));
  return file;
}

/** What an agent downloads, as far as it is of the task. */
export function taskArchive(folder) {
  const bundles = OF_TASK.map((bundle) => `dist/${bundle}`);
  return packed(join(folder, 'task.tar.gz'), root, ['task.json', 'LICENSE', ...bundles]);
}

/** The same of somebody else's, which lies in a folder of its own. */
export function peerTaskArchive(folder, script) {
  const task = dirname(script);
  return packed(join(folder, 'peer-task.tar.gz'), dirname(task), [basename(task)]);
}

function packed(file, from, paths) {
  execFileSync('tar', ['-czf', file, '-C', from, ...paths]);
  return file;
}

/** @returns its bytes, and how many ms it takes to unpack it */
export function archiveFigures(file, folder, rounds) {
  const target = join(folder, 'unpacked');
  const times = Array.from({ length: rounds }, () => {
    rmSync(target, { recursive: true, force: true });
    mkdirSync(target);
    const start = performance.now();
    execFileSync('tar', ['-xzf', file, '-C', target]);
    return performance.now() - start;
  });
  rmSync(target, { recursive: true, force: true });
  return { bytes: statSync(file).size, unpackMs: median(times) };
}
