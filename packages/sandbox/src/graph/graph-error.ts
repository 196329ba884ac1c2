import type { HttpResponse } from '../http/message.ts';

interface GraphErrorDetail {
  readonly code: string;
  readonly message: string;
  readonly target: string;
}

/** A refusal in Graph's words. */
export class GraphError extends Error {
  override readonly name = 'GraphError';
  readonly status: number;
  readonly code: string;
  readonly details: readonly GraphErrorDetail[] | undefined;

  constructor(
    status: number,
    code: string,
    message: string,
    details?: readonly GraphErrorDetail[],
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = details;
  }
}

interface GraphErrorContext {
  readonly now: Date;
  readonly requestId: string;
  readonly clientRequestId: string;
}

/** @see https://learn.microsoft.com/graph/errors */
export function graphErrorResponse(error: GraphError, context: GraphErrorContext): HttpResponse {
  const { status, code, message, details } = error;
  return {
    status,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      error: {
        code,
        message,
        ...(details === undefined ? {} : { details }),
        innerError: {
          // Without a zone, as the real ones.
          date: context.now.toISOString().slice(0, 19),
          'request-id': context.requestId,
          'client-request-id': context.clientRequestId,
        },
      },
    }),
  };
}

/** @see https://github.com/Azure/azure-cli/issues/28009 */
export function notFound(id: string): GraphError {
  return new GraphError(
    404,
    'Request_ResourceNotFound',
    `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
  );
}

/** @see https://learn.microsoft.com/graph/resolve-auth-errors */
export function denied(): GraphError {
  return new GraphError(
    403,
    'Authorization_RequestDenied',
    'Insufficient privileges to complete the operation.',
  );
}

export function badRequest(message: string): GraphError {
  return new GraphError(400, 'Request_BadRequest', message);
}

export function conflict(message: string): GraphError {
  return new GraphError(409, 'Request_MultipleObjectsWithSameKeyValue', message);
}

/** @see https://github.com/Azure/azure-sdk-tools/pull/5169 for the words */
export function quotaExceeded(): GraphError {
  return new GraphError(
    403,
    'Directory_QuotaExceeded',
    'The directory object quota limit for the Principal has been exceeded. Please ask your administrator to increase the quota limit or delete objects to reduce the used quota.',
  );
}
