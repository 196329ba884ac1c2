import type { Platform } from '../platform/platform.ts';

/** A holder shows that it lives as often as this. */
const BEAT_MS = 1_000;
const LOOK_AGAIN_MS = 100;
/** Who looked so often, and saw nothing of the holder, takes it for killed: 5 s, and more if it was held up itself. */
const LOOKS_AT_THE_DEAD = 50;
/** 30 s: some AWS SDKs give a process for credentials a minute. */
const LOOKS_AT_ALL = 300;

export interface Turn<T> {
  /** A file that is there while somebody works; its folder is the job's own. */
  readonly lock: string;
  work(): Promise<T>;
  /** What another process's work has come to since, if it has. */
  resultOfOther(): Promise<T | undefined>;
}

/**
 * One process at a time works, and those that wait for it use its result. It is there to spare work, so
 * nothing of it costs anybody theirs: when the lock cannot be made, or waiting takes too long, a process
 * works all the same.
 */
export async function inTurn<T>(turn: Turn<T>, platform: Platform): Promise<T> {
  const lock = new Lock(turn.lock, platform);
  let seen = { text: await lock.read(), looks: 0 };
  for (let looks = 0; looks < LOOKS_AT_ALL; looks += 1) {
    const outcome = await lock.take();
    if (outcome === 'impossible') break;
    if (outcome === 'taken') {
      return lock.hold(async () => (await turn.resultOfOther()) ?? turn.work());
    }
    await platform.wait(LOOK_AGAIN_MS, NEVER);
    const result = await turn.resultOfOther();
    if (result !== undefined) return result;
    const text = await lock.read();
    seen = { text, looks: text === seen.text ? seen.looks + 1 : 0 };
    if (seen.looks >= LOOKS_AT_THE_DEAD && (await lock.inherit(text))) return lock.hold(turn.work);
  }
  return turn.work();
}

const NEVER = new AbortController().signal;

/** A file whose text, a name of its holder's and a number, changes for as long as its holder lives. */
class Lock {
  readonly #path: string;
  readonly #platform: Platform;
  readonly #name: string;

  constructor(path: string, platform: Platform) {
    this.#path = path;
    this.#platform = platform;
    this.#name = platform.randomHex(16);
  }

  /** Empty without a holder. */
  async read(): Promise<string> {
    return this.#platform.readFile(this.#path).then(
      (text) => text.toString('utf8'),
      () => '',
    );
  }

  async take(): Promise<'taken' | 'busy' | 'impossible'> {
    try {
      const created = await this.#platform.createPrivateFile(this.#path, this.#text(0));
      return created ? 'taken' : 'busy';
    } catch {
      return 'impossible';
    }
  }

  /** @param text what a dead holder left; of those who find it, one alone inherits */
  async inherit(text: string): Promise<boolean> {
    try {
      const { createPrivateFile, writePrivateFile } = this.#platform;
      if (!(await createPrivateFile(`${this.#path}-after-${text}`, ''))) return false;
      await writePrivateFile(this.#path, this.#text(0));
      return true;
    } catch {
      return false;
    }
  }

  /** Does `work` while showing that this process lives. */
  async hold<T>(work: () => Promise<T>): Promise<T> {
    const end = new AbortController();
    const beating = this.#beat(end.signal).catch(() => {});
    try {
      return await work();
    } finally {
      end.abort();
      await beating;
      if (await this.#isOurs()) await this.#platform.removeFile(this.#path).catch(() => {});
    }
  }

  /** Until it is ended, or somebody took this process for dead. */
  async #beat(end: AbortSignal): Promise<void> {
    for (let beats = 1; ; beats += 1) {
      await this.#platform.wait(BEAT_MS, end);
      if (!(await this.#isOurs())) return;
      await this.#platform.writePrivateFile(this.#path, this.#text(beats)).catch(() => {});
    }
  }

  async #isOurs(): Promise<boolean> {
    return (await this.read()).startsWith(this.#name);
  }

  #text(beats: number): string {
    return `${this.#name}-${beats}`;
  }
}
