import { X509Certificate } from 'node:crypto';
import { AadstsError } from './aadsts-error.ts';

/**
 * A trust in every certificate that an authority issues to a name, so that a renewed one need not be
 * registered (subject name/issuer authentication).
 *
 * @see https://github.com/AzureAD/microsoft-authentication-library-for-python/issues/60
 */
export interface TrustedSubject {
  /** The subject's common name. */
  readonly commonName: string;
  /** The authority's certificate in PEM; it need not be sent along. */
  readonly authority: string;
}

/**
 * The certificate that an assertion sends along (`x5c`), when an app trusts its subject.
 *
 * @throws AadstsError when the certificates behind it do not lead to the authority
 */
export function certificateOfTrustedSubject(
  x5c: unknown,
  trusted: readonly TrustedSubject[],
  now: Date,
): X509Certificate | undefined {
  const [leaf, ...issuers] = readChain(x5c);
  const subject = trusted.find(({ commonName }) => leaf?.subject === `CN=${commonName}`);
  if (leaf === undefined || subject === undefined) return undefined;
  const authority = new X509Certificate(subject.authority);
  let issued = leaf;
  for (const issuer of [...issuers, authority]) {
    if (issued.raw.equals(authority.raw)) break;
    if (!hasIssued(issuer, issued, now)) throw invalidChain();
    issued = issuer;
  }
  return leaf;
}

function hasIssued(issuer: X509Certificate, issued: X509Certificate, now: Date): boolean {
  const inTime = new Date(issuer.validFrom) <= now && now <= new Date(issuer.validTo);
  return inTime && issuer.ca && issued.checkIssued(issuer) && issued.verify(issuer.publicKey);
}

/** RFC 7515, section 4.1.6: base64 (not base64url) of DER, each certified by the one after it. */
function readChain(x5c: unknown): X509Certificate[] {
  if (x5c === undefined) return [];
  if (!Array.isArray(x5c)) throw invalidChain();
  return x5c.map((entry) => {
    if (typeof entry !== 'string' || !/^[A-Za-z0-9+/]+={0,2}$/.test(entry)) throw invalidChain();
    try {
      return new X509Certificate(Buffer.from(entry, 'base64'));
    } catch {
      throw invalidChain();
    }
  });
}

function invalidChain(): AadstsError {
  return new AadstsError('invalid_client', 7000213, 'Invalid certificate chain.');
}
