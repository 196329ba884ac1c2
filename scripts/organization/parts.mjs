import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findBuildTools, findPython, run } from './tools.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** Git-ignored. */
export const CACHE = join(root, '.cache', 'organization');
const source = join(root, 'test', 'organization', 'engine');
const plugin = join(source, 'plugin');

const PARTS = [
  {
    name: 'LocalEmu',
    variable: 'ORGANIZATION_ENGINE',
    path: join(CACHE, 'localemu', 'bin', 'python'),
    folder: join(CACHE, 'localemu'),
    inputs: () => [join(source, 'localemu.txt')],
    install() {
      environmentOf(this.folder, join(source, 'localemu.txt'));
    },
  },
  {
    name: 'its plug-in',
    // Goes with the engine.
    folder: join(CACHE, 'localemu', 'plugin'),
    inputs: () => filesIn(plugin),
    install() {
      // Built from a copy, since building leaves things behind; with the setuptools of the lock file.
      rmSync(this.folder, { recursive: true, force: true });
      cpSync(plugin, this.folder, { recursive: true });
      const python = join(CACHE, 'localemu', 'bin', 'python');
      run(python, [...PIP, '--no-deps', '--no-build-isolation', this.folder]);
    },
  },
  {
    name: 'AWS SAM CLI',
    variable: 'ORGANIZATION_SAM',
    path: join(CACHE, 'sam', 'bin', 'sam'),
    folder: join(CACHE, 'sam'),
    inputs: () => [join(source, 'sam.txt')],
    install() {
      environmentOf(this.folder, join(source, 'sam.txt'));
    },
  },
  {
    name: 'AWS Lambda runtime client',
    variable: 'ORGANIZATION_LAMBDA_CLIENT',
    path: join(CACHE, 'lambda-runtime', 'node_modules', 'aws-lambda-ric', 'bin', 'index.mjs'),
    folder: join(CACHE, 'lambda-runtime'),
    inputs: () => [join(source, 'lambda-runtime', 'package-lock.json')],
    install() {
      findBuildTools();
      rmSync(this.folder, { recursive: true, force: true });
      cpSync(join(source, 'lambda-runtime'), this.folder, { recursive: true });
      // Its build asks for a Python that has setuptools, which new ones have not by themselves.
      const python = join(CACHE, 'localemu', 'bin', 'python');
      const options = ['--ignore-scripts=false', '--no-audit', '--no-fund'];
      const environment = { npm_config_python: python, ...ownHeaders() };
      run('npm', ['ci', ...options], environment, this.folder);
    },
  },
];

/** By the variables that tests are told by: where what they run is. */
export const PATHS = Object.fromEntries(
  PARTS.flatMap(({ variable, path }) => (variable === undefined ? [] : [[variable, path]])),
);

const PIP = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'];

/** Without them, headers of this Node are downloaded, of which nothing says what they should be. */
function ownHeaders() {
  const folder = dirname(dirname(realpathSync(process.execPath)));
  return existsSync(join(folder, 'include', 'node', 'node_api.h'))
    ? { npm_config_nodedir: folder }
    : {};
}

/**
 * Installs what is not there as it should be.
 *
 * @throws Missing when this machine lacks what that takes
 * @throws Error with what went wrong
 */
export function provide() {
  for (const part of PARTS) provideOne(part);
}

function provideOne(part) {
  const stamp = join(part.folder, 'installed-from');
  const wanted = digestOf(part.inputs());
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  console.log(`${part.name} is being installed`);
  const started = Date.now();
  mkdirSync(CACHE, { recursive: true });
  part.install();
  writeFileSync(stamp, wanted);
  console.log(`  within ${Math.round((Date.now() - started) / 1000)} s`);
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
