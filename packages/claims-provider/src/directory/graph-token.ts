import type { Platform, Secret } from '@entra-aws-creds/core/azure';
import { asDenial, Denial } from '../denial.ts';

/** A token for Graph, and when it ends. */
export interface GraphToken {
  readonly jwt: Secret;
  readonly expires: Date;
}

/** Asks for a token; a machine's identity in Azure, and whatever else a test has. @throws StepFailure */
export type LogIn = () => Promise<GraphToken>;

/** A new one is asked for this long before the old one ends, while that one is still used. */
const AHEAD_MS = 10 * 60_000;
/** With less than that, nobody is sent to Graph any more. */
const LEAST_MS = 60_000;

/** The token of this program, kept for as long as it is good, so that no sign-in waits for a new one. */
export class KeptToken {
  readonly #logIn: LogIn;
  readonly #clock: Platform['clock'];
  #kept: GraphToken | undefined;
  #asking: Promise<GraphToken> | undefined;

  constructor(logIn: LogIn, clock: Platform['clock']) {
    this.#logIn = logIn;
    this.#clock = clock;
  }

  /** @throws Denial `identity-unavailable` */
  async get(): Promise<Secret> {
    const left = (this.#kept?.expires.getTime() ?? 0) - this.#clock.now().getTime();
    const usable = left > LEAST_MS ? this.#kept : undefined;
    if (left > AHEAD_MS && usable !== undefined) return usable.jwt;
    this.#asking ??= this.#ask();
    if (usable === undefined) return (await this.#asking).jwt;
    // Whatever comes of it, the old one is still good.
    this.#asking.catch(() => {});
    return usable.jwt;
  }

  /** For one that Graph does not take any more. */
  forget(token: Secret): void {
    if (this.#kept?.jwt === token) this.#kept = undefined;
  }

  async #ask(): Promise<GraphToken> {
    try {
      this.#kept = await this.#logIn();
      return this.#kept;
    } catch (error) {
      const why = error instanceof Error ? error.message : asDenial(error).message;
      throw new Denial('identity-unavailable', `No token for Graph: ${why}`, error);
    } finally {
      this.#asking = undefined;
    }
  }
}
