/** Codes of a chain that ends with an authority that nobody here trusts. */
const UNKNOWN_AUTHORITY =
  /SELF_SIGNED|UNABLE_TO_GET_ISSUER|UNABLE_TO_VERIFY|ISSUER_CERT|INVALID_CA|CERT_UNTRUSTED|CERT_REJECTED/;
const DATES = /EXPIRED|NOT_YET_VALID/;
const NAME = /ALTNAME|HOSTNAME_MISMATCH/;

/**
 * What to do about a TLS connection that could not be trusted.
 *
 * @see https://nodejs.org/api/tls.html#x509-certificate-error-codes
 */
export function tlsHint(systemCode: string | undefined): string {
  const code = systemCode ?? '';
  if (DATES.test(code)) {
    return 'Compare the dates of that certificate with the clock of the machine that runs the job; if the clock is right, the host (or a proxy that intercepts TLS) must renew its certificate.';
  }
  if (NAME.test(code)) {
    return 'The certificate belongs to another host: check the URL, the DNS of the machine that runs the job, and any proxy on the way.';
  }
  if (UNKNOWN_AUTHORITY.test(code)) {
    return 'If its issuer is a proxy of your own that intercepts TLS, name its CA in NODE_EXTRA_CA_CERTS or AWS_CA_BUNDLE; otherwise the host is not what it claims to be, and nothing must be sent there.';
  }
  return 'What answers there does not speak TLS as Entra and AWS do: check host and port, and any proxy on the way.';
}
