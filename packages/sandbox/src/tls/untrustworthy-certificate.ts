import { type IssuedCertificate, issueCertificate } from '../certificates.ts';
import type { ServerTls } from '../http/loopback-server.ts';

/** What a server can show that a client must not trust. */
const UNTRUSTWORTHY_CERTIFICATES = [
  'expired',
  'not-yet-valid',
  'other-host',
  'self-signed',
  'intercepting-proxy',
] as const;

export type UntrustworthyCertificate = (typeof UNTRUSTWORTHY_CERTIFICATES)[number];

const DAY_MS = 86_400_000;
const NAMES = { dnsNames: ['localhost'], ipAddresses: ['127.0.0.1', '::1'] };

/** @param ca the authority that the client trusts */
export function untrustworthyTls(name: UntrustworthyCertificate, ca: IssuedCertificate): ServerTls {
  const { chainPem, privateKeyPem } = issue(name, ca);
  return { cert: chainPem, key: privateKeyPem };
}

function issue(name: UntrustworthyCertificate, issuer: IssuedCertificate): IssuedCertificate {
  const common = { commonName: 'localhost', keyType: 'ec' as const, ...NAMES };
  const daysFromNow = (days: number) => new Date(Date.now() + days * DAY_MS);
  switch (name) {
    case 'expired':
      return issueCertificate({
        ...common,
        issuer,
        notBefore: daysFromNow(-10),
        notAfter: daysFromNow(-1),
      });
    case 'not-yet-valid':
      return issueCertificate({ ...common, issuer, notBefore: daysFromNow(1) });
    case 'other-host':
      return issueCertificate({
        commonName: 'other.example',
        keyType: 'ec',
        issuer,
        dnsNames: ['other.example'],
      });
    case 'self-signed':
      return issueCertificate(common);
    case 'intercepting-proxy':
      return issueCertificate({ ...common, issuer: interceptor() });
  }
}

/** Signs for every host, and is in nobody's list of trusted authorities. */
function interceptor(): IssuedCertificate {
  return issueCertificate({
    commonName: 'Example Corp Web Gateway CA',
    keyType: 'ec',
    authority: true,
  });
}
