/** A refusal as the AWS query protocol words it. */
export class QueryError extends Error {
  override readonly name = 'QueryError';
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

export function accessDenied(message: string): QueryError {
  return new QueryError('AccessDenied', message, 403);
}

export function validationError(message: string): QueryError {
  return new QueryError('ValidationError', message);
}
