import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import JSZip from 'jszip';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Runs `npm run package:ado` for a file. */
export function packExtension(file: string, root = ROOT): void {
  execFileSync(process.execPath, [join(root, 'scripts/package-ado.mjs'), file], { stdio: 'pipe' });
}

/** Unpacks a `.vsix` and says what was in it, sorted. */
export async function unpackExtension(file: string, folder: string): Promise<readonly string[]> {
  const { files } = await JSZip.loadAsync(readFileSync(file));
  for (const [name, entry] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), await entry.async('nodebuffer'));
  }
  return Object.keys(files).sort();
}
