import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { PRINT_FORMS } from '../../packages/bindings/src/index.ts';
import { CASES, printedOf } from '../bindings/print/printed.ts';
import { reviewed } from './reviewed.ts';

const PYTHON = process.env['JUDGE_BICEP'] ?? 'python3';
const PARSE = fileURLToPath(new URL('bicep/parse.py', import.meta.url));

/** The parser knows no extension from a registry; the documentation of Bicep has the line as it stands here. */
const EXTENSION = "extension 'br:mcr.microsoft.com/bicep/extensions/microsoftgraph/v1.0:1.0.0'\n";

test.each(CASES)('the file of set-up %s is Bicep', (_, parts) => {
  const file = PRINT_FORMS.bicep.print(printedOf({ ...parts, half: 'entra' }));
  expect(file).toContain(EXTENSION);
  const parsed = file.replace(EXTENSION, '');
  const { status, said } = reviewed(PYTHON, [PARSE], 'main.bicep', parsed);
  expect([status, Object.keys(JSON.parse(said))]).toEqual([
    0,
    expect.arrayContaining(['application', 'servicePrincipal']),
  ]);
});
