// Deploys the automation over an organization to an AWS of this machine's own, and tests it there. What that
// takes is installed into .cache/organization/; where it cannot be, this says what is missing, and fails only
// with --require. Further arguments are names of test files.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PARTS, provide } from './organization/parts.mjs';
import { run } from './organization/tools.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const tests = join(root, 'test', 'organization', 'engine');
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));

if (isAllThere()) {
  run(process.execPath, [join(root, 'test', 'node-versions', 'install.mjs')]);
  const { status } = spawnSync(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      '--experimental-vm-modules',
      join(root, 'node_modules', 'jest', 'bin', 'jest.js'),
      '--testPathIgnorePatterns=/node_modules/',
      // One engine at a time: with its functions it takes a gigabyte.
      '--runInBand',
      // The sandbox of an estate that could not be deployed is nobody's to close.
      '--forceExit',
      '--runTestsByPath',
      ...testFiles(),
    ],
    {
      cwd: root,
      stdio: 'inherit',
      env: {
        ...process.env,
        ...Object.fromEntries(PARTS.map((part) => [part.variable, part.path])),
      },
    },
  );
  process.exitCode = status ?? 1;
} else if (process.argv.includes('--require')) {
  process.exitCode = 1;
}

function isAllThere() {
  if (process.platform !== 'linux')
    return missing('an AWS', "Lambda's client is built for Linux only");
  return PARTS.every((part) => {
    try {
      provide(part);
      return true;
    } catch (error) {
      return missing(part.name, String(error.stderr ?? '').trim() || error.message);
    }
  });
}

function missing(name, reason) {
  console.log(`The automation is NOT deployed: ${name} cannot be had here (${reason})`);
  return false;
}

function testFiles() {
  return readdirSync(tests)
    .filter((file) => file.endsWith('.test.ts'))
    .filter((file) => wanted.length === 0 || wanted.some((name) => file.startsWith(name)))
    .map((file) => join(tests, file));
}
