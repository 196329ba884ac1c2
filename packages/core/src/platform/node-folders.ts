import { rm } from 'node:fs/promises';
import type { Platform } from './platform.ts';

/** As much of the real world as a clean-up touches, which so need not load the rest. */
export const nodeFolders: Pick<Platform, 'removeFolder'> = {
  // Again, because a renewal may be writing there, and Windows keeps what a process has open.
  removeFolder: (path) => rm(path, { recursive: true, force: true, maxRetries: 3 }),
};
