import { QueryError } from '../query-error.ts';

/**
 * A refusal as S3 words it.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 */
export class S3Error extends Error {
  override readonly name = 'S3Error';
  readonly code: string;
  readonly status: number;

  constructor(code: string, status: number, message: string) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** S3 has words of its own for what is wrong with who asks. */
const CALLER_REFUSALS: Readonly<Record<string, S3Error>> = {
  ExpiredToken: new S3Error('ExpiredToken', 400, 'The provided token has expired.'),
  IncompleteSignature: new S3Error(
    'AuthorizationHeaderMalformed',
    400,
    'The authorization header that you provided is not valid.',
  ),
  InvalidClientTokenId: new S3Error(
    'InvalidAccessKeyId',
    403,
    'The AWS access key ID that you provided does not exist in our records.',
  ),
  MissingAuthenticationToken: new S3Error('AccessDenied', 403, 'Access Denied'),
};

/** What signature or policies refused with, as S3 says it; anything else as it is. */
export function s3RefusalOf(error: unknown): unknown {
  if (!(error instanceof QueryError)) return error;
  return CALLER_REFUSALS[error.code] ?? new S3Error(error.code, error.status, error.message);
}
