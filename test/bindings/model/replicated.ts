/** A table that is copied to servers which may be behind: a read may give what was there some time ago. */
export class Replicated<T> {
  readonly #versions = new Map<string, { readonly at: number; readonly value: T | undefined }[]>();
  readonly #time: ModelTime;

  constructor(time: ModelTime) {
    this.#time = time;
  }

  write(key: string, value: T | undefined): void {
    const versions = this.#versions.get(key) ?? [];
    versions.push({ at: this.#time.now(), value });
    this.#versions.set(key, versions);
  }

  /** What is true. */
  now(key: string): T | undefined {
    return this.#versions.get(key)?.at(-1)?.value;
  }

  /** What the server that happens to answer knows. */
  read(key: string): T | undefined {
    const known = this.#time.now() - this.#time.lag();
    return this.#versions.get(key)?.findLast(({ at }) => at <= known)?.value;
  }

  all(): readonly T[] {
    return [...this.#versions.keys()].flatMap((key) => this.now(key) ?? []);
  }

  allRead(): readonly T[] {
    return [...this.#versions.keys()].flatMap((key) => this.read(key) ?? []);
  }
}

/** Time that passes only while somebody waits. */
export interface ModelTime {
  /** Milliseconds. */
  now(): number;
  /** How far behind the next server to answer is, in milliseconds. */
  lag(): number;
}
