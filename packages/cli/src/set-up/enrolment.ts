import {
  CERTIFICATE_TAG,
  certificateTags,
  type NewCertificate,
  namedCertificates,
  OPT_IN_TAG,
  type Role,
  STATUS_TAG,
  settled,
  sha256Of,
  type Tags,
  trustedTenants,
} from '@entra-aws-creds/bindings';
import { InputProblem, type RoleArn, StepFailure } from '@entra-aws-creds/core/programs';
import { addressOf } from '@entra-aws-creds/core/services';
import type { CertificateFile } from './certificate-file.ts';
import { noRole, type OwnRole } from './own-role.ts';
import { ANY_DAYS, type OpenRole, openRole, roleProgress } from './role-progress.ts';

/** The way of a certificate to the automation: by the tags of the role, which its developer may write. */

/** SHA-256 of the certificates that the role names now, whatever else stands there. */
export function namedBy({ tags }: Pick<Role, 'tags'>): readonly string[] {
  const text = (tags[CERTIFICATE_TAG] ?? '').toLowerCase().replaceAll(':', '');
  return text.split(/ +/).filter((one) => /^[0-9a-f]{64}$/.test(one));
}

/**
 * Tags that name the certificate, as far as it is one that can be taken.
 *
 * @throws StepFailure `EAC_BINDING_CERTIFICATE`
 */
export function tagsFor(
  role: RoleArn,
  { path, certificate }: CertificateFile,
  staying: readonly string[],
  now: Date,
): Tags {
  const tags = tagsOf(path, certificate, staying);
  const [named] = namedCertificates(tags, role, ANY_DAYS, now);
  if (named?.certificate !== undefined) return tags;
  throw unfit(path, `has ended, on ${certificate.ends}`, 'Have a new one made in another file.');
}

function tagsOf(path: string, certificate: NewCertificate, staying: readonly string[]): Tags {
  const der = Buffer.from(certificate.key, 'base64');
  try {
    return certificateTags({ sha256: sha256Of(der), der }, staying);
  } catch (error) {
    if (!(error instanceof InputProblem)) throw error;
    throw unfit(path, error.message, error.hint);
  }
}

function unfit(path: string, what: string, hint: string): StepFailure {
  const message = `The certificate in ${path} ${what}.`;
  return new StepFailure('EAC_BINDING_CERTIFICATE', message, hint);
}

/**
 * Writes the tags in one call. Those that are there already are named once more: that is an event, and the one
 * before may have been lost.
 *
 * @returns whether there were any
 */
export async function putTags(tags: Tags, { account, role }: OwnRole): Promise<boolean> {
  const isThere = Object.entries(tags).every(([key, value]) => role.tags[key] === value);
  const named = { [CERTIFICATE_TAG]: tags[CERTIFICATE_TAG] ?? '' };
  await account.tagRole(role.arn, isThere ? named : tags);
  return !isThere;
}

/**
 * Before a key is made for a role that never can be bound.
 *
 * @returns what its developer should know before waiting; undefined: the automation has bound it
 * @throws StepFailure `EAC_BINDING_MISSING`
 */
export function adviceFor({ role, world }: OwnRole): string | undefined {
  const { bound, status, next } = roleProgress(role, world.clock.now());
  if (bound !== null) return status === null ? next : undefined;
  const isHopeless = trustedTenants(role.trustPolicy).length === 0 && !(OPT_IN_TAG in role.tags);
  if (!isHopeless) return next;
  throw new StepFailure(
    'EAC_BINDING_MISSING',
    `Nothing leads from Entra to the role ${role.arn.text}.`,
    next,
  );
}

/** The same as a command, for whoever may: in one line and such quotes as every shell takes. */
export function tagCommand({ name }: RoleArn, tags: Tags): string {
  const words = Object.entries(tags).map(([key, value]) => `"Key=${key},Value=${value}"`);
  return `aws iam tag-role --role-name "${name}" --tags ${words.join(' ')}`;
}

/**
 * Waits until the automation has bound the role.
 *
 * @throws StepFailure `EAC_ENROLMENT_REFUSED` when it says that it will not; `EAC_BINDING_NOT_SETTLED`
 */
export function onceBound(own: OwnRole): Promise<OpenRole> {
  return settled(
    {
      what: 'the automation has bound the role',
      why: 'Events take some seconds, and Entra and IAM copy changes to many servers',
      longestMs: 900_000,
    },
    async () => openRole(await lookAgain(own)),
    own.world,
  );
}

/** A login that fails may have been refused by the automation before Entra. @throws StepFailure */
export async function orRefused<T>(attempt: () => Promise<T>, own: OwnRole): Promise<T> {
  try {
    return await attempt();
  } catch (error) {
    await lookAgain(own);
    throw error;
  }
}

/** It may say the same again, but not for ever. */
const SAYS_AGAIN_MS = 180_000;

/**
 * The role as it is now. What the automation said before the certificate was named may be about something else.
 *
 * @throws StepFailure `EAC_ENROLMENT_REFUSED`
 */
export async function lookAgain({ account, role, read, world }: OwnRole): Promise<Role> {
  const now = await account.role(role.arn.name);
  if (now === undefined) throw noRole(role.arn);
  const status = now.tags[STATUS_TAG] ?? '';
  const isNews =
    status !== role.tags[STATUS_TAG] ||
    world.clock.now().getTime() - read.getTime() > SAYS_AGAIN_MS;
  if (isNews && /^(?:conflict|refused|stopped|failed):/.test(status)) {
    throw refusedBecause(status, role.arn);
  }
  return now;
}

function refusedBecause(status: string, { text }: RoleArn): StepFailure {
  const [code] = /\bEAC_[A-Z_]+\b/.exec(status) ?? [];
  return new StepFailure(
    'EAC_ENROLMENT_REFUSED',
    `The automation did not take the certificate of ${text}: ${status}`,
    code === undefined
      ? 'Ask whoever runs the automation.'
      : `See ${addressOf(code as `EAC_${string}`)}, then run the command again with the same file.`,
  );
}
