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

/** Of one tag value. */
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
 * @param present the role's own tags: pieces that are left of a longer certificate are emptied
 * @throws InputProblem for a certificate that does not fit
 */
export function certificateTags(
  { sha256, der }: { readonly sha256: string; readonly der: Buffer },
  staying: readonly string[],
  present: Tags,
): Tags {
  const pieces = der.toString('base64').match(/.{1,256}/g) ?? [];
  if (pieces.length > MOST_PIECES) {
    throw new InputProblem(
      `has ${der.length} bytes, and ${(MOST_PIECES * LONGEST_PIECE * 3) / 4} fit into the tags of a role`,
      'Leave out extensions, or have a certificate made with "--certificate-out".',
    );
  }
  const left = Array.from({ length: MOST_PIECES }, (_, index) => pieceTag(index))
    .slice(pieces.length)
    .filter((tag) => (present[tag] ?? '') !== '');
  const named = [sha256, ...staying.filter((one) => one !== sha256)].slice(0, MOST_NAMED);
  return {
    ...Object.fromEntries(pieces.map((piece, index) => [pieceTag(index), piece])),
    ...Object.fromEntries(left.map((tag) => [tag, ''])),
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

/** The pieces up to the first that is missing; one that is empty is left of a longer certificate. */
function joined(tags: Tags): string {
  const pieces = Array.from({ length: MOST_PIECES }, (_, index) => tags[pieceTag(index)]);
  const end = pieces.indexOf(undefined);
  return pieces.slice(0, end === -1 ? MOST_PIECES : end).join('');
}

/** Node reads base64 with anything in between: what it is written as again has to be the same. */
function bytesIn(base64: string): Buffer | undefined {
  const bytes = Buffer.from(base64, 'base64');
  return bytes.toString('base64') === base64 ? bytes : undefined;
}

function pieceTag(index: number): string {
  return `${CERTIFICATE_TAG}-${index + 1}`;
}
