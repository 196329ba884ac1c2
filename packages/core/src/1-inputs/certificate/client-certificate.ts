import { type KeyObject, sign, verify, type X509Certificate } from 'node:crypto';
import { Secret } from '../../text/secret.ts';
import { InputProblem } from '../input-problem.ts';
import { chainOf } from './certificate-chain.ts';

/** A certificate that Entra knows an application by, with the private key that proves it. */
export interface ClientCertificate {
  /** PKCS#8 PEM. */
  readonly privateKey: Secret;
  /** PEM of the certificate and then of those of its issuers that were given, in order. */
  readonly chain: string;
  /** Bare upper-case hex, as the portal shows it. */
  readonly thumbprintSha256: string;
  readonly thumbprintSha1: string;
  readonly subject: string;
  readonly validFrom: Date;
  readonly validTo: Date;
}

/** What the accepted forms hold, not yet checked against each other. */
export interface CertificateParts {
  readonly certificates: readonly X509Certificate[];
  /** RSA. */
  readonly key: KeyObject;
}

/**
 * The certificate among `certificates` that belongs to `key`, checked against the clock.
 *
 * @param pkcs8 PEM of `key`
 * @throws InputProblem with an `EAC_CERTIFICATE_…` code; its texts quote no key material
 */
export function clientCertificate(
  { certificates, key }: CertificateParts,
  pkcs8: string,
  now: Date,
): ClientCertificate {
  const leaf = leafOf(certificates, key, now);
  if (!signsFor(key, leaf)) {
    throw new InputProblem(
      'holds a private key that makes wrong signatures: some of its numbers are damaged',
      'Export the key again and store it whole.',
      'EAC_CERTIFICATE_UNREADABLE',
    );
  }
  if (Number.isNaN(Date.parse(leaf.validFrom)) || Number.isNaN(Date.parse(leaf.validTo))) {
    throw new InputProblem(
      `holds a certificate whose validity cannot be read (${nameOf(leaf)})`,
      'It is damaged: export it again and store it whole.',
      'EAC_CERTIFICATE_UNREADABLE',
    );
  }
  const certificate: ClientCertificate = {
    privateKey: new Secret(pkcs8),
    chain: chainOf(leaf, certificates),
    thumbprintSha256: leaf.fingerprint256.replaceAll(':', ''),
    thumbprintSha1: leaf.fingerprint.replaceAll(':', ''),
    subject: subjectOf(leaf),
    validFrom: new Date(leaf.validFrom),
    validTo: new Date(leaf.validTo),
  };
  checkValidity(certificate, now);
  return certificate;
}

/** Subject and thumbprint, by which a certificate is found in the portal. */
export function nameOf(certificate: X509Certificate): string {
  return `${subjectOf(certificate)}, thumbprint ${certificate.fingerprint.replaceAll(':', '')}`;
}

function leafOf(
  certificates: readonly X509Certificate[],
  key: KeyObject,
  now: Date,
): X509Certificate {
  const lasting = (certificate: X509Certificate) => Date.parse(certificate.validTo);
  // A certificate that was renewed with the same key may still lie next to its successor.
  const own = certificates
    .filter((certificate) => certificate.checkPrivateKey(key))
    .sort((one, other) => lasting(other) - lasting(one));
  const leaf = own.find(({ validFrom }) => Date.parse(validFrom) <= now.getTime()) ?? own[0];
  if (leaf !== undefined) return leaf;
  const [first] = certificates;
  throw new InputProblem(
    `holds a private key that does not belong to its certificate (${first && nameOf(first)})`,
    'Put the key that the certificate was made with next to it; their public keys must be the same.',
    'EAC_CERTIFICATE_KEY_MISMATCH',
  );
}

function signsFor(key: KeyObject, { publicKey }: X509Certificate): boolean {
  const text = Buffer.from('any text will do');
  try {
    return verify('sha256', text, publicKey, sign('sha256', text, key));
  } catch {
    return false;
  }
}

function checkValidity(
  { validFrom, validTo, subject, thumbprintSha1 }: ClientCertificate,
  now: Date,
): void {
  if (validTo <= now) {
    throw new InputProblem(
      `holds a certificate that expired on ${validTo.toISOString().slice(0, 10)} (${subject}, thumbprint ${thumbprintSha1})`,
      'Make a new certificate, upload it to the app registration (Certificates & secrets) and store it in the pipeline.',
      'EAC_CERTIFICATE_EXPIRED',
    );
  }
  if (validFrom > now) {
    throw new InputProblem(
      `holds a certificate that is not valid before ${validFrom.toISOString()} (${subject}, thumbprint ${thumbprintSha1}); this machine's clock says ${now.toISOString()}`,
      "Check the machine's clock, or wait until the certificate becomes valid.",
      'EAC_CERTIFICATE_NOT_YET_VALID',
    );
  }
}

function subjectOf({ subject }: X509Certificate): string {
  return subject.replaceAll('\n', ', ');
}
