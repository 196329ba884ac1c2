import type { Platform } from '@entra-aws-creds/core/azure';

interface Kept<T> {
  readonly answer: Promise<T>;
  readonly askedAt: number;
}

/**
 * Answers that are good for a while, by what was asked. Who asks the same while the answer is on its way waits
 * for that one, as Entra does when it asks once more. A failure is not kept.
 */
export class RecentAnswers<T> {
  readonly #keepMs: number;
  readonly #most: number;
  readonly #clock: Platform['clock'];
  readonly #kept = new Map<string, Kept<T>>();

  /** @param keepMs from when it was asked, not from when it came */
  constructor(keepMs: number, most: number, clock: Platform['clock']) {
    this.#keepMs = keepMs;
    this.#most = most;
    this.#clock = clock;
  }

  get(question: string, ask: () => Promise<T>): Promise<T> {
    const now = this.#clock.now().getTime();
    const kept = this.#kept.get(question);
    if (kept !== undefined && now - kept.askedAt < this.#keepMs) return kept.answer;
    const entry = { answer: ask(), askedAt: now };
    this.#kept.delete(question);
    this.#makeRoom();
    this.#kept.set(question, entry);
    entry.answer.catch(() => {
      if (this.#kept.get(question) === entry) this.#kept.delete(question);
    });
    return entry.answer;
  }

  /** A map goes through its entries in the order in which they came. */
  #makeRoom(): void {
    for (const question of this.#kept.keys()) {
      if (this.#kept.size < this.#most) return;
      this.#kept.delete(question);
    }
  }
}
