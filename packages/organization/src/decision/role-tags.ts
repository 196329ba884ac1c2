import { createHash } from 'node:crypto';
import {
  type FederatedCredential,
  type FederatedSubject,
  federatedCredentialFor,
  ISSUER_TAG,
  type NamedCertificate,
  namedCertificates,
  parseFederatedSubject,
  type Role,
  SUBJECT_TAG,
  type Tags,
  TOKEN_EXCHANGE,
  verbatim,
} from '@entra-aws-creds/bindings';
import { InputProblem, quote, type RoleArn, StepFailure } from '@entra-aws-creds/core/programs';
import type { Settings } from '../settings.ts';

/** What the pipeline of a role may log in with. */
export interface Logins {
  readonly federated: readonly FederatedCredential[];
  readonly certificates: readonly NamedCertificate[];
}

/** @throws StepFailure `EAC_BINDING_CONFLICT`, `EAC_BINDING_CERTIFICATE` */
export function loginsOf(
  { tags, arn }: Pick<Role, 'tags' | 'arn'>,
  settings: Pick<Settings, 'allowedSubjects' | 'cloud' | 'mostCertificateDays'>,
  now: Date,
): Logins {
  return {
    federated: federatedBy(tags, arn, settings),
    certificates: namedCertificates(tags, arn, settings.mostCertificateDays, now),
  };
}

/** By which one look at the tags is told from another. */
export function digestOf({ federated, certificates }: Logins): string {
  const named = [
    ...federated.map(({ issuer, subject }) => `${issuer} ${subject}`),
    ...certificates.map(({ sha256 }) => sha256),
  ];
  return createHash('sha256').update(named.join('\n')).digest('hex').slice(0, 16);
}

/**
 * Who may log in, as the role's tags say and the organization allows. Whoever may tag roles in some account
 * must not let in whom they like: a token of the tenant opens other doors than this role's.
 *
 * @throws StepFailure `EAC_BINDING_CONFLICT`
 */
export function federatedBy(
  tags: Tags,
  role: RoleArn,
  { allowedSubjects, cloud }: Pick<Settings, 'allowedSubjects' | 'cloud'>,
): readonly FederatedCredential[] {
  const text = tags[SUBJECT_TAG];
  if (text === undefined) return [];
  const subject = subjectIn(text, tags[ISSUER_TAG], role);
  const isAllowed = allowedSubjects.some(
    ({ issuer, prefix }) => issuer === subject.issuer && subject.subject.startsWith(prefix),
  );
  if (!isAllowed) {
    throw new StepFailure(
      'EAC_BINDING_CONFLICT',
      `The tag ${SUBJECT_TAG} of ${role.text} lets in ${quote(subject.subject)} of ${subject.issuer}, which the organization does not allow.`,
      'Correct the tag, or add issuer and beginning of the subject to AllowedSubjects of the central stack.',
    );
  }
  return [federatedCredentialFor(subject, TOKEN_EXCHANGE[cloud])];
}

function subjectIn(text: string, issuer: string | undefined, role: RoleArn): FederatedSubject {
  try {
    return issuer === undefined ? parseFederatedSubject(text) : verbatim(issuer, text);
  } catch (error) {
    if (!(error instanceof InputProblem)) throw error;
    throw new StepFailure(
      'EAC_BINDING_CONFLICT',
      `The tag ${SUBJECT_TAG} of ${role.text} ${error.message}.`,
      error.hint,
    );
  }
}
