import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { LoginStore, Platform } from '@entra-aws-creds/core/programs';

const SUFFIX = '.json';

/** Logins in files for the eyes of this user, a file for each application of each tenant. */
export class FileLoginStore implements LoginStore {
  readonly #folder: string;
  readonly #platform: Pick<Platform, 'writePrivateFile'>;

  /** @param caches the folder of all that this program keeps */
  constructor(caches: string, platform: Pick<Platform, 'writePrivateFile'>) {
    this.#folder = join(caches, 'logins');
    this.#platform = platform;
  }

  async read(name: string): Promise<string | undefined> {
    return readFile(this.#path(name), 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
  }

  async write(name: string, text: string): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    await this.#platform.writePrivateFile(this.#path(name), text);
  }

  /** @returns how many there were. @throws NodeJS.ErrnoException */
  async forgetAll(): Promise<number> {
    const names = await readdir(this.#folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    });
    await rm(this.#folder, { recursive: true, force: true });
    return names.filter((name) => name.endsWith(SUFFIX)).length;
  }

  #path(name: string): string {
    return join(this.#folder, `${name}${SUFFIX}`);
  }
}

/** Keeps nothing beyond this process: `--no-cache`, or where nothing says where caches lie. */
export const NO_LOGINS: LoginStore = {
  read: async () => undefined,
  write: async () => {},
};
