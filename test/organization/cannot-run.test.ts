import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

const script = fileURLToPath(new URL('../../scripts/organization.mjs', import.meta.url));

test('says why it deploys nothing where there is no Python, in a way that a script can tell', () => {
  // Windows starts nothing without the last.
  const { SystemRoot = '' } = process.env;
  const env = { PATH: '/nowhere', HOME: '/nowhere', PYENV_ROOT: '/nowhere', SystemRoot };
  const { status, stdout } = spawnSync(process.execPath, [script], { env, encoding: 'utf8' });
  expect(status).toBe(77);
  expect(stdout).toMatch(/^test:organization SKIPPED, because [^\n]+\n$/);
});
