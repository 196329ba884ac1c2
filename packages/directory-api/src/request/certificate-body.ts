import { createHash, X509Certificate } from 'node:crypto';
import { type NewCertificate, publicCertificate } from '@entra-aws-creds/bindings';
import { type RoleArn, StepFailure } from '@entra-aws-creds/core/programs';
import type { ApiRequest } from '../http.ts';
import { Refusal } from '../refusal.ts';
import { roleIdIn, roleIn } from './binding-body.ts';
import { jsonBody, textIn } from './json-body.ts';
import type { RoleAddress } from './route.ts';

/** A certificate for the application of a role. */
export interface EnrolledCertificate {
  readonly role: RoleArn;
  readonly roleId: string;
  readonly certificate: NewCertificate;
}

const ONE_CERTIFICATE =
  /^\s*-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----\s*$/;
const LEAST_BITS = 2048;

/**
 * The public half of a certificate, taken only if it is the one that the role's tag names.
 *
 * @throws Refusal 400, 413, 415, 422
 */
export function certificateBody(
  request: ApiRequest,
  address: RoleAddress,
  now: Date,
): EnrolledCertificate {
  const body = jsonBody(request, ['roleId', 'path', 'pem', 'sha256']);
  const certificate = readCertificate(textIn(body, 'pem') ?? '');
  checkDigest(certificate, textIn(body, 'sha256') ?? '');
  checkUse(certificate, now);
  return {
    role: roleIn(body, address),
    roleId: roleIdIn(body),
    certificate: publicCertificate(certificate.raw),
  };
}

function readCertificate(pem: string): X509Certificate {
  if (/PRIVATE KEY/.test(pem)) {
    throw refused(
      'The text holds a private key.',
      'Take that key for known to others and make a new one: only the certificate is to leave the machine.',
    );
  }
  if (!ONE_CERTIFICATE.test(pem)) {
    throw refused(
      'The text is not one certificate in PEM.',
      'Send BEGIN CERTIFICATE to END CERTIFICATE.',
    );
  }
  try {
    return new X509Certificate(pem);
  } catch (cause) {
    throw refused('The certificate cannot be read.', 'Send it as it was made.', cause);
  }
}

function checkDigest({ raw }: X509Certificate, named: string): void {
  const digest = createHash('sha256').update(raw).digest('hex');
  if (digest === named.replaceAll(':', '').toLowerCase()) return;
  throw refused(
    `The certificate is not the one that was named: its SHA-256 is ${digest}.`,
    'Whoever may tag the role decides which certificate it takes: let the tag name this one, or send that one.',
  );
}

function checkUse({ publicKey, validFrom, validTo }: X509Certificate, now: Date): void {
  const bits = publicKey.asymmetricKeyDetails?.modulusLength ?? 0;
  if (publicKey.asymmetricKeyType !== 'rsa' || bits < LEAST_BITS) {
    throw refused('Entra does not take the key.', `Make an RSA key of ${LEAST_BITS} bits or more.`);
  }
  if (new Date(validTo) <= now) {
    throw refused(`The certificate ended on ${validTo}.`, 'Make a new one.');
  }
  if (new Date(validFrom).getTime() > now.getTime() + AHEAD_MS) {
    throw refused(`The certificate begins on ${validFrom}.`, 'Send it then, or make a new one.');
  }
}

/** Clocks of machines that make certificates. */
const AHEAD_MS = 10 * 60_000;

function refused(message: string, hint: string, cause?: unknown): Refusal {
  return new Refusal(422, new StepFailure('EAC_API_CERTIFICATE', message, hint, { cause }));
}
