import { lstatSync, promises, readdirSync, rmdirSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Platform } from './platform.ts';

/** As much of the real world as a clean-up touches, which so need not load the rest. */
export const nodeFolders: Pick<Platform, 'removeFolder'> = {
  removeFolder: async (path) => {
    if (isRemovedAtOnce(path)) return;
    // Again, because a renewal may be writing there, and Windows keeps what a process has open.
    await promises.rm(path, { recursive: true, force: true, maxRetries: 3 });
  },
};

/**
 * Removes a folder that has nothing but files, as those of a step do, with calls that load nothing; Node's
 * own `rmSync` leaves such a folder where it is on Windows when its path is not of ASCII alone.
 *
 * @returns whether it is gone
 * @see https://github.com/nodejs/node/issues/58759
 */
function isRemovedAtOnce(path: string): boolean {
  try {
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (found === undefined) return true;
    // What a link leads to belongs to somebody else.
    if (!found.isDirectory()) return false;
    for (const name of readdirSync(path)) unlinkSync(join(path, name));
    rmdirSync(path);
    return true;
  } catch {
    return false;
  }
}
