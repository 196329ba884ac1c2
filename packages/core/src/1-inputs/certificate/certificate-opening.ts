import { recogniseForm } from './certificate-form.ts';
import { type ClientCertificate, clientCertificate } from './client-certificate.ts';
import { readPem } from './pem-certificate.ts';
import { readPfx } from './pfx-certificate.ts';

/** What it takes to open a certificate with its key. */
interface CertificateOpening {
  readonly password: string | undefined;
  readonly now: Date;
  /**
   * Told of key material in every shape that it takes on the way, before it can turn out to be wrong. Passed
   * by itself: nothing else of the platform is needed to open a certificate.
   */
  readonly maskSecret: (text: string) => void;
}

/**
 * The certificate and its private key in `content`, in whatever of the accepted forms: PEM
 * (PKCS#1 or PKCS#8, encrypted or not, badly stored or not), PFX, or the base64 of either.
 *
 * @throws InputProblem with an `EAC_CERTIFICATE_…` code; its texts quote no key material
 */
export async function openCertificate(
  content: Buffer,
  { password, now, maskSecret }: CertificateOpening,
): Promise<ClientCertificate> {
  const form = recogniseForm(content, maskSecret);
  const parts =
    form.kind === 'pem' ? readPem(form.blocks, password) : await readPfx(form.der, password);
  const pkcs8 = parts.key.export({ type: 'pkcs8', format: 'pem' }).toString();
  maskSecret(pkcs8);
  return clientCertificate(parts, pkcs8, now);
}
