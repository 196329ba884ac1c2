import { issueCertificate } from '@entra-aws-creds/sandbox';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { EntraRequest } from '../../../packages/core/src/2-entra-token/aadsts.ts';
import { entraAnswerFailure } from '../../../packages/core/src/2-entra-token/entra-failure.ts';
import { describeCertificate } from '../../../packages/core/src/credential/certificate.ts';
import { Secret } from '../../../packages/core/src/text/secret.ts';
import { NEXT_STEP } from '../../next-step.ts';

const NOW = new Date('2026-06-01T12:00:00Z');
const issued = issueCertificate({ commonName: 'pipeline', keyType: 'ec' });
const asked: EntraRequest = {
  tenant: '11111111-2222-3333-4444-555555555555',
  clientId: 'aaaaaaaa-0000-0000-0000-000000000000',
  audience: 'api://aws',
  authorityHost: { host: 'login.microsoftonline.com' },
  proof: {
    description: describeCertificate({
      privateKey: new Secret(issued.privateKeyPem),
      chain: issued.chainPem,
      thumbprintSha1: issued.thumbprintSha1,
      thumbprintSha256: issued.thumbprintSha256,
      subject: 'CN=pipeline',
      validFrom: new Date('2026-01-02T00:00:00Z'),
      validTo: new Date('2027-03-04T00:00:00Z'),
    }),
    clockHint: 'the assertion is made the moment before it is sent.',
  },
};

function failureOf(fields: object, { status = 400, headers = {} } = {}) {
  const body = JSON.stringify(fields);
  const answer = { status, headers, body, bytes: Buffer.from(body) };
  return entraAnswerFailure(answer, { ...fields }, asked, NOW);
}

function refused(number: number, error = 'invalid_request') {
  return failureOf({
    error,
    error_codes: [number],
    error_description: `AADSTS${number}: Said so. Trace ID: t Correlation ID: c`,
    correlation_id: 'c0ffee',
  });
}

const tenant = 'EAC_ENTRA_TENANT_UNKNOWN';
const app = 'EAC_ENTRA_APP_UNKNOWN';
const audience = 'EAC_ENTRA_AUDIENCE_UNKNOWN';
const spent = 'EAC_ENTRA_CERTIFICATE_REFUSED';
const other = 'EAC_ENTRA_REFUSED';

describe('every code that a pipeline can meet has a diagnosis of its own', () => {
  test.each([
    [700016, app, asked.clientId, /"client-id"/],
    [90002, tenant, asked.tenant, /"tenant-id"/],
    [900023, tenant, asked.tenant, /"tenant-id"/],
    [90038, tenant, 'national cloud', /"authority-host"/],
    [900382, tenant, 'national cloud', /"authority-host"/],
    [900432, tenant, 'national cloud', /"authority-host"/],
    [500011, audience, 'api://aws', /"audience"/],
    [70011, audience, 'api://aws/.default', /"audience"/],
    [1002012, audience, 'api://aws/.default', /"audience"/],
    [90009, audience, 'by its client ID', new RegExp(asked.clientId)],
    [700027, spent, asked.clientId, /upload/],
    [7000274, spent, 'signature', /new certificate/],
    [7000214, spent, 'revoked', /new certificate/],
    [1000502, spent, 'validity period', /new certificate/],
    [700024, 'EAC_ENTRA_CLOCK', 'clock', /NTP/],
    [7000215, other, 'client secret', /proxy/],
    [7000222, other, 'client secret', /proxy/],
    [7000218, other, 'did not reach', /proxy/],
    [700025, other, 'public client', /Allow public client flows/],
    [7000112, app, 'disabled', /Enterprise applications/],
    [70001, app, 'disabled', /Enterprise applications/],
    [53003, 'EAC_ENTRA_POLICY_BLOCKS', 'policy', /Conditional Access/],
    [530032, 'EAC_ENTRA_POLICY_BLOCKS', 'policy', /Conditional Access/],
    [50034, other, 'user', /"client-id"/],
    [100007, other, 'regional', /"authority-host"/],
  ])('AADSTS%i', (number, code, says, hint) => {
    const failure = refused(number);
    expect(failure.code).toBe(code);
    expect(failure.message).toContain(says);
    expect(failure.hint).toMatch(hint);
    expect(failure.hint).toMatch(NEXT_STEP);
    expect(failure.transient).toBeUndefined();
    expect(failure.describe()).toContain(
      `[Entra said HTTP 400, AADSTS${number}, correlation id c0ffee: "AADSTS${number}: Said so."]`,
    );
  });

  test.each([90006, 90012, 90024, 90033, 90090, 90055, 50196])(
    'AADSTS%i passes, also with HTTP 400',
    (number) => {
      const failure = refused(number);
      expect([failure.code, failure.transient]).toEqual(['EAC_ENTRA_UNAVAILABLE', {}]);
      expect(failure.hint).toMatch(NEXT_STEP);
    },
  );

  test('one that nobody has heard of keeps its number and leads on', () => {
    const failure = refused(999_999);
    expect(failure.code).toBe(other);
    expect(failure.describe()).toContain('AADSTS999999');
    expect(failure.hint).toMatch(/login\.microsoftonline\.com\/error/);
  });
});

test('a certificate that is not uploaded is shown as the portal lists it, with its dates', () => {
  expect(refused(700027).message).toContain(
    `CN=pipeline, thumbprint ${issued.thumbprintSha1} (SHA-1), ${issued.thumbprintSha256} (SHA-256), valid from 2026-01-02 to 2027-03-04`,
  );
});

describe('the clock', () => {
  test.each([
    ['Mon, 01 Jun 2026 12:00:10 GMT', 'agrees with that of login.microsoftonline.com'],
    ['Mon, 01 Jun 2026 12:07:30 GMT', 'is 7.5 minutes behind that of login.microsoftonline.com'],
    [
      'Mon, 01 Jun 2026 10:00:00 GMT',
      'is 120.0 minutes ahead of that of login.microsoftonline.com',
    ],
    ['not a date', 'says 2026-06-01T12:00:00.000Z'],
  ])('at %s of Entra', (date, says) => {
    const failure = failureOf({ error_codes: [700024] }, { headers: { date } });
    expect(failure.message).toContain(`This machine's clock ${says}`);
  });
});

describe('what passes is told by status, OAuth error or code', () => {
  test.each([
    [429, 'too_many_requests', true],
    [500, 'server_error', true],
    [503, 'temporarily_unavailable', true],
    [400, 'temporarily_unavailable', true],
    [400, 'server_error', true],
    [400, 'invalid_request', false],
    [401, 'invalid_client', false],
    [403, 'access_denied', false],
    [404, 'not_found', false],
    [408, 'timeout', false],
  ])('HTTP %i %s: %p', (status, error, passes) => {
    const failure = failureOf({ error }, { status, headers: { 'retry-after': '3' } });
    expect(failure.transient).toEqual(passes ? { retryAfterMs: 3_000 } : undefined);
    expect(failure.code).toBe(passes ? 'EAC_ENTRA_UNAVAILABLE' : 'EAC_ENTRA_REFUSED');
  });
});

test('whatever Entra says, there is one line with a next step in it', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 200, max: 599 }),
      fc.dictionary(fc.string(), fc.jsonValue()),
      fc.jsonValue(),
      (status, fields, codes) => {
        const failure = failureOf({ ...fields, error_codes: codes }, { status });
        expect(failure.describe()).toMatch(/^EAC_ENTRA_[A-Z_]+: [^\r\n]+$/);
        expect(failure.hint).toMatch(NEXT_STEP);
      },
    ),
  );
});
