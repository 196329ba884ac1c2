import type { RetryPolicy } from '../retry/retry-policy.ts';
import type { Clock } from './clock.ts';
import type { Network } from './network.ts';
import type { NetworkRoute } from './network-route.ts';
import type { RequestLimits } from './request-limits.ts';

/** The world outside, as far as core may touch it. */
export interface Platform {
  readonly clock: Clock;
  /** Whoever opens it closes it. The step binds the limits; of those, others can only shorten the time. */
  openNetwork(route: NetworkRoute, limits?: Partial<RequestLimits>): Network;
  /** The job's environment variables. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The file of certificate authorities that Node was told of when it was started, and trusts by itself; may be empty. */
  readonly authoritiesOfNode: string;
  /**
   * Runs `work` while the process has these values for these variables; undefined: not at all. It is for a
   * library that reads them by itself, before `work` returns.
   */
  withVariables<T>(variables: Readonly<Record<string, string | undefined>>, work: () => T): T;
  /** `path` as it is understood from any working folder. */
  absolutePath(path: string): string;
  /** Whether there is a file that this process may read. */
  isReadable(path: string): Promise<boolean>;
  /** At once or not at all. @throws NodeJS.ErrnoException; `code` may also be words for what is not a file */
  readFile(path: string): Promise<Buffer>;
  /** For the eyes of the job's own user (mode 0700); its parent is there. @throws NodeJS.ErrnoException */
  makePrivateFolder(path: string): Promise<void>;
  /** In one piece or not at all, mode 0600. @throws NodeJS.ErrnoException */
  writePrivateFile(path: string, text: string): Promise<void>;
  /** Mode 0600. @returns false when there is a file of that name. @throws NodeJS.ErrnoException; no file is left then */
  createPrivateFile(path: string, text: string): Promise<boolean>;
  /** Names of what is in a folder. @throws NodeJS.ErrnoException */
  listFolder(path: string): Promise<readonly string[]>;
  /** None is not an error. @throws NodeJS.ErrnoException */
  removeFile(path: string): Promise<void>;
  /** With all that is in it; none is not an error. @throws NodeJS.ErrnoException */
  removeFolder(path: string): Promise<void>;
  /** Random bytes from the system's generator, as hex. */
  randomHex(bytes: number): string;
  /** By chance, from 0 to less than 1. */
  randomFraction(): number;
  /** @throws the signal's reason as soon as it is aborted */
  wait(milliseconds: number, signal: AbortSignal): Promise<void>;
}

/** The same, for what reads or gets secrets. */
export interface MaskingPlatform extends Platform {
  /** Told of secret text before anything else is done with it. */
  maskSecret(text: string): void;
}

/** The same, once the way to the network is known. */
export interface OnlinePlatform extends MaskingPlatform {
  readonly network: Network;
  readonly retryPolicy: RetryPolicy;
}
