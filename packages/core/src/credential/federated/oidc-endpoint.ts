import type { OidcTokenRequest } from '../../1-inputs/entra/job-identity.ts';
import { InputProblem } from '../../1-inputs/input-problem.ts';
import { Secret } from '../../text/secret.ts';

/** Where the CI system issues its OIDC token. */
export interface OidcEndpoint {
  readonly method: 'GET' | 'POST';
  /** `https:`, and complete. */
  readonly url: URL;
  readonly bearer: Secret;
  /** Besides the authorization; names are lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The field of the answer, a JSON object, that holds the token. */
  readonly tokenField: string;
  /** Lower case. */
  readonly requestIdHeader: string;
}

/**
 * The endpoint of `request` for tokens of `audience`.
 *
 * @throws InputProblem `EAC_OIDC_UNAVAILABLE` unless it is an https URL with a bearer token
 */
export function parseOidcEndpoint(request: OidcTokenRequest, audience: string): OidcEndpoint {
  const { method, headers, audienceParameter, tokenField, requestIdHeader } = request;
  const url = URL.canParse(request.url) ? new URL(request.url) : undefined;
  if (url?.protocol !== 'https:' || request.bearer === '') {
    throw new InputProblem(
      // A URL may carry a password in front of its host, so a wrong one is not repeated.
      'cannot be requested: the CI system named no https URL and token for it',
      'Azure DevOps Services and GitHub issue such tokens, Azure DevOps Server does not: log in with a certificate there.',
      'EAC_OIDC_UNAVAILABLE',
    );
  }
  if (audienceParameter !== undefined) url.searchParams.set(audienceParameter, audience);
  const bearer = new Secret(request.bearer);
  return { method, url, bearer, headers, tokenField, requestIdHeader };
}
