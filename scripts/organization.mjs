// Builds the functions of the automation over an organization, deploys it to an AWS of this machine's own and
// tests it there. What that takes is installed into .cache/organization/. Ends with 0 when the tests passed,
// with 77 and one line that says why when they cannot run here, and else with 1. Arguments are names of test
// files.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { requireDependencies } from './fresh-clone.mjs';
import { CACHE, PATHS, provide } from './organization/parts.mjs';
import { withScratchFolder } from './organization/scratch.mjs';
import { findPython, Missing, run } from './organization/tools.mjs';

/** As test programs tell `make` that they were skipped. */
const SKIPPED = 77;
const LONGEST_MINUTES = 40;

const root = fileURLToPath(new URL('..', import.meta.url));
const tests = join(root, 'test', 'organization', 'engine');

requireDependencies();
try {
  if (process.platform !== 'linux') throw new Missing("Lambda's client is built for Linux only");
  findPython();
  const started = Date.now();
  run(process.execPath, [join(root, 'scripts', 'build-organization.mjs')]);
  run(process.execPath, [join(root, 'test', 'node-versions', 'install.mjs')]);
  provide();
  console.log(`All is there, after ${Math.round((Date.now() - started) / 1000)} s`);
  process.exitCode = withScratchFolder((scratch) => test(process.argv.slice(2), scratch));
} catch (error) {
  const isMissing = error instanceof Missing;
  console.log(`test:organization ${isMissing ? 'SKIPPED, because' : 'FAILED:'} ${error.message}`);
  process.exitCode = isMissing ? SKIPPED : 1;
}

/** @returns the status to end with */
function test(names, scratch) {
  const { status, error } = spawnSync(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      '--experimental-vm-modules',
      join(root, 'node_modules', 'jest', 'bin', 'jest.js'),
      '--testPathIgnorePatterns=/node_modules/',
      `--cacheDirectory=${join(CACHE, 'jest')}`,
      // One engine at a time: with its functions it takes a gigabyte.
      '--runInBand',
      // The sandbox of an estate that could not be deployed is nobody's to close.
      '--forceExit',
      '--runTestsByPath',
      ...testFiles(names),
    ],
    {
      cwd: root,
      stdio: 'inherit',
      timeout: LONGEST_MINUTES * 60_000,
      killSignal: 'SIGKILL',
      env: {
        ...process.env,
        TMPDIR: scratch,
        AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
        ...PATHS,
      },
    },
  );
  if (error?.code === 'ETIMEDOUT') console.log(`Killed after ${LONGEST_MINUTES} minutes`);
  return status === 0 ? 0 : 1;
}

function testFiles(names) {
  return readdirSync(tests)
    .filter((file) => file.endsWith('.test.ts'))
    .filter((file) => names.length === 0 || names.some((name) => file.startsWith(name)))
    .map((file) => join(tests, file));
}
