import { type Agent, request } from 'node:https';
import type { IssuedCertificate, Sandbox, StandardScenario } from '@entra-aws-creds/sandbox';
import { importPKCS8, type JWTPayload, SignJWT } from 'jose';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface Call {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly agent?: Agent;
}

export function send(sandbox: Sandbox, url: string, call: Call = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { method = 'GET', headers = {}, body, agent } = call;
    const options = { method, headers, ca: sandbox.caPem, ...(agent ? { agent } : {}) };
    const outgoing = request(url, options, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', reject);
      incoming.on('end', () =>
        resolve({
          status: incoming.statusCode ?? 0,
          headers: incoming.headers,
          body: Buffer.concat(chunks).toString(),
        }),
      );
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

export function postForm(
  sandbox: Sandbox,
  url: string,
  form: Readonly<Record<string, string | undefined>>,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const given = Object.entries(form).filter((entry): entry is [string, string] => !!entry[1]);
  return send(sandbox, url, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams(given).toString(),
  });
}

export function tokenEndpoint(sandbox: Sandbox, tenant: string): string {
  return `${sandbox.entraUrl}/${tenant}/oauth2/v2.0/token`;
}

export interface AssertionChanges {
  readonly header?: Record<string, unknown>;
  readonly claims?: JWTPayload;
  readonly certificate?: IssuedCertificate;
  /** Signs with another key than the certificate's. */
  readonly keyPem?: string;
}

export async function assertion(
  sandbox: Sandbox,
  scenario: StandardScenario,
  changes: AssertionChanges = {},
): Promise<string> {
  const certificate = changes.certificate ?? scenario.certificate;
  const header = {
    alg: 'PS256',
    typ: 'JWT',
    'x5t#S256': thumbprintHeader(certificate.thumbprintSha256),
    ...changes.header,
  };
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    aud: tokenEndpoint(sandbox, scenario.tenantId),
    iss: scenario.clientId,
    sub: scenario.clientId,
    jti: crypto.randomUUID(),
    nbf: now,
    iat: now,
    exp: now + 600,
    ...changes.claims,
  };
  const key = await importPKCS8(changes.keyPem ?? certificate.privateKeyPem, header.alg);
  return new SignJWT(claims).setProtectedHeader(header).sign(key);
}

export function thumbprintHeader(hex: string): string {
  return Buffer.from(hex, 'hex').toString('base64url');
}

export function tokenForm(
  scenario: StandardScenario,
  clientAssertion: string,
): Record<string, string> {
  return {
    grant_type: 'client_credentials',
    client_id: scenario.clientId,
    scope: `${scenario.audience}/.default`,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: clientAssertion,
  };
}

export async function accessToken(
  sandbox: Sandbox,
  scenario: StandardScenario,
  changes: Readonly<Record<string, string>> = {},
): Promise<string> {
  const form = { ...tokenForm(scenario, await assertion(sandbox, scenario)), ...changes };
  const answer = await postForm(sandbox, tokenEndpoint(sandbox, scenario.tenantId), form);
  if (answer.status !== 200) throw new Error(answer.body);
  return (JSON.parse(answer.body) as { access_token: string }).access_token;
}
