import { closeSync, fstatSync, openSync, readFileSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import type { Platform } from '@entra-aws-creds/core/programs';
import type { HandedSession } from '../exchange/handed-session.ts';

/** The longest session and an hour: whatever is older serves nobody. */
const LONGEST_USE_MS = 13 * 3_600_000;
/** For the eyes of others. */
const SHARED_MODE = 0o077;

/** The last session for one question, in a file for the eyes of this user. What cannot be kept is no error. */
export class SessionCache {
  readonly #folder: string;
  readonly #path: string;

  /** @param digest of everything that was asked */
  constructor(folder: string, digest: string) {
    this.#folder = folder;
    this.#path = join(folder, `${digest}.json`);
  }

  /** Is there while a process gets the session. */
  get lock(): string {
    return this.#path.replace(/json$/, 'lock');
  }

  /** Undefined where there is none, or it is not this user's own. */
  read(): HandedSession | undefined {
    try {
      const file = openSync(this.#path, 'r');
      try {
        return isPrivate(fstatSync(file)) ? sessionIn(readFileSync(file, 'utf8')) : undefined;
      } finally {
        closeSync(file);
      }
    } catch {
      return undefined;
    }
  }

  /** Before the lock is taken, which lies there too. */
  async prepare(): Promise<void> {
    const { mkdir } = await import('node:fs/promises');
    await mkdir(this.#folder, { recursive: true, mode: 0o700 }).catch(() => {});
  }

  async write(session: HandedSession, platform: Platform, now: Date): Promise<void> {
    try {
      await platform.writePrivateFile(this.#path, JSON.stringify(session));
      await this.#removeOld(now);
    } catch {
      // Whoever asks next gets a session of its own.
    }
  }

  async #removeOld(now: Date): Promise<void> {
    const { readdir, rm, stat } = await import('node:fs/promises');
    for (const name of await readdir(this.#folder)) {
      const path = join(this.#folder, name);
      const found = await stat(path);
      const isOld = now.getTime() - found.mtime.getTime() > LONGEST_USE_MS;
      if (found.isFile() && isOld) await rm(path, { force: true });
    }
  }
}

/** Windows keeps a user's folders private by their access list. */
function isPrivate({ mode, uid }: Stats): boolean {
  if (process.platform === 'win32') return true;
  return uid === process.getuid?.() && (mode & SHARED_MODE) === 0;
}

function sessionIn(text: string): HandedSession | undefined {
  const session = JSON.parse(text) as Partial<HandedSession>;
  const { credentials, region, issued } = session;
  const isWhole =
    typeof region === 'string' &&
    typeof issued === 'string' &&
    credentials?.Version === 1 &&
    [
      credentials.AccessKeyId,
      credentials.SecretAccessKey,
      credentials.SessionToken,
      credentials.Expiration,
    ].every((value) => typeof value === 'string');
  return isWhole ? (session as HandedSession) : undefined;
}
