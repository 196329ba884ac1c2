import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, jest, test } from '@jest/globals';

jest.setTimeout(120_000);

const validator = process.env['JUDGE_OPENAPI'] ?? 'openapi-spec-validator';
const file = fileURLToPath(new URL('../../packages/directory-api/openapi.yaml', import.meta.url));

test('the document of the directory API is OpenAPI', () => {
  const { status, stdout } = spawnSync(validator, [file], { encoding: 'utf8' });
  expect([status, stdout]).toEqual([0, `${file}: OK\n`]);
});

test('a document that refers to what is not in it is none', () => {
  const folder = mkdtempSync(join(tmpdir(), 'openapi-'));
  try {
    const broken = join(folder, 'openapi.yaml');
    writeFileSync(broken, readFileSync(file, 'utf8').replaceAll('schemas/RoleId', 'schemas/NoId'));
    expect(spawnSync(validator, [broken]).status).toBeGreaterThan(0);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
