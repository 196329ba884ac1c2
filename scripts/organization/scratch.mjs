import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { CACHE } from './parts.mjs';

/** Runs `work` with the path of a temporary folder. Those that killed runs have left behind go too. */
export function withScratchFolder(work) {
  const folder = join(CACHE, 'runs');
  const path = join(folder, String(process.pid));
  mkdirSync(path, { recursive: true });
  for (const name of readdirSync(folder).filter((one) => !isAlive(Number(one)))) {
    rmSync(join(folder, name), { recursive: true, force: true });
  }
  try {
    return work(path);
  } finally {
    rmSync(path, { recursive: true, force: true });
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
