import type { ApplicationCertificate, NewCertificate } from './application.ts';

type AnyCertificate = ApplicationCertificate | NewCertificate;

/** Whether both are one certificate. Graph may give it another identifier than its thumbprint, and leave out the key. */
export function isSameCertificate(one: AnyCertificate, other: AnyCertificate): boolean {
  if ('keyId' in one && 'keyId' in other) return one.keyId === other.keyId;
  const sameThumbprint = one.thumbprint !== undefined && one.thumbprint === other.thumbprint;
  return sameThumbprint || (one.key !== undefined && one.key === other.key);
}
