import { randomUUID } from 'node:crypto';
import type { HttpResponse } from '../http/message.ts';

type OAuthErrorCode =
  | 'authorization_declined'
  | 'authorization_pending'
  | 'bad_verification_code'
  | 'expired_token'
  | 'interaction_required'
  | 'slow_down'
  | 'invalid_client'
  | 'invalid_grant'
  | 'invalid_request'
  | 'invalid_resource'
  | 'invalid_scope'
  | 'server_error'
  | 'unauthorized_client'
  | 'unsupported_grant_type';

export class AadstsError extends Error {
  override readonly name = 'AadstsError';
  readonly error: OAuthErrorCode;
  readonly code: number;
  readonly status: number;

  constructor(error: OAuthErrorCode, code: number, message: string) {
    super(message);
    this.error = error;
    this.code = code;
    // RFC 6749, section 5.2.
    this.status = error === 'invalid_client' ? 401 : 400;
  }
}

interface ErrorContext {
  readonly now: Date;
  readonly origin: string;
  readonly correlationId: string;
}

/**
 * The body of a refusal.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/reference-error-codes#handling-error-codes-in-your-application
 */
export function aadstsResponse(error: AadstsError, context: ErrorContext): HttpResponse {
  const traceId = randomUUID();
  const timestamp = entraTimestamp(context.now);
  const description =
    `AADSTS${error.code}: ${error.message} Trace ID: ${traceId} ` +
    `Correlation ID: ${context.correlationId} Timestamp: ${timestamp}`;
  return {
    status: error.status,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store, no-cache',
      pragma: 'no-cache',
      'client-request-id': context.correlationId,
      'x-ms-request-id': traceId,
    },
    body: JSON.stringify({
      error: error.error,
      error_description: description,
      error_codes: [error.code],
      timestamp,
      trace_id: traceId,
      correlation_id: context.correlationId,
      error_uri: `${context.origin}/error?code=${error.code}`,
    }),
  };
}

/** `2026-11-21 07:12:30Z`. */
export function entraTimestamp(date: Date): string {
  return date.toISOString().replace('T', ' ').replace(/\.\d+/, '');
}
