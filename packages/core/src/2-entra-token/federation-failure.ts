import type { FederatedCredential } from '../1-inputs/entra/entra-credential.ts';
import { StepFailure } from '../failure/step-failure.ts';
import { describeClaims, type OidcToken } from './oidc-token.ts';

const NO_MATCH =
  'The application has no federated credential that is equal to the OIDC token of the job.';
const OTHER_CASE =
  'The application has a federated credential that differs from the OIDC token of the job in upper and lower case.';

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
    "Entra reads the keys by way of the issuer's /.well-known/openid-configuration: that of a GitHub Enterprise Server must be readable from the internet.",
};

const PLACES: Readonly<Record<FederatedCredential['name'], string>> = {
  'github-oidc':
    'Add it to the app registration that "client-id" names (Certificates & secrets, Federated credentials, Other issuer), letter by letter; branch, tag, environment and pull request each give another subject. A new one takes a few minutes.',
  'service-connection':
    'Compare them with the federated credential of the app registration or managed identity behind the service connection (Edit shows both), letter by letter. A new one takes a few minutes.',
};

/** `failure` of a login with `token`, in words that fit a login without a certificate. */
export function federationFailure(
  failure: unknown,
  { claims }: OidcToken,
  name: FederatedCredential['name'],
): unknown {
  if (!(failure instanceof StepFailure)) return failure;
  const code = failure.answer?.code ?? '';
  const message = Object.hasOwn(MESSAGES, code) ? MESSAGES[code] : undefined;
  if (message === undefined) return failure;
  return new StepFailure(
    'EAC_ENTRA_FEDERATION_REFUSED',
    `${message} It has the ${describeClaims(claims)}.`,
    HINTS[code] ?? PLACES[name],
    { answer: failure.answer, cause: failure },
  );
}
