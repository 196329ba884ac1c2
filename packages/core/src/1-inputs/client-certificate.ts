import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { Secret } from '../secret.ts';
import { Unacceptable } from './unacceptable.ts';

/** A certificate that Entra knows an application by, with the private key that proves it. */
export interface ClientCertificate {
  /** PKCS#8 PEM. */
  readonly privateKey: Secret;
  /** Bare upper-case hex, as the portal shows it. */
  readonly thumbprintSha256: string;
  readonly thumbprintSha1: string;
  readonly subject: string;
  readonly validFrom: Date;
  readonly validTo: Date;
}

const BLOCK = /-----BEGIN ([A-Z0-9 ]{1,40})-----[^-]{0,65536}-----END \1-----/g;
const CERTIFICATE_LABELS = new Set(['CERTIFICATE', 'X509 CERTIFICATE', 'TRUSTED CERTIFICATE']);
const KEY_LABELS = new Set(['PRIVATE KEY', 'RSA PRIVATE KEY']);

/**
 * The certificate and key in a PEM text, in any order, chain certificates allowed.
 * They are checked against each other and the certificate against the clock.
 *
 * @throws Unacceptable with an `EAC_CERTIFICATE_…` code; its texts quote no key material
 */
export function parseClientCertificate(pem: string, now: Date): ClientCertificate {
  const blocks = [...pem.matchAll(BLOCK)].map(([text, label = '']) => ({ text, label }));
  const certificates = blocks.filter(({ label }) => CERTIFICATE_LABELS.has(label)).map(readOne);
  const key = readKey(blocks);
  if (certificates.length === 0) {
    throw unreadable(
      blocks.length === 0 ? 'holds no PEM block' : 'holds no "-----BEGIN CERTIFICATE-----" block',
      'Give the certificate and its private key together in one PEM text, line breaks kept.',
    );
  }
  const leaf = certificates.find((certificate) => certificate.checkPrivateKey(key));
  if (leaf === undefined) {
    const [first] = certificates;
    throw new Unacceptable(
      `holds a private key that does not belong to its certificate (${first && nameOf(first)})`,
      'Put the key that the certificate was made with next to it; their public keys must be the same.',
      'EAC_CERTIFICATE_KEY_MISMATCH',
    );
  }
  return checkValidity(describe(leaf, key), now);
}

function readOne({ text }: { text: string }): X509Certificate {
  try {
    return new X509Certificate(text);
  } catch {
    throw unreadable(
      'holds a CERTIFICATE block that cannot be read',
      'Export the certificate again as Base-64 (PEM) and store it with its line breaks.',
    );
  }
}

function readKey(blocks: readonly { text: string; label: string }[]): KeyObject {
  const keys = blocks.filter(({ label }) => KEY_LABELS.has(label));
  const [only] = keys;
  if (only === undefined || keys.length > 1) {
    throw unreadable(
      keys.length > 1
        ? `holds ${keys.length} private keys`
        : 'holds no RSA private key in PEM form',
      'Give the certificate together with exactly one key: "-----BEGIN PRIVATE KEY-----" or "-----BEGIN RSA PRIVATE KEY-----", not encrypted.',
    );
  }
  let key: KeyObject;
  try {
    key = createPrivateKey(only.text);
  } catch {
    throw unreadable(
      'holds a private key that cannot be read',
      'Export the key again as unencrypted PKCS#8 or PKCS#1 PEM and store it with its line breaks.',
    );
  }
  if (key.asymmetricKeyType !== 'rsa') {
    throw unreadable(
      `holds a key of type ${key.asymmetricKeyType ?? 'unknown'}`,
      'Entra takes client assertions signed with RSA only: make an RSA key of 2048 bits or more.',
    );
  }
  return key;
}

function describe(leaf: X509Certificate, key: KeyObject): ClientCertificate {
  return {
    privateKey: new Secret(key.export({ type: 'pkcs8', format: 'pem' }).toString()),
    thumbprintSha256: leaf.fingerprint256.replaceAll(':', ''),
    thumbprintSha1: leaf.fingerprint.replaceAll(':', ''),
    subject: leaf.subject.replaceAll('\n', ', '),
    validFrom: new Date(leaf.validFrom),
    validTo: new Date(leaf.validTo),
  };
}

function checkValidity(certificate: ClientCertificate, now: Date): ClientCertificate {
  const { validFrom, validTo, subject, thumbprintSha1 } = certificate;
  if (validTo <= now) {
    throw new Unacceptable(
      `holds a certificate that expired on ${day(validTo)} (${subject}, thumbprint ${thumbprintSha1})`,
      'Make a new certificate, upload it to the app registration (Certificates & secrets) and store it in the pipeline.',
      'EAC_CERTIFICATE_EXPIRED',
    );
  }
  if (validFrom > now) {
    throw new Unacceptable(
      `holds a certificate that is not valid before ${validFrom.toISOString()} (${subject}, thumbprint ${thumbprintSha1}); this machine's clock says ${now.toISOString()}`,
      "Check the machine's clock, or wait until the certificate becomes valid.",
      'EAC_CERTIFICATE_NOT_YET_VALID',
    );
  }
  return certificate;
}

function nameOf(certificate: X509Certificate): string {
  return `${certificate.subject.replaceAll('\n', ', ')}, thumbprint ${certificate.fingerprint.replaceAll(':', '')}`;
}

function day(date: Date): string {
  return date.toISOString().slice(0, 10);
}

function unreadable(reason: string, hint: string): Unacceptable {
  return new Unacceptable(reason, hint, 'EAC_CERTIFICATE_UNREADABLE');
}
