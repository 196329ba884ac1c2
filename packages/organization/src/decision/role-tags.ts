import {
  type FederatedCredential,
  type FederatedSubject,
  federatedCredentialFor,
  parseFederatedSubject,
  type Tags,
  TOKEN_EXCHANGE,
  verbatim,
} from '@entra-aws-creds/bindings';
import { InputProblem, quote, type RoleArn, StepFailure } from '@entra-aws-creds/core/programs';
import type { Settings } from '../settings.ts';

/** Whose tokens the pipeline has: `github:ORG/REPO:environment:NAME` and the like, or the subject as it stands. */
export const SUBJECT_TAG = 'entra-aws-creds:subject';
/** The issuer of that subject, where the subject stands as it is in the token. */
export const ISSUER_TAG = 'entra-aws-creds:issuer';

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
