import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { Ajv } from 'ajv';
import type { ReportLine } from '../../packages/audit/src/index.ts';
import { linesOf, report } from '../audit/report.ts';
import { TEMPLATE } from '../audit/template.ts';

/** Whatever draft the schema is written in. */
const {
  $schema: _,
  id: __,
  ...schema
} = JSON.parse(readFileSync(process.env['JUDGE_SARIF_SCHEMA'] ?? '', 'utf8'));
const validate = new Ajv({
  strict: false,
  allErrors: true,
  validateFormats: false,
  // A pattern of its own has a bracket too many, which only the older syntax takes.
  unicodeRegExp: false,
}).compile(schema);

/** As an audit has them: a role without a file, an accepted risk, a stored key, an account that cannot be read. */
const roles = linesOf(TEMPLATE).flatMap((line): ReportLine[] => {
  if (line.kind !== 'role') return [line];
  const place = { artifact: `aws/123456789012/role/${line.role.name}`, line: undefined };
  const findings = line.findings.map((one) => ({
    ...one,
    line: undefined,
    accepted: { reason: 'until the next release', until: '2027-01-31' },
  }));
  return [{ ...line, role: { ...line.role, place, account: '123456789012' }, findings }];
});
const key: ReportLine = {
  kind: 'key',
  account: '123456789012',
  user: 'jenkins',
  keyEnding: '7Q4X',
  ageDays: 400,
  lastUse: { at: null, region: undefined },
  service: undefined,
  pipeline: undefined,
  instead: [],
  finding: {
    code: 'AUDIT_STORED_KEY',
    grade: 'medium',
    statement: undefined,
    path: undefined,
    line: undefined,
    why: 'The key is 400 days old.',
    corrected: undefined,
    accepted: undefined,
  },
};
const place = { artifact: 'aws/210987654321', line: undefined };
const account = { role: undefined, account: '210987654321', place, why: 'EAC_IAM_DENIED' };
const ofAccounts: readonly ReportLine[] = [...roles, key, { kind: 'unjudged', ...account }];

test.each([
  ['an account', ofAccounts],
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
