import type { ApplicationKey } from './entra-directory.ts';

/** Below `/v1.0`. */
export function applicationPath(by: ApplicationKey): string {
  if ('id' in by) return `/applications/${encodeURIComponent(by.id)}`;
  const [key, value] = 'clientId' in by ? ['appId', by.clientId] : ['uniqueName', by.uniqueName];
  return `/applications(${key}=${encodeURIComponent(literal(value))})`;
}

export function federatedCredentialPath(id: string, name: string): string {
  const key = encodeURIComponent(literal(name));
  return `${applicationPath({ id })}/federatedIdentityCredentials(name=${key})`;
}

/**
 * A text as a value in a path or filter, not escaped for the URL yet.
 *
 * @see https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part2-url-conventions.html
 */
export function literal(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
