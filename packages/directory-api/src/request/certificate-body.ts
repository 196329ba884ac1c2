import { X509Certificate } from 'node:crypto';
import {
  enrolled,
  isStrongKey,
  LEAST_BITS,
  type NamedCertificate,
  type NewCertificate,
  publicCertificate,
  sha256Of,
} from '@entra-aws-creds/bindings';
import { type RoleArn, StepFailure } from '@entra-aws-creds/core/programs';
import { isJsonObject, type JsonObject } from '@entra-aws-creds/core/services';
import type { ApiRequest } from '../http.ts';
import { Refusal } from '../refusal.ts';
import { jsonBody, textIn, unprocessable } from './json-body.ts';
import { roleIdIn, roleIn } from './role-body.ts';
import type { RoleAddress } from './route.ts';

/** A certificate for the application of a role. */
export interface EnrolledCertificate {
  readonly role: RoleArn;
  readonly roleId: string;
  readonly certificate: NewCertificate;
}

const ONE_CERTIFICATE =
  /^\s*-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----\s*$/;
const MOST_NAMED = 3;

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

/**
 * The certificates that a binding is to have, as its role's tags name them: one whose text is left out only stays.
 *
 * @throws Refusal 422
 */
export function certificatesIn(body: JsonObject, now: Date): readonly NamedCertificate[] {
  const list = Object.hasOwn(body, 'certificates') ? body['certificates'] : [];
  if (!Array.isArray(list) || list.length > MOST_NAMED) {
    throw unprocessable('has no list of certificates', `It has ${MOST_NAMED} at the most.`);
  }
  return list.map((one: unknown) => {
    if (
      !isJsonObject(one) ||
      Object.keys(one).some((name) => name !== 'sha256' && name !== 'pem')
    ) {
      throw unprocessable(
        'has a certificate of another form',
        'It has sha256, and pem if it is new.',
      );
    }
    const sha256 = (textIn(one, 'sha256') ?? '').replaceAll(':', '').toLowerCase();
    if (!/^[0-9a-f]{64}$/.test(sha256)) {
      throw unprocessable('has a certificate without SHA-256', 'Give it in hexadecimal.');
    }
    const pem = textIn(one, 'pem');
    if (pem === undefined) return { sha256, certificate: undefined };
    const certificate = readCertificate(pem);
    checkDigest(certificate, sha256);
    checkUse(certificate, now);
    return { sha256, certificate: enrolled(publicCertificate(certificate.raw)) };
  });
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
  const digest = sha256Of(raw);
  if (digest === named.replaceAll(':', '').toLowerCase()) return;
  throw refused(
    `The certificate is not the one that was named: its SHA-256 is ${digest}.`,
    'Whoever may tag the role decides which certificate it takes: let the tag name this one, or send that one.',
  );
}

function checkUse({ publicKey, validFrom, validTo }: X509Certificate, now: Date): void {
  if (!isStrongKey(publicKey)) {
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
