import type { NetworkResponse } from '../../platform/network.ts';
import { parseJsonObject } from '../../text/json-object.ts';

/** What the service that has the machine's tokens answered, as far as it can be read. */
export interface MetadataAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined: no JSON object. */
  readonly fields: Readonly<Record<string, unknown>> | undefined;
}

export function metadataAnswer({ status, headers, body }: NetworkResponse): MetadataAnswer {
  return { status, headers, fields: parseJsonObject(body) };
}

/** Its token; undefined when it has none. */
export function tokenIn({ status, fields }: MetadataAnswer): string | undefined {
  const token = fields?.['access_token'];
  return status === 200 && typeof token === 'string' && token !== '' ? token : undefined;
}

/**
 * Its own sentence: virtual machines and Azure Arc have it in `error_description`, App Service in `message`, and
 * some versions of it in an object below `error`.
 */
export function sentenceIn({ fields }: MetadataAnswer): string | undefined {
  const error = fields?.['error'];
  const nested = typeof error === 'object' && error !== null ? error : {};
  const texts = [
    fields?.['error_description'],
    fields?.['message'],
    'message' in nested ? nested.message : undefined,
    error,
  ];
  return texts.find((text): text is string => typeof text === 'string' && text !== '');
}
