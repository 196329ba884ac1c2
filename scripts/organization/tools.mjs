import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** What this machine lacks, in a sentence: nothing of ours is wrong, but it cannot be shown here. */
export class Missing extends Error {}

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
const PYTHON = '3.13';

/** Of one step, on a machine that has much else to do. */
const LONGEST_MINUTES = 25;

/** How pip, npm and apt say that they reach nobody. */
const NOBODY_REACHED =
  /NewConnectionError|NameResolutionError|ConnectTimeout|ReadTimeout|ProxyError|Network is unreachable|ENETUNREACH|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH|Temporary failure (?:in name resolution|resolving)|Could not connect to|Unable to connect to/;

/**
 * A Python that the engine runs on, also one of pyenv's that nobody has chosen; on Debian, as root, it is
 * installed where Debian has it.
 *
 * @throws Missing
 */
export function findPython() {
  const found = pythonThere();
  if (found !== undefined) return found;
  const name = `python${PYTHON}-venv`;
  if (mayInstall() && isPackage(name)) {
    installPackages([name]);
    const installed = pythonThere();
    if (installed !== undefined) return installed;
  }
  throw new Missing(`there is no Python ${PYTHON} with venv`);
}

function pythonThere() {
  const named = ['python3', `python${PYTHON}`];
  return [...named, ...pythonsOfPyenv()].find((name) => versionOf(name) === PYTHON);
}

function pythonsOfPyenv() {
  const versions = join(process.env.PYENV_ROOT ?? join(homedir(), '.pyenv'), 'versions');
  if (!existsSync(versions)) return [];
  return readdirSync(versions)
    .filter((name) => name.startsWith(`${PYTHON}.`))
    .map((name) => join(versions, name, 'bin', 'python3'));
}

/**
 * Sees to it that the tools are there, by installing them where that is ours to do: as root, on Debian.
 *
 * @throws Missing, naming those that are
 */
export function findBuildTools() {
  const missing = Object.entries(BUILD_TOOLS).filter(([tool]) => !runs(tool));
  if (missing.length === 0) return;
  const packages = missing.map(([, name]) => name);
  if (!mayInstall()) throw new Missing(`${packages.join(', ')} are not installed`);
  installPackages(packages);
}

function mayInstall() {
  return process.getuid?.() === 0 && runs('apt-get');
}

function isPackage(name) {
  try {
    run('apt-cache', ['show', '--quiet', name]);
    return true;
  } catch {
    return false;
  }
}

function installPackages(names) {
  const args = ['install', '--yes', '--no-install-recommends', ...names];
  console.log(`apt-get ${args.join(' ')}`);
  run('apt-get', ['update', '--quiet']);
  run('apt-get', args, { DEBIAN_FRONTEND: 'noninteractive' });
}

/**
 * Silent when it succeeds.
 *
 * @throws Missing when the program reaches nobody
 * @throws Error with what it wrote, or that it took too long
 */
export function run(program, args, environment = {}, cwd = process.cwd()) {
  try {
    return execFileSync(program, args, {
      cwd,
      env: { ...process.env, ...environment },
      encoding: 'utf8',
      stdio: 'pipe',
      maxBuffer: 64 * 1024 * 1024,
      timeout: LONGEST_MINUTES * 60_000,
      killSignal: 'SIGKILL',
    });
  } catch (error) {
    throw failureOf(`${program} ${args.join(' ')}`, error);
  }
}

function failureOf(command, { code, message, stdout = '', stderr = '' }) {
  if (code === 'ETIMEDOUT')
    return new Error(`${command}\nwas killed after ${LONGEST_MINUTES} minutes`);
  const said = `${stdout}${stderr}`.trim() || message;
  const line = said.split('\n').find((one) => NOBODY_REACHED.test(one));
  if (line !== undefined) return new Missing(`the network does not answer (${line.trim()})`);
  return new Error(`${command}\n${said}`);
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
