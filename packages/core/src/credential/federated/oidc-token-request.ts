import type { OnlinePlatform } from '../../platform/platform.ts';
import { parseJsonObject } from '../../text/json-object.ts';
import type { OidcEndpoint } from './oidc-endpoint.ts';
import { oidcAnswerFailure, oidcNetworkFailure } from './oidc-failure.ts';
import { type OidcToken, parseOidcToken } from './oidc-token.ts';

/**
 * Asks the CI system for a token of the job, in one request.
 *
 * @param refusedHint what to do when the CI system issues none
 * @throws StepFailure `EAC_OIDC_…`, `EAC_PROXY…`
 */
export async function requestOidcToken(
  endpoint: OidcEndpoint,
  refusedHint: string,
  { network, clock, maskSecret }: OnlinePlatform,
): Promise<OidcToken> {
  const { method, url, bearer, headers, tokenField } = endpoint;
  const answer = await network
    .send({
      method,
      url,
      headers: {
        ...headers,
        accept: 'application/json',
        authorization: `Bearer ${bearer.reveal()}`,
        ...(method === 'POST' ? { 'content-length': '0' } : {}),
      },
    })
    .catch((error: unknown) => {
      throw oidcNetworkFailure(error);
    });
  const fields = parseJsonObject(answer.body) ?? {};
  const text = fields[tokenField];
  if (typeof text === 'string') maskSecret(text);
  const token =
    answer.status === 200 && typeof text === 'string' ? parseOidcToken(text) : undefined;
  if (token !== undefined) return token;
  throw oidcAnswerFailure(answer, fields, { endpoint, refusedHint, now: clock.now() });
}
