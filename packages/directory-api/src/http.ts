/** A request, whoever brought it. */
export interface ApiRequest {
  readonly method: string;
  /** Of the URL, as it was sent. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** The headers that decide something; empty: not sent. */
  readonly authorization: string;
  readonly contentType: string;
  readonly body: string;
}

/** An answer, whoever takes it on. */
export interface ApiResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export function jsonResponse(
  status: number,
  value: object,
  headers: ApiResponse['headers'] = {},
  type = 'application/json',
): ApiResponse {
  return {
    status,
    headers: {
      'cache-control': 'no-store',
      'content-type': type,
      'x-content-type-options': 'nosniff',
      ...headers,
    },
    body: JSON.stringify(value),
  };
}
