import { readFileSync } from 'node:fs';
import { Agent } from 'node:https';
import { fileURLToPath } from 'node:url';
import {
  FAULTS,
  faultOf,
  GRAPH_FAULTS,
  injectFault,
  type SpoiltService,
} from '@entra-aws-creds/sandbox';
import { describe, expect, test } from '@jest/globals';
import { sandboxOfFile } from '../standard-sandbox.ts';
import { send } from './client.ts';

const sandbox = await sandboxOfFile();

const keys = () => `${sandbox.entraUrl}/common/discovery/keys`;

/** What became of one request: its status, or the code of the error. */
async function outcome(url = keys()): Promise<number | string> {
  try {
    // A resumed TLS session would not look at the certificate again.
    const agent = new Agent({ ca: sandbox.caPem, maxCachedSessions: 0 });
    return (await send(sandbox, url, { agent })).status;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'no code';
  }
}

describe('a fault', () => {
  test('spoils every request to its service, and no other', async () => {
    const fault = injectFault(sandbox, 'sts', 'http-503');
    expect(await outcome(sandbox.stsUrl)).toBe(503);
    expect(await outcome(sandbox.stsUrl)).toBe(503);
    expect(await outcome()).toBe(200);
    fault.remove();
    expect(await outcome(sandbox.stsUrl)).toBe(400);
  });

  test('that spoils the first requests leaves the next alone', async () => {
    const fault = injectFault(sandbox, 'entra', 'http-503-twice');
    expect([await outcome(), await outcome(), await outcome()]).toEqual([503, 503, 200]);
    fault.remove();
  });

  test('may be played on both services at a time', async () => {
    const one = injectFault(sandbox, 'entra', 'http-500');
    const other = injectFault(sandbox, 'sts', 'http-502');
    expect([await outcome(), await outcome(sandbox.stsUrl)]).toEqual([500, 502]);
    other.remove();
    one.remove();
    expect([await outcome(), await outcome(sandbox.stsUrl)]).toEqual([200, 400]);
  });

  test.each([
    ['reset', 'ECONNRESET'],
    ['no-answer', 'ECONNRESET'],
    ['not-http', 'HPE_INVALID_CONSTANT'],
    ['endless-header', 'HPE_HEADER_OVERFLOW'],
    ['tls-expired', 'CERT_HAS_EXPIRED'],
    ['tls-not-yet-valid', 'CERT_NOT_YET_VALID'],
    ['tls-other-host', 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['tls-self-signed', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ['tls-intercepted', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  ])('%s shows as %s', async (name, code) => {
    const fault = injectFault(sandbox, 'entra', name);
    expect(await outcome()).toBe(code);
    fault.remove();
    expect(await outcome()).toBe(200);
  });

  test('floods with as many bytes as it says', async () => {
    const fault = injectFault(sandbox, 'entra', 'oversized');
    const { body } = await send(sandbox, keys());
    expect(body.length).toBeGreaterThanOrEqual(32 * 1024 * 1024);
    fault.remove();
  });

  test('that asks to wait until a point in time means one that is still to come', () => {
    const answer = faultOf('sts', 'http-429-date').spoil?.('sts') as {
      headers: Record<string, string>;
    };
    const seconds = (Date.parse(answer.headers['retry-after'] ?? '') - Date.now()) / 1000;
    expect(seconds).toBeGreaterThan(1.5);
    expect(seconds).toBeLessThanOrEqual(3);
  });

  test.each<[SpoiltService, string]>([
    ['entra', 'xml-cut'],
    ['graph', 'token-opaque'],
    ['sts', 'token-opaque'],
    ['sts', 'no-such-fault'],
  ])('%s has none named %s', (service, name) => {
    expect(() => injectFault(sandbox, service, name)).toThrow(`${service} has no fault`);
  });
});

test('the page lists every fault and what it does', () => {
  const page = readPage('docs/sandbox.md');
  for (const { name, does } of [...FAULTS, ...GRAPH_FAULTS]) {
    expect(page).toContain(`| \`${name}\` |`);
    expect(page).toContain(does.replaceAll('|', '\\|'));
  }
});

function readPage(name: string): string {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  return readFileSync(`${root}${name}`, 'utf8');
}
