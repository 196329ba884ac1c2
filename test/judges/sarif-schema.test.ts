import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import { linesOf, report } from '../audit/report.ts';
import { TEMPLATE } from '../audit/template.ts';

/** What draft 4, in which the schema is written, calls otherwise than the drafts after it. */
const {
  $schema: _,
  id: __,
  ...schema
} = JSON.parse(readFileSync(process.env['JUDGE_SARIF_SCHEMA'] ?? '', 'utf8'));
const validate = new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(
  schema,
);

test.each([
  ['findings', linesOf(TEMPLATE, 'infra/template.yaml')],
  ['what cannot be judged', linesOf('{', 'broken.json')],
  ['nothing', []],
])('the official schema takes a report of %s', (_name, lines) => {
  const isValid = validate(JSON.parse(report('sarif', lines, ['a notice'])));
  expect([isValid, validate.errors]).toEqual([true, null]);
});

test('the official schema does judge', () => {
  expect(validate({ version: '2.1.0', runs: [{ tool: {} }] })).toBe(false);
});
