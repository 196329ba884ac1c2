import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { codeBlocks } from './documented-pages.ts';

const blocks = codeBlocks('docs/security.md');
const event = blocks.find(({ text }) => text.includes('"eventName"'))?.text ?? '';
const query = blocks.find(
  ({ language, text }) => language === 'sh' && text.includes('lookup-events'),
);

const folder = mkdtempSync(join(tmpdir(), 'leaked-key-'));
afterAll(() => rmSync(folder, { recursive: true }));
const hasJq = spawnSync('jq', ['--version']).status === 0;

/** Runs the page's query where CloudTrail knows of two exchanges, that of the page and one by somebody else. */
function uses(subject: string): readonly Record<string, unknown>[] {
  const other = event.replaceAll('SERVICE_PRINCIPAL_OBJECT_ID', 'somebody-else');
  writeFileSync(join(folder, 'events'), JSON.stringify([event, other]));
  writeFileSync(join(folder, 'aws'), `#!/bin/sh\ncat '${folder}/events'\n`, { mode: 0o755 });
  const script = `subject=${subject}\n${query?.text}`;
  const { stdout } = spawnSync('bash', ['-euo', 'pipefail', '-c', script], {
    env: { ...process.env, PATH: `${folder}${delimiter}${process.env['PATH']}` },
    encoding: 'utf8',
  });
  return stdout
    .split(/(?<=^\})\n/m)
    .filter((text) => text.trim() !== '')
    .map((text) => JSON.parse(text));
}

(hasJq ? test : test.skip)(
  'the query finds the sessions of one application, and their keys',
  () => {
    expect(uses('SERVICE_PRINCIPAL_OBJECT_ID')).toEqual([
      expect.objectContaining({
        role: 'arn:aws:iam::123456789012:role/deploy',
        session: 'GitHubActions-contoso-website-42',
        key: 'ASIAEXAMPLE',
        sourceIPAddress: '198.51.100.7',
      }),
    ]);
    expect(uses('nobody')).toEqual([]);
  },
);

test('the event shows the user agent that a step sends', () => {
  expect(JSON.parse(event).userAgent).toMatch(
    /^entra-aws-creds\/\d+\.\d+\.\d+ \(GitHubActions \w+\/\w+, run \d+, attempt \d+, job \w+\)$/,
  );
});
