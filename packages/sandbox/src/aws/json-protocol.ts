import { randomUUID } from 'node:crypto';
import type { HttpRequest, HttpResponse } from '../http/message.ts';
import { QueryError } from './query-error.ts';
import { isJsonObject, type JsonObject } from './sts/web-identity/jwt.ts';

interface JsonService {
  /** What comes before the operation in `X-Amz-Target`. */
  readonly target: string;
  readonly version: '1.0' | '1.1';
  answer(
    operation: string,
    request: HttpRequest,
    input: JsonObject,
  ): JsonObject | Promise<JsonObject>;
}

/** What the query protocol calls otherwise. */
const CODES: Readonly<Record<string, string>> = {
  AccessDenied: 'AccessDeniedException',
  ExpiredToken: 'ExpiredTokenException',
  IncompleteSignature: 'IncompleteSignatureException',
  InvalidClientTokenId: 'UnrecognizedClientException',
  MissingAuthenticationToken: 'MissingAuthenticationTokenException',
  SignatureDoesNotMatch: 'InvalidSignatureException',
};

/**
 * One call of the AWS JSON protocol. In version 1.0 it spells messages of errors in small letters.
 *
 * @see https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html
 * @see https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
 */
export async function answerJson(
  service: JsonService,
  request: HttpRequest,
): Promise<HttpResponse> {
  const { version } = service;
  const [target, operation = ''] = (request.headers['x-amz-target'] ?? '').split('.');
  try {
    if (request.method !== 'POST' || target !== service.target) throw unknownOperation();
    return json(version, 200, await service.answer(operation, request, parse(request.body)));
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    const type = CODES[error.code] ?? error.code;
    const message = version === '1.0' ? 'message' : 'Message';
    const status = error.status < 500 ? 400 : error.status;
    return json(version, status, { __type: type, [message]: error.message });
  }
}

export function unknownOperation(): QueryError {
  return new QueryError('UnknownOperationException', 'The operation is not known.');
}

function parse(body: string): JsonObject {
  try {
    const value: unknown = JSON.parse(body);
    if (isJsonObject(value)) return value;
  } catch {
    // Refused below.
  }
  throw new QueryError('SerializationException', 'The body is not a JSON object.');
}

function json(version: string, status: number, value: JsonObject): HttpResponse {
  return {
    status,
    headers: {
      'content-type': `application/x-amz-json-${version}`,
      'x-amzn-requestid': randomUUID(),
    },
    body: JSON.stringify(value),
  };
}
