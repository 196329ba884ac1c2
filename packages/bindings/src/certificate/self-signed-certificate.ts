import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import { Secret } from '@entra-aws-creds/core/programs';

/** A certificate that vouches for itself, with its key: all that a login takes. */
export interface SelfSignedCertificate {
  /** PEM. */
  readonly certificate: string;
  /** PKCS#8, PEM. */
  readonly privateKey: Secret;
}

interface CertificateWish {
  /** Shown where certificates are listed; nothing goes by it. */
  readonly commonName: string;
  readonly starts: Date;
  readonly days: number;
  /** Of the RSA key. */
  readonly bits: number;
  /** Hexadecimal, at most 20 bytes. */
  readonly serialNumber: string;
}

/**
 * What NIST holds good beyond 2030.
 *
 * @see https://doi.org/10.6028/NIST.SP.800-57pt1r5
 */
export const USUAL_BITS = 3_072;
export const USUAL_DAYS = 365;

/**
 * Makes an RSA key and a certificate for it, signed with SHA-256 by that key. The key is made by OpenSSL and
 * exists nowhere but in the result.
 *
 * @see https://www.rfc-editor.org/rfc/rfc5280#section-4
 */
export async function makeSelfSignedCertificate(
  wish: CertificateWish,
): Promise<SelfSignedCertificate> {
  const { commonName, starts, days, bits, serialNumber } = wish;
  const [{ default: forge }, pair] = await Promise.all([
    import('node-forge'),
    promisify(generateKeyPair)('rsa', {
      modulusLength: bits,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    }),
  ]);
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.publicKeyFromPem(pair.publicKey);
  // A first bit that is set would make the number negative.
  certificate.serialNumber = `00${serialNumber}`;
  certificate.validity.notBefore = wholeSeconds(starts);
  const ends = new Date(certificate.validity.notBefore);
  ends.setUTCDate(ends.getUTCDate() + days);
  certificate.validity.notAfter = ends;
  const name = [{ name: 'commonName', value: commonName, valueTagClass: UTF8_STRING }];
  certificate.setSubject(name);
  certificate.setIssuer(name);
  certificate.setExtensions([
    { name: 'basicConstraints', cA: false, critical: true },
    { name: 'keyUsage', digitalSignature: true, critical: true },
  ]);
  certificate.sign(forge.pki.privateKeyFromPem(pair.privateKey), forge.md.sha256.create());
  return {
    certificate: forge.pki.certificateToPem(certificate).replaceAll('\r\n', '\n'),
    privateKey: new Secret(pair.privateKey),
  };
}

/** The tag of ASN.1, which forge's types take for a class. */
const UTF8_STRING = 12 as unknown as import('node-forge').asn1.Class;

/** Times in certificates have no fractions. */
function wholeSeconds(date: Date): Date {
  return new Date(Math.floor(date.getTime() / 1_000) * 1_000);
}
