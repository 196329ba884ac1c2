import type { EntraApp } from '../entra/app.ts';
import { badRequest } from './graph-error.ts';
import { type JsonObject, readTexts } from './json-body.ts';

/** Kept as they were written. */
const OTHERS = [
  'description',
  'homepage',
  'loginUrl',
  'logoutUrl',
  'notificationEmailAddresses',
  'preferredSingleSignOnMode',
  'preferredTokenSigningKeyThumbprint',
  'replyUrls',
];

/**
 * Writes properties that Graph allows to be written.
 *
 * @throws GraphError
 * @see https://learn.microsoft.com/graph/api/serviceprincipal-update
 */
export function writeServicePrincipal(app: EntraApp, body: JsonObject): void {
  const { servicePrincipal } = app;
  if (servicePrincipal === undefined) throw new Error('the app has no service principal');
  for (const [name, value] of Object.entries(body)) {
    switch (name) {
      case 'accountEnabled':
        app.enabled = readFlag(value, name);
        break;
      case 'appRoleAssignmentRequired':
        app.assigned = readFlag(value, name) ? (app.assigned ?? new Set()) : undefined;
        break;
      case 'tags':
        servicePrincipal.tags = [...new Set(readTexts(value, name))];
        break;
      case 'notes':
        servicePrincipal.notes = value === null ? null : String(value);
        break;
      default:
        if (!OTHERS.includes(name)) throw badRequest(`Invalid property '${name}'.`);
        servicePrincipal.others = { ...servicePrincipal.others, [name]: value };
    }
  }
}

function readFlag(value: unknown, name: string): boolean {
  if (typeof value === 'boolean') return value;
  throw badRequest(
    `Invalid value specified for property '${name}' of resource 'ServicePrincipal'.`,
  );
}
