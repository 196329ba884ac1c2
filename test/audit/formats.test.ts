import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  AUDIT_FINDING_CODES,
  FORMAT_NAMES,
  type ReportLine,
} from '../../packages/audit/src/index.ts';
import { FINDING_CODES } from '../../packages/trust-policy/src/index.ts';
import { csvRows } from './csv-rows.ts';
import { linesOf, RELEASE, report } from './report.ts';
import { TEMPLATE } from './template.ts';

const lines = [...linesOf(TEMPLATE, 'infra/template.yaml'), ...linesOf('{', 'broken.json')];
const EVIL = `=cmd|'/c calc'!A1"\n<img src=x onerror=alert(1)>##vso[task.complete]\u001b[31m,</style>`;

/** Everything that others name, named by somebody who means ill. */
function hostile(text: string): ReportLine[] {
  return lines.map((line) => {
    if (line.kind === 'unjudged') return { ...line, role: text, why: text };
    if (line.kind !== 'role') return line;
    const findings = line.findings.map((one) => ({
      ...one,
      why: text,
      statement: text,
      path: text,
    }));
    const role = { ...line.role, name: text, place: { artifact: text, line: 1 } };
    return { ...line, role, findings, whoGetsIn: [text] };
  });
}

describe('JSON', () => {
  test('is one object, with what the totals say', () => {
    const { form, lines: written, totals } = JSON.parse(report('json', lines));
    expect([form, written.length]).toEqual([1, lines.length]);
    expect(totals).toMatchObject({
      high: 3,
      medium: 0,
      low: 1,
      unjudged: 1,
      requests: { 'iam:ListRoles': 1 },
    });
  });

  test('without a line is whole, too', () => {
    expect(JSON.parse(report('json', [])).lines).toEqual([]);
  });
});

describe('CSV', () => {
  test('has a row for each finding and for each role without', () => {
    const [head, ...rows] = csvRows(report('csv', lines));
    expect(head?.[0]).toBe('kind');
    expect(rows.map((row) => `${row[2]} ${row[7]}`.trim())).toEqual([
      'Tight',
      'Wide TRUST_NO_SUB',
      'Wide TRUST_AUD_SEVERAL',
      'AsText TRUST_NO_SUB',
      'Maybe (if its conditions hold)',
      'Maybe (unless its conditions hold) TRUST_NO_SUB',
      'broken.json',
    ]);
  });

  test('holds no cell that a spreadsheet calculates, and keeps every text', () => {
    const starts = fc.constantFrom('=', '+', '-', '@', '\t', '\r', ' =', '＝', '\u0000=', '');
    fc.assert(
      fc.property(starts, fc.string(), (start, rest) => {
        const text = `${start}${rest}`;
        for (const row of csvRows(report('csv', hostile(text))).slice(1)) {
          for (const value of row)
            expect(value).not.toMatch(/^[\s\p{Cc}]*[=+\-@＝＋－＠]|^[\t\r\n]/u);
          expect([text, `'${text}`]).toContain(row[2]);
        }
      }),
    );
  });
});

describe('SARIF', () => {
  const sarif = (all: readonly ReportLine[]) =>
    JSON.parse(report('sarif', all, ['a notice'])).runs[0];

  test('has a result for each finding, a rule for each code, and a place for each', () => {
    const { tool, results, invocations } = sarif(lines);
    const codes = [...FINDING_CODES, ...AUDIT_FINDING_CODES];
    expect(tool.driver.rules.map(({ id }: { id: string }) => id)).toEqual(codes);
    expect(results).toHaveLength(4);
    for (const { ruleId, ruleIndex, locations } of results) {
      expect(codes[ruleIndex]).toBe(ruleId);
      const { artifactLocation, region } = locations[0].physicalLocation;
      expect(artifactLocation.uri).toBe('infra/template.yaml');
      expect(region.startLine).toBeGreaterThan(20);
    }
    const [{ executionSuccessful, toolExecutionNotifications }] = invocations;
    expect([executionSuccessful, toolExecutionNotifications.length]).toEqual([false, 2]);
  });

  test('tells the same finding by the same fingerprint, and each from the others', () => {
    const prints = sarif(lines).results.map(
      (one: { partialFingerprints: object }) => Object.values(one.partialFingerprints)[0],
    );
    expect(new Set(prints).size).toBe(4);
    expect(sarif(lines).results[0].partialFingerprints).toEqual({ 'roleFinding/v1': prints[0] });
  });

  test('is whole, and its places are relative references, whatever roles are called', () => {
    for (const { locations } of sarif(hostile(EVIL)).results) {
      const { uri } = locations[0].physicalLocation.artifactLocation;
      expect(new URL(uri, 'file:///repository/').protocol).toBe('file:');
      expect(uri).toMatch(/^[\w%.~!*'()/-]+$/);
    }
  });
});

test.each(['table', 'html'] as const)(
  '%s holds nothing that a terminal, an agent or a browser obeys',
  (format) => {
    const text = report(format, hostile(EVIL), [EVIL]);
    expect(text).not.toContain('\u001b');
    expect(text).not.toContain('##vso');
    if (format === 'html') {
      expect(text).not.toContain('<img');
      expect(text.match(/<\/style>/g)).toHaveLength(1);
      expect(text).toContain('&lt;img src=x');
    }
  },
);

test('a page loads nothing and runs nothing', () => {
  const page = report('html', lines);
  expect(page).not.toMatch(/<script|\bsrc=|<link|@import|url\(|\son\w+=/i);
  expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
  const links = [...page.matchAll(/href="([^"]+)"/g)].map(([, href = '']) => href);
  for (const link of links) expect(link.startsWith(`${RELEASE.repository}/blob/v`)).toBe(true);
});

test('every format names every finding that counts', () => {
  for (const format of FORMAT_NAMES) {
    const text = report(format, lines);
    for (const line of lines) {
      if (line.kind === 'role') for (const { code } of line.findings) expect(text).toContain(code);
    }
  }
});
