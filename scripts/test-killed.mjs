// Kills setup, rotate and teardown at every one of their requests, and runs them again: `npm run test:killed`.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const jest = join(root, 'node_modules/jest/bin/jest.js');
const options = ['--disable-warning=ExperimentalWarning', '--experimental-vm-modules'];
const { status } = spawnSync(process.execPath, [...options, jest, 'test/cli/killed.test.ts'], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, KILL_AT_EVERY_REQUEST: 'true' },
});
process.exitCode = status ?? 1;
