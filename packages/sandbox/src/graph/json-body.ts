import type { HttpRequest } from '../http/message.ts';
import { badRequest, GraphError } from './graph-error.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

/** @throws GraphError when a body is there and no JSON object */
export function readBody({ body, headers }: HttpRequest): JsonObject {
  if (body === '') return {};
  if (headers['content-type'] === undefined) {
    throw new GraphError(
      400,
      'BadRequest',
      'Write requests (excluding DELETE) must contain the Content-Type header declaration.',
    );
  }
  const isJson = (headers['content-type'] ?? '').toLowerCase().startsWith('application/json');
  const value = isJson ? parsed(body) : undefined;
  if (isObject(value)) return value;
  throw new GraphError(
    400,
    'BadRequest',
    'Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.',
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @throws GraphError when it is anything else */
export function readText(value: unknown, name: string): string {
  if (typeof value === 'string' && value !== '') return value;
  throw badRequest(`A value is required for property '${name}' of resource.`);
}

/** @throws GraphError when it is anything else */
export function readTexts(value: unknown, name: string): string[] {
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
  throw badRequest(`Invalid value specified for property '${name}' of resource.`);
}

/** @throws GraphError when it is anything else */
export function readObjects(value: unknown, name: string): JsonObject[] {
  if (Array.isArray(value) && value.every(isObject)) return value;
  throw badRequest(`Invalid value specified for property '${name}' of resource.`);
}
