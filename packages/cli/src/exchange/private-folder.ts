import { readdir, readFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { newFolderName, type Platform } from '@entra-aws-creds/core/programs';

const OURS = /^entra-aws-creds-[0-9a-f]{32}$/;
const HOLDER = 'held-by';

/** A folder in the temporary folder that nobody can have foreseen; it is not made yet. */
export function newPrivateFolder(platform: Platform): string {
  return join(tmpdir(), newFolderName(platform));
}

/** Says in the folder who holds it, so that it can be told when nobody does any more. */
export function holderFile(folder: string): { readonly path: string; readonly text: string } {
  return { path: join(folder, HOLDER), text: `${hostname()} ${process.pid}` };
}

/** Removes the folders of calls that were killed before they could. What cannot be removed is no error. */
export async function removeAbandoned(platform: Platform): Promise<void> {
  const names = await readdir(tmpdir()).catch(() => []);
  for (const name of names.filter((one) => OURS.test(one))) {
    const folder = join(tmpdir(), name);
    const holder = await readFile(join(folder, HOLDER), 'utf8').catch(() => '');
    if (isGone(holder)) await platform.removeFolder(folder).catch(() => {});
  }
}

/** Only of this machine it can be told. */
function isGone(holder: string): boolean {
  const [host, id] = holder.split(' ');
  if (host !== hostname() || id === undefined || !/^\d+$/.test(id)) return false;
  try {
    process.kill(Number(id), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
