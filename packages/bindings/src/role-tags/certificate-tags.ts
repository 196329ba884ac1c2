import { InputProblem } from '@entra-aws-creds/core/programs';
import type { Tags } from '../identity-account/role.ts';
import { CERTIFICATE_TAG } from './tag-keys.ts';

/**
 * A certificate as tags of a role: its DER form in base64, over as many numbered tags as it takes, and its
 * SHA-256 in a tag of its own. Whoever may tag the role can give it a certificate, and needs no other right.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html for what a tag may hold
 */
interface CertificateTags {
  /** In hexadecimal, small letters: that of the certificate in the pieces, then those of others that stay. */
  readonly sha256: readonly [string, ...string[]];
  /** Undefined: what the pieces hold is not base64. */
  readonly der: Buffer | undefined;
}

/** Of one tag value, in characters. */
const LONGEST_PIECE = 256;
/** A role has 50 tags at the most; a certificate of an RSA key of 4096 bits takes eight. */
const MOST_PIECES = 16;
/** As many as fit into one tag value. */
const MOST_NAMED = 3;
const SHA256 = /^[0-9a-f]{64}$/;

/**
 * The tags that name a certificate, in one call: in between, IAM would hold a certificate and the SHA-256 of
 * another.
 *
 * @param staying SHA-256 of others that may log in for now; the tag has room for two
 * @throws InputProblem for a certificate that does not fit
 */
export function certificateTags(
  { sha256, der }: { readonly sha256: string; readonly der: Buffer },
  staying: readonly string[],
): Tags {
  // The last one is never full, if need be empty: it ends them, whatever is left of a longer certificate.
  const text = der.toString('base64');
  const pieces = Array.from({ length: Math.floor(text.length / LONGEST_PIECE) + 1 }, (_, index) =>
    text.slice(index * LONGEST_PIECE, (index + 1) * LONGEST_PIECE),
  );
  if (pieces.length > MOST_PIECES) {
    throw new InputProblem(
      `has ${der.length} bytes, which do not fit into the tags of a role`,
      'Leave out extensions, or have a certificate made with "--certificate-out".',
    );
  }
  const named = [sha256, ...staying.filter((one) => one !== sha256)].slice(0, MOST_NAMED);
  return {
    ...Object.fromEntries(pieces.map((piece, index) => [pieceTag(index), piece])),
    [CERTIFICATE_TAG]: named.join(' '),
  };
}

/**
 * What the tags say of certificates; undefined: nothing. Nothing of it is checked but its form.
 *
 * @throws InputProblem for a tag that names none
 */
export function certificateIn(tags: Tags): CertificateTags | undefined {
  const text = tags[CERTIFICATE_TAG];
  if (text === undefined) return undefined;
  const [first, ...others] = text.trim().toLowerCase().replaceAll(':', '').split(/ +/);
  const isNamed = [first ?? '', ...others].every((one) => SHA256.test(one));
  if (first === undefined || !isNamed || others.length >= MOST_NAMED) {
    throw new InputProblem(
      `does not name certificates by their SHA-256 in hexadecimal, ${MOST_NAMED} at the most`,
      'Run "entra-aws-creds enroll": it writes this tag and the pieces.',
    );
  }
  return { sha256: [first, ...others], der: bytesIn(joined(tags)) };
}

/** The pieces up to the first that is not full. */
function joined(tags: Tags): string {
  const pieces = Array.from({ length: MOST_PIECES }, (_, index) => tags[pieceTag(index)] ?? '');
  const last = pieces.findIndex((piece) => piece.length < LONGEST_PIECE);
  return pieces.slice(0, last === -1 ? MOST_PIECES : last + 1).join('');
}

/** Node reads base64 with anything in between: what it is written as again has to be the same. */
function bytesIn(base64: string): Buffer | undefined {
  const bytes = Buffer.from(base64, 'base64');
  return bytes.toString('base64') === base64 ? bytes : undefined;
}

function pieceTag(index: number): string {
  return `${CERTIFICATE_TAG}-${index + 1}`;
}
