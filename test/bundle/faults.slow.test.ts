import { FAULTS } from '@entra-aws-creds/sandbox';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { expectedOutcome } from './fault-matrix/expected-outcomes.ts';
import { type Result, rowsOn, runMatrix, sampleOn } from './fault-matrix/matrix.ts';
import { tableLine } from './fault-matrix/table.ts';

const ROWS = [...rowsOn('Node 24'), ...sampleOn('Node 20')];
const TEN_MINUTES = 600_000;

describe('under every fault of either service, both bundles', () => {
  let results: readonly Result[];
  beforeAll(async () => {
    results = await runMatrix(ROWS, () => {});
  }, TEN_MINUTES);

  test('were run', () => {
    expect(results).toHaveLength(ROWS.length);
    expect(ROWS.length).toBeGreaterThan(250);
  });

  test('come to the right outcome in time, export nothing that they should not, and leak nothing', () => {
    expect(results.filter(({ wrong }) => wrong.length > 0).map(tableLine)).toEqual([]);
  });

  test.each([
    ['tls-intercepted', /issued by "Example Corp Web Gateway CA".*NODE_EXTRA_CA_CERTS/],
    ['tls-expired', /CERT_HAS_EXPIRED.*valid from .* to .*clock/],
    ['tls-other-host', /ERR_TLS_CERT_ALTNAME_INVALID.*"other\.example"/],
    ['http-429-an-hour', /asks to be left alone for 3600(\.\d)? s.*leaves \d+(\.\d)? s/],
    ['http-503', /Tried 3 times/],
    ['http-429', /is throttling.*"text\/html"/],
    ['hang', /localhost:\d+ did not answer in 2 s/],
    ['drip', /localhost:\d+ did not finish its answer in 2 s/],
    ['tls-hang', /localhost:\d+ did not finish the TLS handshake in 2 s/],
    ['html-page', /"text\/html".*[Pp]roxy/],
    ['redirect-307', /HTTP 307 with a redirect/],
    ['not-http', /not HTTP \(HPE_/],
  ])('a message says what its reader needs to know: %s', (fault, text) => {
    const messages = results.filter((result) => result.fault === fault).map((row) => row.message);
    expect(messages.length).toBeGreaterThanOrEqual(4);
    for (const message of messages) expect(message).toMatch(text);
  });
});

test('every fault of the sandbox has an outcome that is expected', () => {
  const missing = FAULTS.flatMap(({ name, services }) =>
    services.filter((service) => expectedOutcome(service, name) === undefined).map(() => name),
  );
  expect(missing).toEqual([]);
});

test('no two faults of one service share a name', () => {
  for (const service of ['entra', 'sts'] as const) {
    const names = FAULTS.filter(({ services }) => services.includes(service)).map(
      ({ name }) => name,
    );
    expect(new Set(names).size).toBe(names.length);
  }
});
