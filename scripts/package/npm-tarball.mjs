import { execFileSync } from 'node:child_process';
import { cpSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Packs a folder as npm does.
 *
 * @param {string} folder whose parent is for scratch
 * @param {object} manifest what becomes its `package.json`
 * @param {string} target the `.tgz`
 */
export function packFolder(folder, manifest, target) {
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`);
  const scratch = dirname(folder);
  const packed = execFileSync('npm', ['pack', '--silent', folder], {
    cwd: scratch,
    encoding: 'utf8',
  });
  renameOrCopy(join(scratch, packed.trim()), target);
}

/** The temporary folder may be on another disk. */
function renameOrCopy(from, to) {
  try {
    renameSync(from, to);
  } catch {
    cpSync(from, to);
  }
}
