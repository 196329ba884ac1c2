import { type KeyObject, X509Certificate } from 'node:crypto';
import { StepFailure } from '@entra-aws-creds/core/programs';
import type { NewCertificate } from '../entra-directory/application.ts';

/** Begins the names of certificates that we added; the day on which they begin follows. */
export const CERTIFICATE_NAME = 'entra-aws-creds';

/** Entra takes no shorter ones. */
export const LEAST_BITS = 2048;
/** With 1, anybody could sign. */
const LEAST_EXPONENT = 65_537n;

/** Whether Entra takes the key, and nobody can sign without its other half. */
export function isStrongKey({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): boolean {
  const { modulusLength = 0, publicExponent = 0n } = asymmetricKeyDetails ?? {};
  const isLong = modulusLength >= LEAST_BITS && publicExponent >= LEAST_EXPONENT;
  return asymmetricKeyType === 'rsa' && isLong;
}

/**
 * What of a certificate goes to Entra.
 *
 * @param certificate PEM or DER; nothing but the first certificate in it is read
 * @throws StepFailure `EAC_CERTIFICATE_UNREADABLE`
 */
export function publicCertificate(certificate: string | Buffer): NewCertificate {
  const parsed = parse(certificate);
  const starts = new Date(parsed.validFrom).toISOString();
  return {
    displayName: `${CERTIFICATE_NAME} ${starts.slice(0, 10)}`,
    key: parsed.raw.toString('base64'),
    thumbprint: parsed.fingerprint.replaceAll(':', ''),
    starts,
    ends: new Date(parsed.validTo).toISOString(),
  };
}

function parse(certificate: string | Buffer): X509Certificate {
  try {
    return new X509Certificate(certificate);
  } catch (cause) {
    throw new StepFailure(
      'EAC_CERTIFICATE_UNREADABLE',
      'The certificate that is to be added to the application cannot be read.',
      'Give a PEM file with BEGIN CERTIFICATE in it; the private key is not needed here.',
      { cause },
    );
  }
}
