import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Forgets the sessions that are kept: whoever logs in anew, or out, is not to be served those of before.
 *
 * @throws NodeJS.ErrnoException
 */
export async function forgetSessions(caches: string): Promise<void> {
  const entries = await readdir(caches, { withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    },
  );
  for (const entry of entries.filter((one) => one.isFile())) {
    await rm(join(caches, entry.name), { force: true });
  }
}
