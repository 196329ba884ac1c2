import type { HttpResponse } from '../http/message.ts';
import { HOSTILE_TEXT } from './hostile-text.ts';
import type { NamedFault } from './named-fault.ts';

const ENTRA = ['entra'] as const;
const OTHER_TENANT = '99999999-2222-4333-8444-555555555555';

/** Answers that look like Entra's. */
export const ENTRA_FAULTS: readonly NamedFault[] = [
  ...[
    ['json-cut', 'an answer that is cut off within a string', '{"token_type":"Bearer","access_to'],
    ['json-deep', 'a hundred thousand brackets', '['.repeat(100_000)],
    ['json-list', 'a list in place of an object', '[{"access_token":"no"}]'],
    ['json-no-token', 'an object without a token', '{"token_type":"Bearer","expires_in":3599}'],
    ['json-token-number', 'a number for a token', '{"token_type":"Bearer","access_token":7}'],
    ['json-proto', 'a key named __proto__', '{"__proto__":{"access_token":"no"},"error":"x"}'],
  ].map(
    ([name = '', what = '', body = '']): NamedFault => ({
      name,
      does: `answers HTTP 200 with ${what}`,
      services: ENTRA,
      spoil: () => json(200, body),
    }),
  ),
  {
    name: 'aadsts-transient',
    does: 'answers HTTP 400 with AADSTS90033, which is transient',
    services: ENTRA,
    spoil: () => refusal(400, 90033, 'temporarily_unavailable', 'A transient error has occurred.'),
  },
  {
    name: 'aadsts-refusal',
    does: 'refuses the certificate (AADSTS700027)',
    services: ENTRA,
    spoil: () => refusal(401, 700027, 'invalid_client', 'The key was not found.'),
  },
  {
    name: 'hostile-error',
    does: 'refuses in words that are commands to the runner',
    services: ENTRA,
    spoil: () =>
      json(
        400,
        JSON.stringify({
          error: HOSTILE_TEXT,
          error_description: HOSTILE_TEXT,
          error_codes: [HOSTILE_TEXT, -1, 1e300],
          correlation_id: HOSTILE_TEXT,
        }),
      ),
  },
  claims('token-hostile-subject', 'whose subject is commands to the runner', { sub: HOSTILE_TEXT }),
  claims('token-hostile-audience', 'whose azp is commands to the runner', { azp: HOSTILE_TEXT }),
  claims('token-other-tenant', 'of another tenant', { tid: OTHER_TENANT }),
  claims('token-other-issuer', 'of an issuer that is not Entra', { iss: 'https://evil.example/' }),
  claims('token-no-subject', 'without a subject', { sub: undefined }),
  claims('token-proto', 'with a claim named __proto__ and no tenant', {
    tid: undefined,
    ['__proto__']: { tid: 'x' },
  }),
  claims('token-expired', 'that has expired', { exp: 1 }),
  claims('token-endless', 'that never expires', { exp: 1e300 }),
  claims('token-huge', 'of a hundred kilobytes', { groups: ['x'.repeat(100_000)] }),
  {
    name: 'token-opaque',
    does: 'issues a token that is not a JWT',
    services: ENTRA,
    spoil: () => ({ fault: 'change', change: (answer) => withToken(answer, () => 'opaque-token') }),
  },
];

/** The token that would have been issued, with other claims; its signature is the old one. */
function claims(
  name: string,
  which: string,
  changed: Readonly<Record<string, unknown>>,
): NamedFault {
  const change = (jwt: string) => {
    const [header, payload = '', signature] = jwt.split('.');
    const original = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
    const forged = JSON.stringify({ ...original, ...changed });
    return `${header}.${Buffer.from(forged).toString('base64url')}.${signature}`;
  };
  return {
    name,
    does: `issues a token ${which}`,
    services: ENTRA,
    spoil: () => ({ fault: 'change', change: (answer) => withToken(answer, change) }),
  };
}

/** In what a person gets, the ID token too. */
function withToken(answer: HttpResponse, change: (jwt: string) => string): HttpResponse {
  const body = JSON.parse(answer.body) as { access_token: string; id_token?: string };
  const { access_token: token, id_token: idToken } = body;
  const changed = {
    ...body,
    access_token: change(token),
    ...(idToken !== undefined && { id_token: change(idToken) }),
  };
  return { ...answer, body: JSON.stringify(changed) };
}

function refusal(status: number, number: number, error: string, sentence: string): HttpResponse {
  const correlation = '4dc1e65f-6a6f-4c3e-9d3b-6a2d1e3f4a5b';
  return json(
    status,
    JSON.stringify({
      error,
      error_description: `AADSTS${number}: ${sentence} Trace ID: none Correlation ID: ${correlation}`,
      error_codes: [number],
      correlation_id: correlation,
    }),
  );
}

function json(status: number, body: string): HttpResponse {
  return { status, headers: { 'content-type': 'application/json; charset=utf-8' }, body };
}
