import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** What AWS's runtime client is built with, each by the Debian package that has it. */
const BUILD_TOOLS = {
  autoreconf: 'autoconf',
  automake: 'automake',
  libtoolize: 'libtool',
  cmake: 'cmake',
  'g++': 'g++',
  make: 'make',
};

/** Older ones cannot read the engine, and what it is made of is not there for newer ones. */
const PYTHONS = ['3.13'];

/**
 * A Python that the engine runs on, also one of pyenv's that nobody has chosen.
 *
 * @throws Error when there is none
 */
export function findPython() {
  const named = ['python3', 'python3.13'];
  const found = [...named, ...pythonsOfPyenv()].find((name) => PYTHONS.includes(versionOf(name)));
  if (found !== undefined) return found;
  throw new Error(`there is no Python ${PYTHONS.join(' or ')} with venv`);
}

function pythonsOfPyenv() {
  const versions = join(process.env.PYENV_ROOT ?? join(homedir(), '.pyenv'), 'versions');
  if (!existsSync(versions)) return [];
  return readdirSync(versions)
    .filter((name) => name.startsWith('3.'))
    .map((name) => join(versions, name, 'bin', 'python3'));
}

/**
 * Sees to it that the tools are there, by installing them where that is ours to do: as root, on Debian.
 *
 * @throws Error naming those that are missing
 */
export function findBuildTools() {
  const missing = Object.entries(BUILD_TOOLS).filter(([tool]) => !runs(tool));
  if (missing.length === 0) return;
  const packages = missing.map(([, name]) => name);
  const isOurs = process.getuid?.() === 0 && runs('apt-get');
  const command = `apt-get install --yes --no-install-recommends ${packages.join(' ')}`;
  if (!isOurs) throw new Error(`${packages.join(', ')} are missing: ${command}`);
  console.log(command);
  run('apt-get', ['update', '--quiet']);
  run('apt-get', command.split(' ').slice(1), { DEBIAN_FRONTEND: 'noninteractive' });
}

/** Silent when it succeeds. @throws Error with what the program wrote */
export function run(program, args, environment = {}, cwd = process.cwd()) {
  const env = { ...process.env, ...environment };
  return execFileSync(program, args, { cwd, env, encoding: 'utf8', stdio: 'pipe' });
}

function versionOf(python) {
  try {
    const ask = 'import sys, ensurepip, venv; print("%d.%d" % sys.version_info[:2])';
    return run(python, ['-c', ask]).trim();
  } catch {
    return '';
  }
}

function runs(tool) {
  try {
    run(tool, ['--version']);
    return true;
  } catch {
    return false;
  }
}
