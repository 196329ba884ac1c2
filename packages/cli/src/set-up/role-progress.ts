import {
  applicationIdOf,
  CERTIFICATE_TAG,
  ISSUER_TAG,
  isClosed,
  namedCertificates,
  OPT_IN_TAG,
  type Role,
  STATUS_TAG,
  SUBJECT_TAG,
  statementIdOf,
  type TrustedTenant,
  trustedTenants,
} from '@entra-aws-creds/bindings';
import { StepFailure } from '@entra-aws-creds/core/programs';
import { addressOf } from '@entra-aws-creds/core/services';

/** How far a role is with the automation over its organization, by what the role itself tells. */
export interface RoleProgress {
  readonly role: string;
  /** The automation's own words; null: it has said nothing. */
  readonly status: string | null;
  readonly bound: OpenRole | null;
  readonly subject: string | null;
  readonly certificate: NamedByRole | null;
  /** What is missing, and what to do about it. */
  readonly next: string;
}

/** What a pipeline says to be let in. */
export interface OpenRole {
  readonly tenantId: string;
  readonly clientId: string;
  readonly audience: string;
}

/** The certificate that the role's tags name. */
interface NamedByRole {
  readonly sha256: string | null;
  /** ISO 8601; null: it has ended, or cannot be taken. */
  readonly ends: string | null;
  /** Why it cannot be taken. */
  readonly problem: string | null;
}

/** The audience by which a trust policy asks, where the organization has not chosen another. */
const PLACEHOLDER = 'entra-aws-creds';
/** How long a certificate may be valid is for the organization to say, which only the automation knows. */
export const ANY_DAYS = Number.POSITIVE_INFINITY;

export function roleProgress(role: Role, now: Date): RoleProgress {
  const facts = {
    role: role.arn.text,
    status: role.tags[STATUS_TAG] ?? null,
    bound: openRole(role) ?? null,
    subject: subjectOf(role),
    certificate: certificateOf(role, now),
  };
  return { ...facts, next: next(facts, role) };
}

/** Whether the role has to do with the automation: what `setup` binds has none of its tags. */
export function asksAutomation({ tags, trustPolicy }: Role): boolean {
  const own = [STATUS_TAG, SUBJECT_TAG, CERTIFICATE_TAG, OPT_IN_TAG];
  return own.some((key) => key in tags) || trustedTenants(trustPolicy).some(isAsking);
}

/** Undefined: nobody gets in yet, or not by the automation's statement. */
export function openRole({ tags, trustPolicy }: Role): OpenRole | undefined {
  const clientId = applicationIdOf({ tags });
  if (clientId === undefined || isClosed(trustPolicy, clientId)) return undefined;
  const own = trustedTenants(trustPolicy).find(({ sid }) => sid === statementIdOf(clientId));
  const [audience] = own?.audiences ?? [];
  if (own === undefined || audience === undefined) return undefined;
  return { tenantId: own.tenant, clientId, audience };
}

function isAsking({ audiences }: TrustedTenant): boolean {
  return audiences.includes(PLACEHOLDER);
}

function subjectOf({ tags }: Role): string | null {
  const [subject, issuer] = [tags[SUBJECT_TAG], tags[ISSUER_TAG]];
  if (subject === undefined) return null;
  return issuer === undefined ? subject : `${subject}, by ${issuer}`;
}

function certificateOf({ tags, arn }: Role, now: Date): NamedByRole | null {
  try {
    const [named] = namedCertificates(tags, arn, ANY_DAYS, now);
    if (named === undefined) return null;
    return { sha256: named.sha256, ends: named.certificate?.ends ?? null, problem: null };
  } catch (error) {
    if (!(error instanceof StepFailure)) throw error;
    return { sha256: null, ends: null, problem: `${error.message} ${error.hint}` };
  }
}

type Facts = Omit<RoleProgress, 'next'>;

function next({ status, bound, subject, certificate }: Facts, role: Role): string {
  const code = /\bEAC_[A-Z_]+\b/.exec(status ?? '')?.[0];
  const isStopped = /^(?:conflict|refused|stopped|failed)\b/.test(status ?? '');
  if (isStopped && code !== undefined) {
    return `Correct what the automation could not take: ${addressOf(code as `EAC_${string}`)} says more. It looks again as soon as a tag entra-aws-creds:… or the trust policy is written.`;
  }
  if (certificate?.problem) return certificate.problem;
  if (bound === null) return nextOfUnbound(role);
  if (subject === null && certificate === null) {
    if (status === null) return BY_SETUP;
    return `Say who may log in: "entra-aws-creds enroll --role ${role.arn.text}" for a certificate, or the tag ${SUBJECT_TAG} for the jobs of a CI system.`;
  }
  if (subject === null && certificate?.ends === null) {
    return `The certificate has ended: run "entra-aws-creds enroll --role ${role.arn.text}" for a new one.`;
  }
  return `Nothing: the pipeline logs in with the client ID ${bound.clientId}.`;
}

const BY_SETUP =
  'Nothing here: the automation has said nothing of the role, so it was probably bound by "entra-aws-creds setup", and "entra-aws-creds rotate" gives it a certificate.';

function nextOfUnbound({ trustPolicy, tags }: Role): string {
  const tenants = trustedTenants(trustPolicy);
  if (tenants.some(isAsking) || tags[OPT_IN_TAG] === 'true') {
    return 'Wait: the automation takes some seconds, sometimes minutes. After a quarter of an hour, ask whoever runs it whether this account and the path of the role belong to it.';
  }
  const [tenant] = tenants;
  if (tenant === undefined) {
    return 'The trust policy names no identity provider of a tenant: write a statement as docs/organization.md shows.';
  }
  return `The trust policy names the audience ${tenant.audiences.join(', ') || 'of nobody'} and not the placeholder "${PLACEHOLDER}", so it is left as it is: write the placeholder, or set the tag ${OPT_IN_TAG} to true.`;
}
