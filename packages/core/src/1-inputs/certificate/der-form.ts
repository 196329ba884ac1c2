/** The first tag and length of a SEQUENCE, in hex; `80` is the indefinite length of BER. */
const SEQUENCE = '30(?:80|81..|82.{4}|83.{6}|84.{8}|[0-7].)';

/**
 * How each structure begins, most particular first, and the PEM label that it would have.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7468 for the labels, RFC 7292 for PFX
 */
const BEGINNINGS = [
  [`${SEQUENCE}02010330`, 'PFX'],
  [`${SEQUENCE}02010[01]30`, 'PRIVATE KEY'],
  [`${SEQUENCE}02010002`, 'RSA PRIVATE KEY'],
  [`${SEQUENCE}02010104`, 'EC PRIVATE KEY'],
  [`${SEQUENCE}02`, 'RSA PUBLIC KEY'],
  [`${SEQUENCE}06092a864886f70d010702`, 'PKCS7'],
  [`${SEQUENCE}${SEQUENCE}02010030`, 'CERTIFICATE REQUEST'],
  [`${SEQUENCE}${SEQUENCE}06(?:092a864886f70d0105|0a2a864886f70d010c01)`, 'ENCRYPTED PRIVATE KEY'],
  [`${SEQUENCE}${SEQUENCE}06`, 'PUBLIC KEY'],
  [`${SEQUENCE}${SEQUENCE}`, 'CERTIFICATE'],
].map(([beginning, label]) => ({ pattern: new RegExp(`^${beginning}`), label }));

/** `PFX`, or the PEM label of what `bytes` hold in DER; nothing when they are not. */
export function derForm(bytes: Buffer): string | undefined {
  const [tag, length = 0] = bytes;
  // A text may begin with "0" too, but not with a length of more than one byte after it.
  if (tag !== 0x30 || (length < 0x80 && length !== bytes.length - 2)) return undefined;
  const beginning = bytes.subarray(0, 40).toString('hex');
  return BEGINNINGS.find(({ pattern }) => pattern.test(beginning))?.label;
}
