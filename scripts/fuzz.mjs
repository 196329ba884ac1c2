// Runs every property test with many more cases than usual: `npm run test:fuzz`, or with a number `npm run test:fuzz -- 10000`.
// With a part of a path after it, only the files there: `npm run test:fuzz -- 100000 claims-provider/callouts`.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const LEAST_CASES = 100_000;
const root = fileURLToPath(new URL('..', import.meta.url));
const [, , runs = '2000', part = ''] = process.argv;

const tests = readdirSync(join(root, 'test'), { recursive: true })
  .map((name) => join('test', name))
  .filter((name) => name.includes(part))
  .filter((name) => name.endsWith('.test.ts') && !name.includes('node_modules'))
  .filter((name) => /from 'fast-check'/.test(readFileSync(join(root, name), 'utf8')));

const folder = mkdtempSync(join(tmpdir(), 'fuzz-'));
const countFile = join(folder, 'cases');
writeFileSync(countFile, '');
const jest = join(root, 'node_modules/jest/bin/jest.js');
const options = ['--disable-warning=ExperimentalWarning', '--experimental-vm-modules'];
const { status } = spawnSync(
  process.execPath,
  [...options, jest, '--testTimeout=600000', '--runTestsByPath', ...tests],
  {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      FUZZ_RUNS: runs,
      FUZZ_COUNT_FILE: countFile,
      TRUST_POLICY_FUZZ_RUNS: runs,
    },
  },
);
const counts = readFileSync(countFile, 'utf8').split('\n').filter(Boolean).map(Number);
const cases = counts.reduce((sum, count) => sum + count, 0);
rmSync(folder, { recursive: true });

console.log(`${cases} cases in ${tests.length} files`);
if (status !== 0) process.exitCode = status ?? 1;
else if (cases < LEAST_CASES) {
  console.error(`That is fewer than ${LEAST_CASES}: give a larger number of runs.`);
  process.exitCode = 1;
}
