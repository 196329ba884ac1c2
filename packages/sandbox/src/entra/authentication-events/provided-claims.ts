import { CustomExtensionError } from './claims-provider.ts';

export type ProvidedClaims = Readonly<Record<string, string | readonly string[]>>;

/** The sum of all keys and values. */
const CLAIMS_LIMIT_BYTES = 3 * 1024;
/** There is a limit of the whole answer, which is not documented. */
const ANSWER_LIMIT_BYTES = 64 * 1024;

export interface ProviderAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/**
 * The claims in an answer, which are texts and lists of texts and nothing else.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/custom-claims-provider-reference#response-from-the-rest-api
 *
 * @throws CustomExtensionError
 */
export function readProvidedClaims({ status, contentType, body }: ProviderAnswer): ProvidedClaims {
  const error = (code: number, name: string, passing = false) =>
    new CustomExtensionError(code, name, status, passing);
  if (status !== 200) throw error(1003002, 'CustomExtensionInvalidHTTPStatus', status >= 500);
  if (!/^application\/json\b/i.test(contentType)) {
    throw error(1003006, 'CustomExtensionInvalidResponseContentType');
  }
  if (body.trim() === '') throw error(1003009, 'CustomExtensionEmptyResponse');
  if (body.length > ANSWER_LIMIT_BYTES) throw error(1003024, 'CustomExtensionResponseSizeExceeded');
  const data = member(parsed(body), 'data');
  const actions = member(data, 'actions');
  const isData = member(data, '@odata.type') === 'microsoft.graph.onTokenIssuanceStartResponseData';
  if (!isData || !Array.isArray(actions)) {
    throw error(1003003, 'CustomExtensionInvalidResponseBody');
  }
  const [action] = actions;
  if (actions.length !== 1) throw error(1003010, 'CustomExtensionInvalidNumberOfActions');
  const type = member(action, '@odata.type');
  if (type !== 'microsoft.graph.tokenIssuanceStart.provideClaimsForToken') {
    throw error(1003012, 'CustomExtensionInvalidActionType');
  }
  const claims = member(action, 'claims');
  if (claims === null || claims === undefined) {
    throw error(1003007, 'CustomExtensionNullClaimsResponse');
  }
  if (!isClaims(claims)) throw error(1003003, 'CustomExtensionInvalidResponseBody');
  const size = Object.entries(claims).reduce(
    (sum, [key, value]) =>
      sum + Buffer.byteLength(key) + Buffer.byteLength([value].flat().join('')),
    0,
  );
  if (size > CLAIMS_LIMIT_BYTES) {
    throw error(1003025, 'CustomExtensionResponseClaimsSizeExceeded');
  }
  if (Object.hasOwn(claims, '')) {
    throw error(1003026, 'CustomExtensionNullOrEmptyClaimKeyNotSupported');
  }
  return claims;
}

function isClaims(value: unknown): value is ProvidedClaims {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).every(
    (claim) =>
      typeof claim === 'string' ||
      (Array.isArray(claim) && claim.every((entry) => typeof entry === 'string')),
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Record<string, unknown>)[name]
    : undefined;
}
