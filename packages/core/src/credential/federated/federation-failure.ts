import { StepFailure } from '../../failure/step-failure.ts';
import { describeClaims, type OidcToken } from './oidc-token.ts';

const NO_MATCH =
  'The application has no federated credential that matches the OIDC token of the job.';
const OTHER_CASE =
  'The application has a federated credential that differs from the OIDC token of the job only in letter case.';

/** What Entra says when it does not take another issuer's token. */
const MESSAGES: Readonly<Record<string, string>> = {
  AADSTS70021: NO_MATCH,
  AADSTS700211: NO_MATCH,
  AADSTS700212: NO_MATCH,
  AADSTS700213: NO_MATCH,
  AADSTS7002138: OTHER_CASE,
  AADSTS700027: 'Entra could not verify the signature of the OIDC token of the job.',
};

const HINTS: Readonly<Record<string, string>> = {
  AADSTS700027:
    "Entra reads the keys through the issuer's /.well-known/openid-configuration: it must be readable from the internet, even that of a GitHub Enterprise Server or your own cluster.",
};

/**
 * `failure` of a login with `token`, in words that fit a login without a certificate.
 *
 * @param mismatchHint what to do when the application has no federated credential that is equal to it
 */
export function federationFailure(
  failure: unknown,
  { claims }: OidcToken,
  mismatchHint: string,
): unknown {
  if (!(failure instanceof StepFailure)) return failure;
  const code = failure.answer?.code ?? '';
  const message = Object.hasOwn(MESSAGES, code) ? MESSAGES[code] : undefined;
  if (message === undefined) return failure;
  return new StepFailure(
    'EAC_ENTRA_FEDERATION_REFUSED',
    `${message} It has the ${describeClaims(claims)}.`,
    HINTS[code] ?? mismatchHint,
    { answer: failure.answer, cause: failure },
  );
}
