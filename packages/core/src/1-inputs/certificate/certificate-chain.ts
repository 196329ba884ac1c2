import type { X509Certificate } from 'node:crypto';

/**
 * `leaf` and its issuers as PEM, each followed by the one that issued it. What has nothing to
 * do with it is left out, so that files of many certificates can be given as they are.
 */
export function chainOf(leaf: X509Certificate, certificates: readonly X509Certificate[]): string {
  const chain = [leaf];
  const candidates = new Map(
    certificates.map((certificate) => [certificate.fingerprint256, certificate]),
  );
  let last: X509Certificate | undefined = leaf;
  while (last !== undefined) {
    const issued: X509Certificate = last;
    candidates.delete(issued.fingerprint256);
    // A root needs nobody to vouch for it, not even its predecessor of the same name and key.
    last = issues(issued, issued)
      ? undefined
      : [...candidates.values()].find((candidate) => issues(candidate, issued));
    if (last !== undefined) chain.push(last);
  }
  return chain.map(String).join('');
}

function issues(issuer: X509Certificate, issued: X509Certificate): boolean {
  try {
    // An authority that was renewed with a new key keeps its name, so the signature decides.
    return issued.checkIssued(issuer) && issued.verify(issuer.publicKey);
  } catch {
    return false;
  }
}
