import type { OnlinePlatform } from '@entra-aws-creds/core/programs';

interface Bucket {
  readonly left: number;
  readonly at: number;
}

/** So many requests at once about one account, and so many more each minute. */
const MOST = 120;
const EACH_MINUTE = 60;
const MS_EACH = 60_000 / EACH_MINUTE;

/** How often may be asked about each account: what runs wild in one must not use up what Graph grants to all. */
export class RateLimits {
  readonly #clock: OnlinePlatform['clock'];
  readonly #buckets = new Map<string, Bucket>();

  constructor(clock: OnlinePlatform['clock']) {
    this.#clock = clock;
  }

  /** @returns milliseconds until the next one may be made; undefined: this one may be made now */
  take(account: string): number | undefined {
    const at = this.#clock.now().getTime();
    const left = this.#left(account, at);
    if (left < 1) return Math.ceil((1 - left) * MS_EACH);
    this.#forgetFull(at);
    // At the end of the order.
    this.#buckets.delete(account);
    this.#buckets.set(account, { left: left - 1, at });
    return undefined;
  }

  #left(account: string, now: number): number {
    const { left, at } = this.#buckets.get(account) ?? { left: MOST, at: now };
    return Math.min(MOST, left + (now - at) / MS_EACH);
  }

  /** Those that have not been asked about for long are as new ones. */
  #forgetFull(now: number): void {
    for (const [account, { at }] of this.#buckets) {
      // In the order in which they were asked about last.
      if (now - at < MOST * MS_EACH) return;
      this.#buckets.delete(account);
    }
  }
}
