import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { generateCertificateKey } from './tls/certificate-key.ts';
import { encodeCertificate } from './tls/x509-encoding.ts';

export interface CertificateRequest {
  readonly commonName: string;
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  readonly keyType?: 'rsa' | 'ec';
  readonly modulusLength?: number;
  /** Signs the new certificate; without it the certificate signs itself. */
  readonly issuer?: IssuedCertificate;
  /** Marks the certificate as an authority that may sign others. */
  readonly authority?: boolean;
  readonly dnsNames?: readonly string[];
  readonly ipAddresses?: readonly string[];
  /** Keeps an existing key, as a renewal without re-keying does. */
  readonly privateKeyPem?: string;
}

export interface IssuedCertificate {
  readonly commonName: string;
  readonly certificatePem: string;
  /** PKCS#8. */
  readonly privateKeyPem: string;
  /** This certificate followed by its issuers, the root left out. */
  readonly chainPem: string;
  /** Upper-case hexadecimal without separators, as the Entra portal shows it. */
  readonly thumbprintSha256: string;
  readonly thumbprintSha1: string;
  readonly serialNumber: string;
  readonly selfSigned: boolean;
  readonly notBefore: Date;
  readonly notAfter: Date;
}

const MILLISECONDS_A_DAY = 24 * 60 * 60 * 1000;

/**
 * Makes an X.509 v3 certificate with its key.
 *
 * Profile: RFC 5280, section 4.
 */
export function issueCertificate(request: CertificateRequest): IssuedCertificate {
  const privateKey = request.privateKeyPem
    ? createPrivateKey(request.privateKeyPem)
    : generateCertificateKey(request.keyType ?? 'rsa', request.modulusLength ?? 2048);
  // X.509 times have no fractions of a second.
  const notBefore = wholeSeconds(request.notBefore ?? new Date(Date.now() - MILLISECONDS_A_DAY));
  const notAfter = wholeSeconds(
    request.notAfter ?? new Date(Date.now() + 365 * MILLISECONDS_A_DAY),
  );
  const { der, serialNumber } = encodeCertificate({
    subject: request.commonName,
    subjectKey: createPublicKey(privateKey),
    issuer: request.issuer?.commonName ?? request.commonName,
    issuerKey: request.issuer ? createPrivateKey(request.issuer.privateKeyPem) : privateKey,
    notBefore,
    notAfter,
    authority: request.authority ?? false,
    dnsNames: request.dnsNames ?? [],
    ipAddresses: request.ipAddresses ?? [],
  });
  const certificatePem = pem('CERTIFICATE', der);
  return {
    commonName: request.commonName,
    certificatePem,
    privateKeyPem: exportKey(privateKey),
    chainPem: certificatePem + issuersOf(request.issuer),
    thumbprintSha256: thumbprint('sha256', der),
    thumbprintSha1: thumbprint('sha1', der),
    serialNumber,
    selfSigned: request.issuer === undefined,
    notBefore,
    notAfter,
  };
}

function issuersOf(issuer: IssuedCertificate | undefined): string {
  return issuer === undefined || issuer.selfSigned ? '' : issuer.chainPem;
}

function exportKey(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString();
}

function thumbprint(algorithm: 'sha1' | 'sha256', der: Buffer): string {
  return createHash(algorithm).update(der).digest('hex').toUpperCase();
}

function pem(label: string, der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}

function wholeSeconds(date: Date): Date {
  return new Date(Math.floor(date.getTime() / 1000) * 1000);
}
