/** How long a write stays unseen: by so many reads of the object, or for so long, whichever ends later. */
export interface ReadLag {
  reads: number;
  milliseconds: number;
}

interface Stale<View> {
  /** Undefined: not made yet. */
  readonly view: View | undefined;
  readsLeft: number;
  readonly until: number;
}

/**
 * Reads that come from a replica which has not heard of the latest writes.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency
 */
export class StaleReads<View> {
  readonly #lag: ReadLag;
  readonly #now: () => Date;
  readonly #stale = new Map<string, Stale<View>>();

  constructor(lag: ReadLag, now: () => Date) {
    this.#lag = lag;
    this.#now = now;
  }

  /** To be called before a write; `view` is asked for only when reads lag. */
  beforeWrite(key: string, view: () => View | undefined): void {
    const { reads, milliseconds } = this.#lag;
    if (reads === 0 && milliseconds === 0) return;
    const seen = this.#stale.get(key);
    const stale = seen && this.#isStale(seen) ? seen.view : view();
    const until = this.#now().getTime() + milliseconds;
    this.#stale.set(key, { view: stale, readsLeft: reads, until });
  }

  /** What a read gets to see of an object that really is `current`. */
  read(key: string, current: View | undefined): View | undefined {
    const seen = this.#stale.get(key);
    if (!seen) return current;
    if (!this.#isStale(seen)) {
      this.#stale.delete(key);
      return current;
    }
    seen.readsLeft -= 1;
    return seen.view;
  }

  /** What a list gets to see; it counts as a read of each object in it. */
  readAll(current: ReadonlyMap<string, View>): View[] {
    if (this.#stale.size === 0) return [...current.values()];
    const keys = new Set([...current.keys(), ...this.#stale.keys()]);
    return [...keys].flatMap((key) => this.read(key, current.get(key)) ?? []);
  }

  #isStale({ readsLeft, until }: Stale<View>): boolean {
    return readsLeft > 0 || this.#now().getTime() < until;
  }
}
