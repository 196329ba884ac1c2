import { X509Certificate } from 'node:crypto';
import { InputProblem } from '../input-problem.ts';
import { type CertificateParts, nameOf } from './client-certificate.ts';
import { mistakenBlocks } from './mistaken-material.ts';
import type { PemBlock } from './pem-block.ts';
import { checkSingleKey, readPrivateKey } from './private-key.ts';

const CERTIFICATE_LABELS = new Set(['CERTIFICATE', 'X509 CERTIFICATE', 'TRUSTED CERTIFICATE']);
const KEY_LABELS = new Set([
  'PRIVATE KEY',
  'ENCRYPTED PRIVATE KEY',
  'RSA PRIVATE KEY',
  'EC PRIVATE KEY',
  'DSA PRIVATE KEY',
]);

/**
 * The certificates and the one private key among PEM blocks.
 *
 * @throws InputProblem with an `EAC_CERTIFICATE_…` code; its texts quote no key material
 */
export function readPem(
  blocks: readonly PemBlock[],
  password: string | undefined,
): CertificateParts {
  const certificates = blocks.filter(({ label }) => CERTIFICATE_LABELS.has(label)).map(readOne);
  const keys = blocks.filter(({ label }) => KEY_LABELS.has(label));
  const [key] = keys;
  const [first] = certificates;
  checkSingleKey(keys.length);
  if (key !== undefined && first !== undefined) {
    return { certificates, key: readPrivateKey(key, password) };
  }
  const others = new Set(blocks.map(({ label }) => label));
  for (const label of CERTIFICATE_LABELS) others.delete(label);
  if (first === undefined || others.size > 0) throw mistakenBlocks(others);
  throw new InputProblem(
    `holds a certificate without its private key (${nameOf(first)})`,
    'A .cer or .crt file never holds the key. Export the certificate with its private key as PFX, or put the PEM text of the key next to it.',
    'EAC_CERTIFICATE_INCOMPLETE',
  );
}

function readOne({ text }: PemBlock): X509Certificate {
  try {
    return new X509Certificate(text);
  } catch {
    throw new InputProblem(
      'holds a certificate that cannot be read',
      'It is damaged or incomplete: export it again and store it whole.',
      'EAC_CERTIFICATE_UNREADABLE',
    );
  }
}
