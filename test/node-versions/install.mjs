// Makes sure that the Node versions of the package.json beside it are there, and does nothing when they are.
import { execFileSync, execSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('.', import.meta.url));
const { dependencies } = JSON.parse(readFileSync(`${folder}package.json`, 'utf8'));

function isThere([alias, specifier]) {
  try {
    const binary = `${folder}node_modules/${alias}/bin/node`;
    const version = execFileSync(binary, ['--version'], { encoding: 'utf8' }).trim();
    return specifier.endsWith(`@${version.slice(1)}`);
  } catch {
    return false;
  }
}

if (!Object.entries(dependencies).every(isThere)) {
  // These packages fetch their binary from the npm registry in an install script.
  execSync('npm ci --ignore-scripts=false --no-audit --no-fund', { cwd: folder, stdio: 'inherit' });
}
