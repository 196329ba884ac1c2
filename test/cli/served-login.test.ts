import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';

const root = fileURLToPath(new URL('../..', import.meta.url));
let served: ChildProcess;
let printed = '';
let home: string;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'entra-aws-person-'));
  served = spawn(process.execPath, ['dist/cli/index.js', 'sandbox', 'serve'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  served.stdout?.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  while (!printed.includes('Ctrl-C')) await sleep(50);
});
afterAll(async () => {
  served.kill('SIGTERM');
  await once(served, 'exit');
  rmSync(home, { recursive: true, force: true });
});

/** The browser of somebody who types what the sandbox has printed. */
async function typeWhatIsPrinted(address: URL, ca: string): Promise<string> {
  const [, login = '', password = '', otc = ''] =
    /the email (\S+), the password (\S+) and the code (\d+)/.exec(printed) ?? [];
  const outgoing = request(address, {
    method: 'POST',
    ca: readFileSync(ca),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
  outgoing.end(String(new URLSearchParams({ login, password, otc })));
  const [answer] = await once(outgoing, 'response');
  answer.resume();
  return answer.headers.location;
}

test('what "sandbox serve" prints for a person is a login that works', async () => {
  const [line = '', ca = ''] =
    /^ {2}NODE_EXTRA_CA_CERTS=(\S+) node .* login .+$/m.exec(printed) ?? [];
  const visited = join(home, 'visited');
  const browser = join(home, 'browser.sh');
  writeFileSync(
    browser,
    `#!/bin/sh\nprintf '%s' "$1" > ${visited}.new && mv ${visited}.new ${visited}\n`,
  );
  chmodSync(browser, 0o755);
  const child = spawn('/bin/sh', ['-c', line], {
    cwd: root,
    env: { PATH: process.env['PATH'] ?? '', HOME: home, BROWSER: browser },
  });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const ended = once(child, 'close');
  while (!existsSync(visited)) await sleep(50);
  const redirect = await typeWhatIsPrinted(new URL(readFileSync(visited, 'utf8')), ca);
  expect((await fetch(redirect)).status).toBe(200);
  expect((await ended)[0]).toBe(0);
  expect(said).toMatch(/AWS admits you: arn:aws:sts::123456789012:assumed-role\/People\//);
});
