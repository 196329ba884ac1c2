import { createHash } from 'node:crypto';
import { InputProblem, quote } from '@entra-aws-creds/core/programs';
import type { FederatedCredential } from '../entra-directory/application.ts';

/** Whose token is taken: both as they stand in it, letter by letter. */
export interface FederatedSubject {
  readonly issuer: string;
  readonly subject: string;
}

const GITHUB = 'https://token.actions.githubusercontent.com';
const GITLAB = 'https://gitlab.com';

/**
 * `owner/repository`, also with the immutable numbers of both.
 *
 * @see https://docs.github.com/actions/reference/openid-connect-reference
 */
const REPOSITORY = /^[\w-]{1,39}(?:@\d{1,20})?\/[\w.-]{1,100}(?:@\d{1,20})?$/;
const GITHUB_CONTEXT = /^(?:environment:.{1,255}|ref:refs\/(?:heads|tags)\/.{1,255}|pull_request)$/;

/**
 * @see https://docs.gitlab.com/ci/secrets/id_token_authentication/
 */
const PROJECT = /^[\w.-]{1,255}(?:\/[\w.-]{1,255})+$/;
const GITLAB_CONTEXT = /^ref_type:(?:branch|tag):ref:.{1,255}$/;

/**
 * `github:ORG/REPO:environment:NAME`, `github:ORG/REPO:ref:refs/heads/NAME`, `github:ORG/REPO:pull_request`,
 * each also with `ORG@ID/REPO@ID`; `gitlab:GROUP/PROJECT:ref_type:branch:ref:NAME`.
 *
 * @throws InputProblem for anything else
 */
export function parseFederatedSubject(text: string): FederatedSubject {
  const [system = '', place = '', ...rest] = text.split(':');
  const context = rest.join(':');
  if (system === 'github' && REPOSITORY.test(place) && GITHUB_CONTEXT.test(context)) {
    return verbatim(GITHUB, `repo:${place}:${context}`);
  }
  if (system === 'gitlab' && PROJECT.test(place) && GITLAB_CONTEXT.test(context)) {
    return verbatim(GITLAB, `project_path:${place}:${context}`);
  }
  throw new InputProblem(
    `is ${quote(text)}, which names no job`,
    'Write github:ORG/REPO:environment:NAME, github:ORG/REPO:ref:refs/heads/NAME or gitlab:GROUP/PROJECT:ref_type:branch:ref:NAME; or give issuer and subject as they stand in the token.',
  );
}

/**
 * Issuer and subject as somebody copied them from a token or a service connection.
 *
 * @throws InputProblem unless the issuer is an https URL and the subject one line without a wildcard
 */
export function verbatim(issuer: string, subject: string): FederatedSubject {
  if (!/^https:\/\/[\w.-]+(?::\d+)?(?:\/[\w./~-]*)?$/.test(issuer) || issuer.length > 600) {
    throw new InputProblem(
      `has the issuer ${quote(issuer)}, which is no https URL`,
      'Give "iss" of the token as it is, such as https://token.actions.githubusercontent.com.',
    );
  }
  if (subject === '' || subject.length > 600 || /[\p{C}*]/u.test(subject)) {
    throw new InputProblem(
      `has the subject ${quote(subject)}, which no token can have`,
      'Give "sub" of the token as it is, whole: Entra compares it letter by letter and knows no wildcards.',
    );
  }
  return { issuer, subject };
}

const NAME_PREFIX = 'entra-aws-creds-';

/** As the application keeps it, under a name that only this subject has. */
export function federatedCredentialFor(
  { issuer, subject }: FederatedSubject,
  audience: string,
): FederatedCredential {
  const digest = createHash('sha256').update(`${issuer}\n${subject}`).digest('hex').slice(0, 16);
  return { name: `${NAME_PREFIX}${digest}`, issuer, subject, audience };
}

/** Whether it was added by this product. */
export function isOfOurs({ name }: Pick<FederatedCredential, 'name'>): boolean {
  return name.startsWith(NAME_PREFIX);
}
