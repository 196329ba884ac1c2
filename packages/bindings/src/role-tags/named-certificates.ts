import { createHash, type KeyObject, X509Certificate } from 'node:crypto';
import { InputProblem, type RoleArn, StepFailure } from '@entra-aws-creds/core/programs';
import type { NewCertificate } from '../entra-directory/application.ts';
import type { Tags } from '../identity-account/role.ts';
import { isStrongKey, LEAST_BITS, publicCertificate } from '../wish/public-certificate.ts';
import { certificateIn } from './certificate-tags.ts';
import { CERTIFICATE_TAG } from './tag-keys.ts';

/** A certificate that a role names. */
export interface NamedCertificate {
  /** Of the DER form, in hexadecimal, small letters. */
  readonly sha256: string;
  /** To be there; undefined: it stays if it is. */
  readonly certificate: NewCertificate | undefined;
}

/** Begins the names of certificates that a role has named: those that it names no longer go. `rotate` has its own. */
const ENROLLED_NAME = 'enrolled for entra-aws-creds';

const DAY_MS = 86_400_000;
/** Clocks of machines that make certificates. */
const AHEAD_MS = 600_000;

/**
 * The certificates that a role's tags name. Whoever may tag the role has written them, so what is not exactly
 * one good certificate, with the SHA-256 that is named, is refused. One that has ended only stays.
 *
 * @param mostDays how long a certificate may be valid; 0: none is taken
 * @throws StepFailure `EAC_BINDING_CERTIFICATE`
 */
export function namedCertificates(
  tags: Tags,
  role: RoleArn,
  mostDays: number,
  now: Date,
): readonly NamedCertificate[] {
  const named = found(tags, role);
  if (named === undefined) return [];
  if (mostDays === 0) {
    throw refused(role, 'names a certificate, and the organization takes none', ASK_FOR_DAYS);
  }
  const [first, ...others] = named.sha256;
  const { ends, ...checked } = checkedCertificate(named.der, first, role);
  checkTime({ ends, ...checked }, mostDays, role, now);
  const hasEnded = Date.parse(ends) <= now.getTime();
  return [
    { sha256: first, certificate: hasEnded ? undefined : enrolled({ ...checked, ends }) },
    ...others.map((sha256) => ({ sha256, certificate: undefined })),
  ];
}

/** By the name under which it was taken from a role's tags. */
export function isEnrolled({ displayName }: Pick<NewCertificate, 'displayName'>): boolean {
  return displayName.startsWith(ENROLLED_NAME);
}

/** As the application of a role takes it. */
export function enrolled(certificate: NewCertificate): NewCertificate {
  return { ...certificate, displayName: `${ENROLLED_NAME} ${certificate.starts.slice(0, 10)}` };
}

/** @param der the DER form, also in base64 */
export function sha256Of(der: Buffer | string): string {
  const bytes = typeof der === 'string' ? Buffer.from(der, 'base64') : der;
  return createHash('sha256').update(bytes).digest('hex');
}

function found(tags: Tags, role: RoleArn) {
  try {
    return certificateIn(tags);
  } catch (error) {
    if (!(error instanceof InputProblem)) throw error;
    throw refused(role, error.message, error.hint);
  }
}

function checkedCertificate(
  der: Buffer | undefined,
  sha256: string,
  role: RoleArn,
): NewCertificate {
  if (der === undefined || der.length === 0) {
    throw refused(role, 'names a certificate of which pieces are missing or wrong', RUN_AGAIN);
  }
  if (der.includes('PRIVATE KEY')) throw refused(role, 'comes with a private key', KEY_IS_KNOWN);
  if (sha256Of(der) !== sha256) {
    throw refused(role, 'names another certificate than the one in the pieces', RUN_AGAIN);
  }
  const { x509, key } = readX509(der, role);
  if (!isStrongKey(key)) {
    throw refused(role, `names a certificate without an RSA key of ${LEAST_BITS} bits`, MAKE_ONE);
  }
  return publicCertificate(x509.raw);
}

/** Node also takes PEM, with whatever stands around it: only what it reads as the very same is one certificate. */
function readX509(der: Buffer, role: RoleArn): { x509: X509Certificate; key: KeyObject } {
  try {
    const x509 = new X509Certificate(der);
    const dates = [x509.validFrom, x509.validTo].map((one) => Date.parse(one));
    if (x509.raw.equals(der) && !dates.some(Number.isNaN)) return { x509, key: x509.publicKey };
  } catch {
    // What OpenSSL says of it helps nobody who did not make it.
  }
  throw refused(role, 'names something that is not one X.509 certificate in DER', MAKE_ONE);
}

function checkTime(
  { starts, ends }: NewCertificate,
  mostDays: number,
  role: RoleArn,
  now: Date,
): void {
  const days = (Date.parse(ends) - Date.parse(starts)) / DAY_MS;
  if (days > mostDays) {
    const what = `names a certificate for ${Math.ceil(days)} days, and ${mostDays} are the most`;
    throw refused(role, what, 'Run "entra-aws-creds enroll" with fewer "--certificate-days".');
  }
  if (Date.parse(starts) > now.getTime() + AHEAD_MS) {
    throw refused(role, `names a certificate that begins on ${starts}`, 'Wait, or make a new one.');
  }
}

const RUN_AGAIN =
  'Run "entra-aws-creds enroll" again with the same file: it writes all pieces and the SHA-256 in one call.';
const MAKE_ONE = 'Have one made: "entra-aws-creds enroll" with "--certificate-out".';
const KEY_IS_KNOWN =
  'Take that key for known to others: remove these tags, and have a new certificate made with "entra-aws-creds enroll".';
const ASK_FOR_DAYS =
  'Name a subject in the tag entra-aws-creds:subject, or have MostCertificateDays of the central stack raised.';

function refused({ text }: RoleArn, what: string, hint: string): StepFailure {
  return new StepFailure(
    'EAC_BINDING_CERTIFICATE',
    `The tag ${CERTIFICATE_TAG} of ${text} ${what}.`,
    hint,
  );
}
