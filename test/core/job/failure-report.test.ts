import { readFileSync } from 'node:fs';
import { FAILURE_CODES, type Report, StepFailure } from '@entra-aws-creds/core';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { failureReport } from '../../../packages/core/src/job/failure-report.ts';
import { plainJson } from '../../../packages/core/src/text/plain-json.ts';

const { version } = JSON.parse(
  readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'),
);
const page = readFileSync(new URL('../../../docs/troubleshooting.md', import.meta.url), 'utf8');

/** As GitHub makes them; a second heading of the same text gets a number. */
const anchors = [...page.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(/\s/g, '-'),
);

test.each(FAILURE_CODES)('%s ends with the address of its section in this version', (code) => {
  const line = new StepFailure(code, 'It happened.', 'Do this.').describe();
  const [, address = '', anchor = ''] = /^.* Do this\. See (\S+)#(\S+)$/.exec(line) ?? [];
  expect(address).toBe(
    `https://github.com/org/entra-aws-creds/blob/v${version}/docs/troubleshooting.md`,
  );
  expect(anchors.filter((one) => one === anchor)).toHaveLength(1);
});

describe('the report of a failure', () => {
  const policy = { what: 'A trust policy', value: { Version: '2012-10-17' } };
  const failure = (code: 'EAC_STS_ACCESS_DENIED' | 'EAC_STS_TIMEOUT', corrected = true) =>
    new StepFailure(code, `${code} it is.`, 'Do this.', {
      corrections: corrected ? [policy] : [],
    });
  const labels = ({ rows }: Report) => rows.map(([label]) => label);

  test('says what failed, what to do, where to read more, and holds what to copy', () => {
    const report = failureReport(failure('EAC_STS_ACCESS_DENIED'));
    expect(labels(report)).toEqual(['EAC_STS_ACCESS_DENIED', 'What to do', 'Explained at']);
    expect(report.rows[1]?.[1]).toBe('Do this.');
    expect(report.documents).toEqual([
      { title: 'A trust policy', json: '{\n  "Version": "2012-10-17"\n}' },
    ]);
  });

  test('tells each of several failures, and what they have in common once', () => {
    const parts = [
      failure('EAC_STS_ACCESS_DENIED'),
      failure('EAC_STS_ACCESS_DENIED'),
      failure('EAC_STS_TIMEOUT', false),
    ];
    const report = failureReport(
      new StepFailure('EAC_ROLES_FAILED', '3 of 3 roles.', 'See each.', { parts }),
    );
    expect(labels(report).filter((label) => label.startsWith('EAC_'))).toEqual([
      'EAC_STS_ACCESS_DENIED',
      'EAC_STS_ACCESS_DENIED',
      'EAC_STS_TIMEOUT',
    ]);
    expect(report.documents).toHaveLength(1);
  });

  test('what is corrected survives a remark and notes', () => {
    const told = failure('EAC_STS_ACCESS_DENIED').withRemark('Once more.').withNotes(['a note']);
    expect(failureReport(told).documents).toHaveLength(1);
  });
});

describe('JSON to copy', () => {
  test('means the same, and is nothing but text', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('##vso[task.complete]', '##[error]x', '\n```\n::error::x', '\u202e\u2028'),
    );
    fc.assert(
      fc.property(fc.dictionary(text, fc.oneof(text, fc.array(text))), (value) => {
        const json = plainJson(value);
        expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(json).not.toMatch(/##(\[|vso\[)/i);
        for (const line of json.split('\n')) {
          expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
          expect(line).toMatch(/^(?: |[[\]{}"])/);
        }
      }),
    );
  });
});
