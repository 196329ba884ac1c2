import type { ApplicationCertificate, NewCertificate } from './application.ts';

/**
 * A certificate as Graph takes it: one that stays with its own ID, one that is new without.
 *
 * @see https://learn.microsoft.com/graph/api/resources/keycredential
 */
export function keyCredential(certificate: ApplicationCertificate | NewCertificate): object {
  const { displayName, key, thumbprint, starts, ends } = certificate;
  return {
    type: 'AsymmetricX509Cert',
    usage: 'Verify',
    displayName,
    key,
    startDateTime: starts,
    endDateTime: ends,
    ...(thumbprint !== undefined && {
      customKeyIdentifier: Buffer.from(thumbprint, 'hex').toString('base64'),
    }),
    ...('keyId' in certificate && { keyId: certificate.keyId }),
  };
}
