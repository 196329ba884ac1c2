import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Platform, sha256 } from '@entra-aws-creds/core/programs';
import { cacheFolder } from '../cache/cache-folder.ts';
import type { CommandLineInputs } from '../flags/command-line-inputs.ts';

/** What makes an application of a tenant. */
const APPLICATION = ['authority-host', 'tenant-id', 'client-id'] as const;

/** The role that a person chose when they logged in to an application, in a file beside the login. */
export class ChosenRole {
  readonly #path: string | undefined;

  constructor(
    inputs: Pick<CommandLineInputs, 'read'>,
    environment: Readonly<Record<string, string | undefined>>,
  ) {
    const caches = cacheFolder(environment, process.platform);
    const application = APPLICATION.map((name) => inputs.read(name).toLowerCase()).join(' ');
    this.#path = caches && join(caches, 'logins', `${sha256(application)}.role`);
  }

  /** Undefined where none was chosen, or nothing can be read. */
  read(): string | undefined {
    try {
      return this.#path && (readFileSync(this.#path, 'utf8').trim() || undefined);
    } catch {
      return undefined;
    }
  }

  /** @throws NodeJS.ErrnoException */
  async write(
    role: string,
    { writePrivateFile }: Pick<Platform, 'writePrivateFile'>,
  ): Promise<void> {
    if (this.#path === undefined) return;
    const { mkdir } = await import('node:fs/promises');
    await mkdir(dirname(this.#path), { recursive: true, mode: 0o700 });
    await writePrivateFile(this.#path, `${role}\n`);
  }

  /** @throws NodeJS.ErrnoException */
  async forget(): Promise<void> {
    const { rm } = await import('node:fs/promises');
    if (this.#path !== undefined) await rm(this.#path, { force: true });
  }
}
