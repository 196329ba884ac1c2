import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import type { Answer } from './api-in-sandbox.ts';

const FILE = fileURLToPath(new URL('../../packages/directory-api/openapi.yaml', import.meta.url));

interface Referring {
  readonly $ref?: string;
}
interface Described extends Referring {
  readonly content?: Readonly<Record<string, { readonly schema: object }>>;
  readonly headers?: Readonly<Record<string, { readonly required?: boolean }>>;
}
interface Operation {
  readonly responses: Readonly<Record<string, Described>>;
  readonly requestBody?: Described;
}

export const DOCUMENT = parse(readFileSync(FILE, 'utf8'));
const ajv = new Ajv2020({ allErrors: true, strict: false });
ajv.addSchema(DOCUMENT, 'openapi');

/** The operation that a request is, by the document. */
export function operationOf(method: string, path: string): Operation | undefined {
  for (const [template, operations] of Object.entries(DOCUMENT.paths)) {
    const pattern = new RegExp(`^${template.replace(/\{\w+\}/g, '[^/]+')}$`);
    const operation = (operations as Record<string, Operation>)[method.toLowerCase()];
    if (pattern.test(path.split('?')[0] ?? '') && operation !== undefined) return operation;
  }
  return undefined;
}

/** What an answer has that the document does not say of this operation. */
export function deviations(operation: Operation, { status, headers, body }: Answer): string[] {
  const described = operation.responses[status] ?? operation.responses['default'];
  if (described === undefined) return [`HTTP ${status} is not described`];
  const response = resolved(described);
  const missing = Object.entries(response.headers ?? {})
    .filter(([name, { required }]) => required && headers[name.toLowerCase()] === undefined)
    .map(([name]) => `${name} is missing`);
  if (response.content === undefined) return [...missing, ...(body === '' ? [] : ['has a body'])];
  const media = response.content[headers['content-type'] ?? ''];
  if (media === undefined) return [...missing, `is ${headers['content-type']}`];
  return [...missing, ...schemaErrors(media.schema, JSON.parse(body))];
}

/** @returns undefined: the operation takes none */
export function bodyErrors(operation: Operation, body: unknown): string[] | undefined {
  const media = operation.requestBody?.content?.['application/json'];
  return media && schemaErrors(media.schema, body);
}

function schemaErrors(schema: object, value: unknown): string[] {
  const validate = ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"openapi#/')));
  validate(value);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

function resolved<T extends Referring>(value: T): T {
  if (value.$ref === undefined) return value;
  return value.$ref
    .split('/')
    .slice(1)
    .reduce((node, key) => node[key], DOCUMENT);
}
