import { createHash, type X509Certificate } from 'node:crypto';
import { compactVerify, decodeJwt, decodeProtectedHeader, importX509, type JWTPayload } from 'jose';
import { AadstsError, entraTimestamp } from './aadsts-error.ts';
import type { EntraApp } from './app.ts';
import { certificateOfTrustedSubject } from './trusted-subject.ts';

export interface PresentedAssertion {
  readonly jwt: string;
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: JWTPayload;
}

const ALLOWED_SKEW_SECONDS = 5 * 60;

export function readAssertion(jwt: string): PresentedAssertion {
  try {
    const header = decodeProtectedHeader(jwt) as Record<string, unknown>;
    return { jwt, header, claims: decodeJwt(jwt) };
  } catch {
    throw new AadstsError('invalid_request', 50027, 'JWT token is invalid or malformed.');
  }
}

/**
 * Checks an assertion that the app signed with one of its certificates.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/certificate-credentials
 * @see https://www.rfc-editor.org/rfc/rfc7523#section-3
 */
export async function verifyCertificateAssertion(
  assertion: PresentedAssertion,
  app: EntraApp,
  expected: { readonly audience: string; readonly now: Date },
): Promise<void> {
  const algorithm = supportedAlgorithm(assertion.header['alg']);
  const certificate = knownCertificate(assertion.header, app, expected.now);
  checkCertificateDates(certificate, expected.now);
  await checkSignature(assertion.jwt, certificate, algorithm);
  checkParties(assertion.claims, app.clientId);
  checkAudience(assertion.claims, expected.audience);
  checkTimes(assertion.claims, expected.now);
  if (!assertion.claims.jti) throw malformed('The jti claim is missing.');
}

function supportedAlgorithm(algorithm: unknown): 'PS256' | 'RS256' {
  if (algorithm === 'PS256' || algorithm === 'RS256') return algorithm;
  throw new AadstsError(
    'invalid_client',
    5002738,
    `Invalid JWT token. '${algorithm}' is not a supported signature algorithm. Supported signing algorithms are: 'RS256, PS256'`,
  );
}

function knownCertificate(
  header: Readonly<Record<string, unknown>>,
  app: EntraApp,
  now: Date,
): X509Certificate {
  const named = header['x5t#S256'] ?? header['x5t'];
  if (typeof named !== 'string') {
    throw new AadstsError(
      'invalid_request',
      5002730,
      'Invalid JWT token. No certificate SHA-1 thumbprint, certificate SHA-256 thumbprint, nor keyId specified in token header.',
    );
  }
  const digest = header['x5t#S256'] === undefined ? 'sha1' : 'sha256';
  const isNamed = ({ raw }: X509Certificate) =>
    createHash(digest).update(raw).digest('base64url') === named;
  const found = app.certificates.find(isNamed);
  if (found) return found;
  const sent = certificateOfTrustedSubject(header['x5c'], app.trustedSubjects, now);
  if (sent && isNamed(sent)) return sent;
  const thumbprint = Buffer.from(named, 'base64url').toString('hex').toUpperCase();
  throw invalidSignature(
    `The certificate with identifier used to sign the client assertion is not registered on application. [Reason - The key was not found., Thumbprint of key used by client: '${thumbprint}', Please visit the Azure Portal, Graph Explorer or directly use MS Graph to see configured keys for app Id '${app.clientId}'.]`,
  );
}

function checkCertificateDates(certificate: X509Certificate, now: Date): void {
  const start = new Date(certificate.validFrom);
  const end = new Date(certificate.validTo);
  if (now > end) {
    throw invalidSignature(
      `Client assertion failed signature validation. [Reason - The key used is expired., Found key 'Start=${entraTimestamp(start)}, End=${entraTimestamp(end)}'.]`,
    );
  }
  if (now < start) {
    throw new AadstsError(
      'invalid_client',
      1000502,
      'The provided certificate is not within its specified validity window.',
    );
  }
}

async function checkSignature(
  jwt: string,
  certificate: X509Certificate,
  algorithm: 'PS256' | 'RS256',
): Promise<void> {
  try {
    await compactVerify(jwt, await importX509(certificate.toString(), algorithm));
  } catch {
    throw invalidSignature(
      'Client assertion failed signature validation. [Reason - The provided signature value did not match the expected signature value.]',
    );
  }
}

function checkParties(claims: JWTPayload, clientId: string): void {
  if (claims.iss?.toLowerCase() === clientId && claims.sub?.toLowerCase() === clientId) return;
  throw new AadstsError(
    'invalid_client',
    700021,
    "Client assertion application identifier doesn't match 'client_id' parameter.",
  );
}

function checkAudience(claims: JWTPayload, audience: string): void {
  if (claims.aud === audience) return;
  throw new AadstsError(
    'invalid_client',
    700023,
    `Client assertion audience claim does not match Realm issuer. Expected '${audience}'.`,
  );
}

/** For certificates and federated credentials alike. */
export function checkTimes(claims: JWTPayload, now: Date): void {
  const { exp } = claims;
  if (typeof exp !== 'number') throw malformed('The exp claim is missing.');
  const start = claims.nbf ?? claims.iat ?? 0;
  const seconds = now.getTime() / 1000;
  if (seconds <= exp + ALLOWED_SKEW_SECONDS && seconds >= start - ALLOWED_SKEW_SECONDS) return;
  const instant = (epoch: number) => new Date(epoch * 1000).toISOString();
  throw new AadstsError(
    'invalid_client',
    700024,
    `Client assertion is not within its valid time range. Current time: ${now.toISOString()}, assertion valid from ${instant(start)}, expiry time of assertion ${instant(exp)}. Review the documentation at https://learn.microsoft.com/entra/identity-platform/certificate-credentials .`,
  );
}

export function invalidSignature(message: string): AadstsError {
  return new AadstsError('invalid_client', 700027, message);
}

function malformed(reason: string): AadstsError {
  return new AadstsError('invalid_request', 50027, `JWT token is invalid or malformed. ${reason}`);
}
