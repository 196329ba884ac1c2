// Sees to what a command needs and a clone does not bring along.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Ends the process with what to run first, unless every dependency is there. */
export function requireDependencies() {
  const { workspaces, devDependencies } = manifestIn('.');
  const names = [...Object.keys(devDependencies), ...workspaces.map((one) => manifestIn(one).name)];
  const missing = names.filter((name) => !existsSync(join(root, 'node_modules', name)));
  if (missing.length === 0) return;
  console.error(`Run "npm ci" first: of ${names.length} packages, ${missing.length} are missing.`);
  process.exit(1);
}

/** Whether the sources of a package are there: an archive has only those of what jobs run. */
export function hasSources(folder) {
  return existsSync(join(root, folder, 'src'));
}

/** The packages of this repository as Node loads them; quick where nothing has changed since. */
export function compilePackages() {
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const folders = manifestIn('.').workspaces.filter(hasSources);
  execFileSync(process.execPath, [tsc, '-b', ...folders], { cwd: root, stdio: 'inherit' });
}

function manifestIn(folder) {
  return JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
}
