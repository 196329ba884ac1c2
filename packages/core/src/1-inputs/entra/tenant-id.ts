import { quote } from '../../text/log-line.ts';
import { InputProblem } from '../input-problem.ts';

declare const brand: unique symbol;

/** A directory (tenant): its GUID, or one of its verified domains. Lower case. */
export type TenantId = string & { readonly [brand]: 'TenantId' };
/** An application (client) ID: a GUID. Lower case. */
export type ClientId = string & { readonly [brand]: 'ClientId' };

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const DOMAIN =
  /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/;
/** They name "whatever tenant the user is from"; an application has no user. */
const TENANTLESS = new Set(['common', 'organizations', 'consumers']);

export function isGuid(text: string): boolean {
  return GUID.test(text);
}

/** @throws InputProblem unless `text` is a GUID or a domain name */
export function parseTenantId(text: string): TenantId {
  const id = text.toLowerCase();
  if (TENANTLESS.has(id)) {
    throw new InputProblem(
      `is "${id}", which names no tenant`,
      "Give the Directory (tenant) ID from the app registration's overview page; a service principal signs in to one tenant.",
    );
  }
  if (GUID.test(id) || DOMAIN.test(id)) return id as TenantId;
  throw new InputProblem(
    `is ${quote(text)}, neither a GUID nor a domain name`,
    "Give the Directory (tenant) ID from the app registration's overview page, or a verified domain such as contoso.onmicrosoft.com.",
  );
}

/** @throws InputProblem unless `text` is a GUID */
export function parseClientId(text: string): ClientId {
  const id = text.toLowerCase();
  if (GUID.test(id)) return id as ClientId;
  throw new InputProblem(
    `is ${quote(text)}, which is not a GUID`,
    "Give the Application (client) ID from the app registration's overview page, not its name, object ID or App ID URI.",
  );
}
