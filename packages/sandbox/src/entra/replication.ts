import type { EntraApp } from './app.ts';

/** One who looks at the directory, each of whom a change reaches in its own time. */
export type Reader =
  | 'sign-in'
  | 'token resources'
  | 'applications'
  | 'service principals'
  | 'backing applications';

/** Which of an application's two objects was written. */
export type WrittenObject = 'application' | 'service principal';

const READS: Readonly<Record<Reader, readonly WrittenObject[]>> = {
  'sign-in': ['application', 'service principal'],
  'token resources': ['application', 'service principal'],
  applications: ['application'],
  'service principals': ['service principal'],
  'backing applications': ['application'],
};

/** How long a change takes to get round; nothing, unless set. */
export interface ReplicationLag {
  /** On the directory's clock. */
  milliseconds: number;
  /** So many looks of each reader at the object come too early. */
  reads: number;
  /** After the first look that saw it, so many more that do not: another replica has answered. */
  relapses: number;
}

interface Write {
  readonly object: WrittenObject;
  /** Undefined when the write has made the object. */
  readonly before: EntraApp | undefined;
  readonly at: number;
  readonly lag: Readonly<ReplicationLag>;
  readonly looks: Map<Reader, number>;
}

/**
 * What each reader of the directory sees of an application that was changed just now.
 *
 * @see https://learn.microsoft.com/troubleshoot/entra/entra-id/app-integration/404-not-found-error-manage-objects-microsoft-graph
 * for objects that are not found after they were made
 */
export class Replication {
  readonly lag: ReplicationLag = { milliseconds: 0, reads: 0, relapses: 0 };
  readonly #now: () => Date;
  readonly #writes = new Map<EntraApp, Write[]>();

  constructor(now: () => Date) {
    this.#now = now;
  }

  /** To be told of a change with the app as it was before it. */
  written(app: EntraApp, object: WrittenObject, before: EntraApp | undefined): void {
    const { milliseconds, reads, relapses } = this.lag;
    if (milliseconds + reads + relapses === 0) return;
    const at = this.#now().getTime();
    const write = { object, before, at, lag: { ...this.lag }, looks: new Map() };
    this.#writes.set(app, [...(this.#writes.get(app) ?? []), write]);
  }

  /** The app as the reader finds it; undefined when its making has not got round. */
  seen(app: EntraApp, reader: Reader): EntraApp | undefined {
    const writes = this.#writes.get(app);
    if (writes === undefined) return app;
    const pending = writes.filter((write) => READS[reader].includes(write.object));
    const missed = pending.filter((write) => !this.#reaches(write, reader));
    const [oldest] = missed;
    return oldest === undefined ? app : oldest.before;
  }

  /** Lets everything that was written get round at once. */
  settle(): void {
    this.#writes.clear();
  }

  #reaches({ at, lag, looks }: Write, reader: Reader): boolean {
    const elapsed = this.#now().getTime() - at;
    if (elapsed < lag.milliseconds) return false;
    const look = (looks.get(reader) ?? 0) + 1;
    looks.set(reader, look);
    if (look <= lag.reads) return false;
    const first = lag.reads + 1;
    return look === first || look > first + lag.relapses;
  }
}
