import { randomBytes } from 'node:crypto';

export interface Keeping {
  /** Since it was put here, whatever happens. */
  readonly lifetimeMs: number;
  /** Since it was last asked for. */
  readonly idleMs: number;
  /** The oldest go when there are more. */
  readonly most: number;
}

interface Kept<T> {
  readonly value: T;
  readonly since: number;
  readonly usedAt: number;
}

/**
 * What the server keeps for a browser, which has nothing of it but a random ID. It lies in the memory of this
 * process: several processes need a store that they share, encrypted, since tokens are in it.
 */
export class KeptById<T> {
  readonly #keeping: Keeping;
  readonly #entries = new Map<string, Kept<T>>();

  constructor(keeping: Keeping) {
    this.#keeping = keeping;
  }

  /** @returns its new ID */
  put(value: T): string {
    const now = Date.now();
    for (const [id, kept] of this.#entries) if (this.#isOver(kept, now)) this.#entries.delete(id);
    const [oldest] = this.#entries.keys();
    if (oldest !== undefined && this.#entries.size >= this.#keeping.most) {
      this.#entries.delete(oldest);
    }
    const id = randomBytes(32).toString('base64url');
    this.#entries.set(id, { value, since: now, usedAt: now });
    return id;
  }

  find(id: string): T | undefined {
    const kept = this.#entries.get(id);
    const now = Date.now();
    if (kept === undefined || this.#isOver(kept, now)) {
      this.#entries.delete(id);
      return undefined;
    }
    this.#entries.set(id, { ...kept, usedAt: now });
    return kept.value;
  }

  /** It is there once, and then no more. */
  take(id: string): T | undefined {
    const value = this.find(id);
    this.#entries.delete(id);
    return value;
  }

  #isOver({ since, usedAt }: Kept<T>, now: number): boolean {
    return now - since > this.#keeping.lifetimeMs || now - usedAt > this.#keeping.idleMs;
  }
}
