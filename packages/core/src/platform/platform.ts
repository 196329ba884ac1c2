import type { Clock } from './clock.ts';
import type { Network } from './network.ts';

/** The world outside, as far as core may touch it. */
export interface Platform {
  readonly clock: Clock;
  readonly network: Network;
  /** The job's environment variables. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** @throws NodeJS.ErrnoException */
  readFile(path: string): Promise<Buffer>;
  /** Random bytes from the system's generator, as hex. */
  randomHex(bytes: number): string;
}
