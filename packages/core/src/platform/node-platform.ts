import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { HttpsNetwork } from './https-network.ts';
import type { Platform } from './platform.ts';

/** The real world. The only place in core that knows there is a process around it. */
export function nodePlatform(environment: Platform['environment'] = process.env): Platform {
  return {
    clock: { now: () => new Date() },
    network: new HttpsNetwork(),
    environment,
    readFile: (path) => readFile(path),
    randomHex: (bytes) => randomBytes(bytes).toString('hex'),
  };
}
