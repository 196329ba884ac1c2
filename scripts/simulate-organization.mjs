// Plays the automation over a large organization in memory: 10,000 roles over 500 accounts, or as many as the
// two arguments say, with lost and doubled events, lagging servers, throttled calls and functions that die.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { requireDependencies } from './fresh-clone.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
requireDependencies();
const [roles = '10000', accounts = '500'] = process.argv.slice(2);
const jest = join(root, 'node_modules/jest/bin/jest.js');
const test = 'test/organization/simulation/large.test.ts';
const { status } = spawnSync(
  process.execPath,
  ['--disable-warning=ExperimentalWarning', '--experimental-vm-modules', jest, test],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, SIMULATED_ROLES: roles, SIMULATED_ACCOUNTS: accounts },
  },
);
process.exitCode = status ?? 1;
