import { access, close, fstat, mkdir, open, read, readdir, rename, rm, writeFile } from 'node:fs';
import { promisify } from 'node:util';

/** Calls of `node:fs/promises`, which loads much besides: watchers of files, `node:readline`. */
export const nodeFiles = {
  access: promisify(access),
  close: promisify(close),
  fstat: promisify(fstat),
  mkdir: promisify(mkdir),
  open: promisify(open),
  read: promisify(read),
  readdir: promisify(readdir),
  rename: promisify(rename),
  rm: promisify(rm),
  writeFile: promisify(writeFile),
} as const;
