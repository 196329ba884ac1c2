import { rm } from 'node:fs/promises';
import type { Platform } from './platform.ts';

/** As much of the real world as a clean-up touches, which so need not load the rest. */
export const nodeFolders: Pick<Platform, 'removeFolder'> = {
  removeFolder: (path) => rm(path, { recursive: true, force: true }),
};
