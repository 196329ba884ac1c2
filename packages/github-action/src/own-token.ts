import type { OidcTokenRequest } from '@entra-aws-creds/core';

/**
 * How the runner lets a job ask for its own OIDC token: by these two variables, which only a job with the
 * permission `id-token: write` has.
 *
 * @see https://docs.github.com/actions/reference/security/oidc
 */
export function ownToken(
  environment: Readonly<Record<string, string | undefined>>,
): OidcTokenRequest | 'not-granted' {
  const url = environment['ACTIONS_ID_TOKEN_REQUEST_URL'] ?? '';
  const bearer = environment['ACTIONS_ID_TOKEN_REQUEST_TOKEN'] ?? '';
  if (url === '' || bearer === '') return 'not-granted';
  return {
    method: 'GET',
    url,
    bearer,
    headers: {},
    audienceParameter: 'audience',
    tokenField: 'value',
    requestIdHeader: 'x-github-request-id',
  };
}
