import type { EntraApp } from '../entra/app.ts';
import type { AppRole, PermissionScope } from '../entra/app-role.ts';
import type { EntraTenant } from '../entra/tenant.ts';
import { checkCertificatePolicy } from './certificate-policy.ts';
import { badRequest } from './graph-error.ts';
import { checkIdentifierUris } from './identifier-uris.ts';
import { isObject, type JsonObject, readObjects, readText, readTexts } from './json-body.ts';
import { readKeyCredentials } from './key-credentials.ts';

interface ApplicationWrite {
  readonly tenant: EntraTenant;
  readonly now: Date;
  readonly creating: boolean;
}

type Write = (app: EntraApp, value: unknown, context: ApplicationWrite) => void;

/** What each property takes, and where it goes. */
const PROPERTIES: Readonly<Record<string, Write>> = {
  displayName: (app, value) => {
    app.displayName = readText(value, 'displayName').slice(0, 256);
  },
  notes: ({ registration }, value) => {
    if (value !== null && typeof value !== 'string') throw invalid('notes');
    registration.notes = value;
  },
  signInAudience: ({ registration }, value) => {
    registration.signInAudience = readText(value, 'signInAudience');
  },
  tags: ({ registration }, value) => {
    registration.tags = [...new Set(readTexts(value, 'tags'))];
  },
  api: writeApi,
  identifierUris: (app, value, { tenant }) => {
    const uris = readTexts(value, 'identifierUris');
    checkIdentifierUris(uris, app, tenant);
    app.appIdUris.splice(0, app.appIdUris.length, ...uris);
  },
  appRoles: ({ registration }, value) => {
    const roles = readObjects(value, 'appRoles');
    if (roles.some(({ id }) => typeof id !== 'string')) throw invalid('appRoles');
    registration.appRoles = roles as unknown as AppRole[];
  },
  keyCredentials: (app, value, { tenant, now, creating }) => {
    const certificates = readKeyCredentials(value, app, { now, creating });
    for (const certificate of certificates) {
      if (!app.certificates.includes(certificate)) checkCertificatePolicy(certificate, tenant);
    }
    app.certificates.splice(0, app.certificates.length, ...certificates);
  },
  passwordCredentials: (_, value) => {
    if (readObjects(value, 'passwordCredentials').length > 0) throw invalid('passwordCredentials');
  },
  isFallbackPublicClient: (app, value) => {
    app.isPublicClient = value === true;
  },
  publicClient: (app, value) => {
    const uris = isObject(value) ? readTexts(value['redirectUris'] ?? [], 'redirectUris') : [];
    app.redirectUris.splice(0, app.redirectUris.length, ...uris);
  },
};

/** Kept as they were written. */
const OTHERS = [
  'description',
  'groupMembershipClaims',
  'info',
  'isDeviceOnlyAuthSupported',
  'optionalClaims',
  'requiredResourceAccess',
  'serviceManagementReference',
  'spa',
  'web',
];

/**
 * Writes properties that Graph allows to be written; all of them, or none.
 *
 * @throws GraphError
 * @see https://learn.microsoft.com/graph/api/application-update
 */
export function writeApplication(app: EntraApp, body: JsonObject, context: ApplicationWrite): void {
  const unknown = Object.keys(body).find(
    (name) => !Object.hasOwn(PROPERTIES, name) && !OTHERS.includes(name) && !name.startsWith('@'),
  );
  if (unknown !== undefined) throw badRequest(`Invalid property '${unknown}'.`);
  // The version decides which identifier URIs are allowed, so it comes first.
  const named = Object.entries(PROPERTIES).filter(([name]) => Object.hasOwn(body, name));
  const trial = app.snapshot();
  for (const [name, write] of named) write(trial, body[name], { ...context });
  for (const [name, write] of named) write(app, body[name], context);
  const others = Object.entries(body).filter(([name]) => OTHERS.includes(name));
  app.registration.others = { ...app.registration.others, ...Object.fromEntries(others) };
}

function writeApi(app: EntraApp, value: unknown): void {
  if (!isObject(value)) throw invalid('api');
  const { requestedAccessTokenVersion: version, oauth2PermissionScopes: scopes, ...rest } = value;
  if (version !== undefined) {
    if (version !== null && version !== 1 && version !== 2) throw invalid('api');
    app.requestedAccessTokenVersion = version;
  }
  const { registration } = app;
  if (scopes !== undefined) {
    registration.permissionScopes = readObjects(
      scopes,
      'oauth2PermissionScopes',
    ) as unknown as PermissionScope[];
  }
  const before = registration.others['api'];
  const kept = { ...(isObject(before) ? before : {}), ...rest };
  registration.others = { ...registration.others, api: kept };
}

function invalid(property: string) {
  return badRequest(
    `Invalid value specified for property '${property}' of resource 'Application'.`,
  );
}
