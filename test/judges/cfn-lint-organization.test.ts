import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, jest, test } from '@jest/globals';

jest.setTimeout(120_000);

const templates = fileURLToPath(new URL('../../packages/organization/templates/', import.meta.url));

test.each(['member.yaml', 'central.yaml'])('finds nothing in %s', (file) => {
  const linter = process.env['JUDGE_CFN_LINT'] ?? 'cfn-lint';
  const { status, stdout, stderr } = spawnSync(linter, [`${templates}${file}`], {
    encoding: 'utf8',
  });
  expect([status, stdout, stderr]).toEqual([0, '', '']);
});
