import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findBuildTools, findPython, run } from './tools.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const cache = join(root, '.cache', 'organization');
const source = join(root, 'test', 'organization', 'engine');
const plugin = join(source, 'plugin');

/** Where each part is once it is installed, and how tests are told. */
export const PARTS = [
  {
    name: 'LocalEmu',
    variable: 'ORGANIZATION_ENGINE',
    path: join(cache, 'localemu', 'bin', 'python'),
    folder: join(cache, 'localemu'),
    inputs: () => [join(source, 'localemu.txt'), ...filesIn(plugin)],
    install() {
      const python = environmentOf(this.folder, join(source, 'localemu.txt'));
      // Built from a copy, since building leaves things behind; with the setuptools of the lock file.
      const copy = join(cache, 'plugin');
      rmSync(copy, { recursive: true, force: true });
      cpSync(plugin, copy, { recursive: true });
      run(python, [...PIP, '--no-deps', '--no-build-isolation', copy]);
    },
  },
  {
    name: 'AWS SAM CLI',
    variable: 'ORGANIZATION_SAM',
    path: join(cache, 'sam', 'bin', 'sam'),
    folder: join(cache, 'sam'),
    inputs: () => [join(source, 'sam.txt')],
    install() {
      environmentOf(this.folder, join(source, 'sam.txt'));
    },
  },
  {
    name: 'AWS Lambda runtime client',
    variable: 'ORGANIZATION_LAMBDA_CLIENT',
    path: join(cache, 'lambda-runtime', 'node_modules', 'aws-lambda-ric', 'bin', 'index.mjs'),
    folder: join(cache, 'lambda-runtime'),
    inputs: () => [join(source, 'lambda-runtime', 'package-lock.json')],
    install() {
      findBuildTools();
      rmSync(this.folder, { recursive: true, force: true });
      cpSync(join(source, 'lambda-runtime'), this.folder, { recursive: true });
      // Its build asks for a Python that has setuptools, which new ones have not by themselves.
      const python = join(cache, 'localemu', 'bin', 'python');
      const options = ['--ignore-scripts=false', '--no-audit', '--no-fund'];
      run('npm', ['ci', ...options], { npm_config_python: python }, this.folder);
    },
  },
];

const PIP = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'];

/** Installs the part unless it is there as it should be. @throws Error that says why not */
export function provide(part) {
  const stamp = join(part.folder, 'installed-from');
  const wanted = digestOf(part.inputs());
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  console.log(`${part.name} is being installed, which takes some minutes`);
  mkdirSync(cache, { recursive: true });
  part.install();
  writeFileSync(stamp, wanted);
}

/** A Python environment with exactly what the lock file names, by its hashes. */
function environmentOf(folder, lock) {
  rmSync(folder, { recursive: true, force: true });
  run(findPython(), ['-m', 'venv', folder]);
  const python = join(folder, 'bin', 'python');
  // The lock file has all that they depend on.
  run(python, [...PIP, '--no-deps', '--require-hashes', '--requirement', lock]);
  return python;
}

function filesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(py|toml)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function digestOf(files) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(file));
  return hash.digest('hex');
}
