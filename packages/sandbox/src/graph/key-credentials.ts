import { createHash, randomUUID, X509Certificate } from 'node:crypto';
import type { EntraApp } from '../entra/app.ts';
import { badRequest, GraphError } from './graph-error.ts';
import { isObject, type JsonObject, readObjects } from './json-body.ts';

/** What Graph keeps of a certificate beside the certificate. */
interface KeyFacts {
  readonly keyId: string;
  readonly displayName: string | null;
  readonly customKeyIdentifier: string;
  readonly startDateTime: string;
  readonly endDateTime: string;
  readonly usage: string;
}

const FACTS = new WeakMap<X509Certificate, KeyFacts>();

/** Of certificates that came by another way too. */
function factsOf(certificate: X509Certificate): KeyFacts {
  const known = FACTS.get(certificate);
  if (known !== undefined) return known;
  const facts = {
    keyId: randomUUID(),
    displayName: certificate.subject,
    customKeyIdentifier: thumbprint(certificate),
    startDateTime: instant(new Date(certificate.validFrom)),
    endDateTime: instant(new Date(certificate.validTo)),
    usage: 'Verify',
  };
  FACTS.set(certificate, facts);
  return facts;
}

/**
 * @param withKey the certificates too, which are told for a single object that they were selected of
 * @see https://learn.microsoft.com/graph/api/resources/keycredential
 */
export function keyCredentialsOf(app: EntraApp, withKey: boolean): readonly object[] {
  return app.certificates.map((certificate) => ({
    ...factsOf(certificate),
    type: 'AsymmetricX509Cert',
    key: withKey ? certificate.raw.toString('base64') : null,
  }));
}

/**
 * The certificates that an app has after a write: those in `value`, and no others.
 *
 * @throws GraphError
 */
export function readKeyCredentials(
  value: unknown,
  app: EntraApp,
  { now, creating }: { readonly now: Date; readonly creating: boolean },
): X509Certificate[] {
  const items = readObjects(value, 'keyCredentials');
  if (creating && items.some((item) => typeof item['keyId'] === 'string')) {
    throw badRequest('The property KeyId is not supported for Create Application flow.');
  }
  return items.map((item) => kept(item, app) ?? readKeyCredential(item, now));
}

/** @see https://github.com/Azure/azure-powershell/issues/6784 for an entry that is sent back changed */
function kept(item: JsonObject, app: EntraApp): X509Certificate | undefined {
  const keyId = item['keyId'];
  const known = app.certificates.find((certificate) => factsOf(certificate).keyId === keyId);
  if (known === undefined) return undefined;
  if (item['key'] === known.raw.toString('base64')) return known;
  throw badRequest(`Update to existing credential with KeyId '${keyId}' is not allowed.`);
}

/**
 * A certificate as it is added.
 *
 * @throws GraphError
 */
export function readKeyCredential(item: unknown, now: Date): X509Certificate {
  if (!isObject(item)) throw badRequest('Key credential is invalid.');
  const usage = item['usage'];
  if (item['type'] !== 'AsymmetricX509Cert' || (usage !== 'Verify' && usage !== 'Sign')) {
    throw badRequest('Key credential type or usage is invalid.');
  }
  const certificate = readCertificate(item['key']);
  const start = dateOf(item['startDateTime'], new Date(certificate.validFrom), 'Start');
  const end = dateOf(item['endDateTime'], new Date(certificate.validTo), 'End');
  if (end > new Date(certificate.validTo) || end <= now) throw invalidDate('End');
  if (start < new Date(certificate.validFrom) || start >= end) throw invalidDate('Start');
  FACTS.set(certificate, {
    keyId: typeof item['keyId'] === 'string' ? item['keyId'] : randomUUID(),
    displayName: shortened(item['displayName']) ?? certificate.subject,
    customKeyIdentifier:
      typeof item['customKeyIdentifier'] === 'string'
        ? item['customKeyIdentifier']
        : thumbprint(certificate),
    startDateTime: instant(start),
    endDateTime: instant(end),
    usage,
  });
  return certificate;
}

/** When an app may no longer log in with it. */
export function endOf(certificate: X509Certificate): Date {
  return new Date(factsOf(certificate).endDateTime);
}

export function startOf(certificate: X509Certificate): Date {
  return new Date(factsOf(certificate).startDateTime);
}

export function keyIdOf(certificate: X509Certificate): string {
  return factsOf(certificate).keyId;
}

/** @see https://learn.microsoft.com/graph/application-saml-sso-configure-api for the words */
function readCertificate(key: unknown): X509Certificate {
  try {
    if (typeof key === 'string' && key !== '')
      return new X509Certificate(Buffer.from(key, 'base64'));
  } catch {
    // Refused below, as what is missing is.
  }
  throw new GraphError(
    400,
    'KeyCredentialsInvalidValue',
    'Invalid certificate: Key value is invalid certificate',
  );
}

function dateOf(value: unknown, otherwise: Date, which: 'Start' | 'End'): Date {
  if (value === undefined || value === null) return otherwise;
  const date = new Date(String(value));
  if (Number.isNaN(date.getTime())) throw invalidDate(which);
  return date;
}

/** @see https://github.com/Azure/azure-rest-api-specs/issues/11985 */
function invalidDate(which: 'Start' | 'End'): GraphError {
  const end = which.toLowerCase();
  const message = `Key credential ${end} date is invalid.`;
  return new GraphError(400, `KeyCredentialsInvalid${which}Date`, message, [
    { code: `InvalidKey${which}Date`, message, target: `keyCredentials.${end}DateTime` },
  ]);
}

/** "Longer values are accepted but shortened." */
function shortened(displayName: unknown): string | undefined {
  return typeof displayName === 'string' ? displayName.slice(0, 90) : undefined;
}

/** Binary of Graph is base64; this is the SHA-1 thumbprint of the certificate. */
function thumbprint({ raw }: X509Certificate): string {
  return createHash('sha1').update(raw).digest('base64');
}

/** `2026-11-21T07:12:30Z`. */
function instant(date: Date): string {
  return date.toISOString().replace('.000Z', 'Z');
}
