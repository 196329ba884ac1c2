import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { allow, SUBJECT, V1 } from '../audit/roles.ts';
import { TEMPLATE } from '../audit/template.ts';
import { Home } from './program.ts';

const policy = (claims: Record<string, string>) =>
  JSON.stringify({ Version: '2012-10-17', Statement: allow(V1, claims) }, undefined, 2);
const TIGHT = policy({ aud: 'api://aws', sub: SUBJECT });
const WIDE = policy({ aud: 'api://aws' });

describe.each(['Node 20', 'Node 24'] as const)('trust check on %s', (node) => {
  let home: Home;
  beforeEach(() => {
    home = new Home(node);
    home.write('tight.json', TIGHT);
    home.write('wide.json', WIDE);
    home.write('template.yaml', TEMPLATE);
    home.write('broken.json', '{');
  });
  afterEach(() => home.close());

  test.each([
    [0, ['tight.json']],
    [2, ['wide.json', 'tight.json']],
    [2, ['template.yaml']],
    [1, ['broken.json', 'wide.json']],
    [1, ['none.json', 'tight.json']],
    [2, ['--subject', 'another', 'tight.json']],
    [0, ['--fail-on', 'high', '--audience', 'api://other', 'none-of-these-is-high.json']],
  ] as const)('ends with %i for %j', async (status, words) => {
    home.write('none-of-these-is-high.json', policy({ aud: 'api://other', sub: 'x' }));
    const outcome = await home.run(['trust', 'check', ...words]);
    expect([outcome.status, outcome.stderr]).toEqual([status, '']);
  });

  test('judges standard input, also in UTF-16 files, and says where', async () => {
    const { stdout } = await home.run(['trust', 'check', '-'], { input: WIDE });
    expect(stdout).toContain('high TRUST_NO_SUB (Statement, standard-input:3): ');
    expect(stdout).toContain(
      '1 role looked at, 1 of them open to tokens: 1 high, 0 medium, 0 low.',
    );
  });

  test('takes what is on the list of accepted risks for accepted', async () => {
    const risk = { role: 'wide.json', finding: 'TRUST_NO_SUB', reason: 'x', until: '9999-12-31' };
    home.write('accepted.yaml', JSON.stringify([risk]));
    const args = ['trust', 'check', '--accept', 'accepted.yaml', 'wide.json', '--json'];
    const { status, stdout } = await home.run(args);
    expect([status, JSON.parse(stdout).totals]).toEqual([
      0,
      expect.objectContaining({ high: 0, accepted: 1 }),
    ]);
  });

  test.each([
    [['check'], 'trust needs check and files: trust check FILE….'],
    [['chek', 'x'], 'trust needs check and files'],
    [['check', '--format', 'pdf', 'x'], '--format takes one of table, json, sarif, html, csv.'],
    [['check', '--fail-on', 'never', 'x'], '--fail-on takes one of high, medium, low.'],
    [
      ['check', '--tenant-id', 'contoso.com', 'x'],
      '--tenant-id takes the directory (tenant) ID here.',
    ],
    [['check', '--accept', 'broken.json', 'x'], 'which is no list of accepted risks.'],
    [['check', '--json', '--format', 'csv', 'x'], 'Give only one of --format and --json.'],
  ])('%j is wrong usage', async (words, says) => {
    const { status, stderr } = await home.run(['trust', ...words]);
    expect([status, stderr]).toEqual([64, expect.stringContaining(says)]);
  });
});
