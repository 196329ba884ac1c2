import { DENIALS, type Denial } from '../denial.ts';
import type { AwsClaims } from '../rules/aws-claims.ts';

/** An HTTP request, as far as it is looked at. */
export interface ProviderRequest {
  readonly method: string;
  /** The header `Authorization`; empty without one. */
  readonly authorization: string;
  readonly body: string;
}

export interface ProviderAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const HEADERS = { 'content-type': 'application/json', 'cache-control': 'no-store' };

/** @see https://learn.microsoft.com/entra/identity-platform/custom-claims-provider-reference#response-from-the-rest-api */
export function claimsAnswer(claims: AwsClaims): ProviderAnswer {
  const action = {
    '@odata.type': 'microsoft.graph.tokenIssuanceStart.provideClaimsForToken',
    claims,
  };
  const data = {
    '@odata.type': 'microsoft.graph.onTokenIssuanceStartResponseData',
    actions: [action],
  };
  return { status: 200, headers: HEADERS, body: JSON.stringify({ data }) };
}

/** Whoever is not Entra learns no more than that there is nothing for them. */
export function denialAnswer({ reason }: Denial): ProviderAnswer {
  return {
    status: DENIALS[reason],
    headers: {
      ...HEADERS,
      ...(reason === 'caller-refused' && { 'www-authenticate': 'Bearer' }),
    },
    body: JSON.stringify({ error: { code: reason } }),
  };
}
