import { randomUUID } from 'node:crypto';
import type { HttpRequest, HttpResponse } from '../http/message.ts';
import { QueryError } from './query-error.ts';
import { escapeXml, writeXml, type XmlTree } from './xml.ts';

export interface QueryService {
  readonly namespace: string;
  readonly version: string;
  readonly actions: Readonly<Record<string, QueryAction>>;
}

export type QueryAction = (call: QueryCall) => QueryResult | Promise<QueryResult>;

/** Undefined for an operation whose answer says nothing. */
export type QueryResult = XmlTree | undefined;

export interface QueryCall {
  readonly request: HttpRequest;
  readonly parameters: URLSearchParams;
  readonly action: string;
  readonly requestId: string;
}

/**
 * One call of the AWS query protocol: a form in, an XML document out.
 *
 * @see https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
 */
export async function answerQuery(
  service: QueryService,
  request: HttpRequest,
): Promise<HttpResponse> {
  const requestId = randomUUID();
  const parameters = new URLSearchParams(request.method === 'POST' ? request.body : request.query);
  const action = parameters.get('Action') ?? '';
  try {
    const run = Object.hasOwn(service.actions, action) ? service.actions[action] : undefined;
    if (!run || parameters.get('Version') !== service.version) {
      throw new QueryError(
        'InvalidAction',
        `Could not find operation ${action} for version ${parameters.get('Version') ?? 'NO_VERSION_SPECIFIED'}`,
      );
    }
    const result = await run({ request, parameters, action, requestId });
    const content = result && `<${action}Result>${writeXml(result)}</${action}Result>`;
    const body =
      `<${action}Response xmlns="${service.namespace}">${content ?? ''}<ResponseMetadata>` +
      `<RequestId>${requestId}</RequestId></ResponseMetadata></${action}Response>\n`;
    return xmlResponse(200, requestId, body);
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    return errorResponse(service, error, requestId);
  }
}

function errorResponse(service: QueryService, error: QueryError, requestId: string): HttpResponse {
  const type = error.status < 500 ? 'Sender' : 'Receiver';
  const body =
    `<ErrorResponse xmlns="${service.namespace}"><Error><Type>${type}</Type>` +
    `<Code>${error.code}</Code><Message>${escapeXml(error.message)}</Message></Error>` +
    `<RequestId>${requestId}</RequestId></ErrorResponse>\n`;
  return xmlResponse(error.status, requestId, body);
}

function xmlResponse(status: number, requestId: string, body: string): HttpResponse {
  const headers = { 'content-type': 'text/xml', 'x-amzn-requestid': requestId };
  return { status, headers, body };
}

/** `Name.member.1`, `Name.member.2`, … */
export function readList(parameters: URLSearchParams, name: string): string[] {
  return readIndexes(parameters, `${name}.member.`).map(
    (index) => parameters.get(`${name}.member.${index}`) ?? '',
  );
}

/** `Name.member.1.field`, `Name.member.2.field`, … */
export function readStructures<Field extends string>(
  parameters: URLSearchParams,
  name: string,
  fields: readonly Field[],
): Record<Field, string>[] {
  return readIndexes(parameters, `${name}.member.`).map((index) => {
    const entries = fields.map((field) => [
      field,
      parameters.get(`${name}.member.${index}.${field}`) ?? '',
    ]);
    return Object.fromEntries(entries) as Record<Field, string>;
  });
}

function readIndexes(parameters: URLSearchParams, prefix: string): number[] {
  const indexes = [...parameters.keys()]
    .filter((key) => key.startsWith(prefix))
    .map((key) => Number.parseInt(key.slice(prefix.length), 10));
  return [...new Set(indexes)].sort((a, b) => a - b);
}
