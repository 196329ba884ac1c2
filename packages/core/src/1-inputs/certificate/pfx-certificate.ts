import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { InputProblem } from '../input-problem.ts';
import { type CertificateParts, nameOf } from './client-certificate.ts';
import { PasswordDoesNotFit, type PfxContents, PfxReader } from './pfx-reader.ts';
import { checkPrivateKeyType, checkSingleKey, notOpened } from './private-key.ts';

/**
 * The certificates and the one private key in a PFX (PKCS#12) file.
 *
 * @throws InputProblem with an `EAC_CERTIFICATE_…` code; its texts quote no key material
 */
export async function readPfx(
  der: Buffer,
  password: string | undefined,
): Promise<CertificateParts> {
  const { cryptography } = await import('./pfx-cryptography.ts');
  for (const candidate of candidates(password)) {
    try {
      return certificateParts(new PfxReader(cryptography, candidate).read(der));
    } catch (error) {
      if (error instanceof InputProblem) throw error;
      if (!(error instanceof PasswordDoesNotFit)) throw unreadable();
    }
  }
  throw notOpened('a PFX', password);
}

/** A PFX is never without a password, but it may be an empty one, of which there are two kinds. */
function candidates(password: string | undefined): (string | undefined)[] {
  return password === undefined ? [undefined, ''] : [password, undefined, ''];
}

function certificateParts({ certificates: ders, keys }: PfxContents): CertificateParts {
  const [key] = keys;
  const certificates = ders.map((der) => new X509Certificate(der));
  const [first] = certificates;
  checkSingleKey(keys.length);
  if (key === undefined) {
    throw incomplete(
      `holds a PFX without a private key${first === undefined ? '' : ` (${nameOf(first)})`}`,
      'Export it again with "Export private key" chosen. Windows exports no key that was marked as not exportable.',
    );
  }
  if (first === undefined) {
    throw incomplete(
      'holds a PFX with a private key, but without a certificate',
      'Make it from both: openssl pkcs12 -export -in certificate.pem -inkey key.pem -out deploy.pfx.',
    );
  }
  return { certificates, key: checkPrivateKeyType(keyObject(key)) };
}

function keyObject(der: Buffer): KeyObject {
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
}

function incomplete(reason: string, hint: string): InputProblem {
  return new InputProblem(reason, hint, 'EAC_CERTIFICATE_INCOMPLETE');
}

function unreadable(): InputProblem {
  return new InputProblem(
    'holds a PFX that is damaged, or protected in a way that is not supported',
    'Export it again with AES: in Windows choose "AES256-SHA256", or use openssl pkcs12 -export. Store the file in binary form or as base64.',
    'EAC_CERTIFICATE_UNREADABLE',
  );
}
