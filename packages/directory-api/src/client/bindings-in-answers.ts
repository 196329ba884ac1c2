import { isJsonObject, type JsonObject, parseJsonObject } from '@entra-aws-creds/core/services';

/** What the API says of one binding. */
export interface DirectoryBinding {
  /** ARN. */
  readonly role: string;
  /** `disabled`: nobody logs in as the application until it is wanted again. */
  readonly state: 'ready' | 'disabled' | 'pending';
  /** Undefined: the application notes none. */
  readonly roleId: string | undefined;
  /** Client ID. */
  readonly applicationId: string;
  /** Object ID; undefined: not made yet. */
  readonly servicePrincipalId: string | undefined;
  readonly issuer: string;
  /** What the provider's client-ID list must contain and `:aud` equals. */
  readonly audience: string;
  /** What `:oaud` equals, of v2.0 tokens. */
  readonly resource: string | undefined;
  readonly tokenVersion: 'v1' | 'v2';
  readonly certificates: readonly DirectoryCertificate[];
}

export interface DirectoryCertificate {
  /** In hexadecimal; undefined where Graph did not give the certificate. */
  readonly sha256: string | undefined;
  /** ISO 8601. */
  readonly starts: string;
  /** ISO 8601. */
  readonly ends: string;
}

export interface ListedDirectoryBinding {
  /** ARN. */
  readonly role: string;
  readonly roleId: string | undefined;
  readonly applicationId: string;
}

/** Undefined: it is none. */
export function bindingIn(body: string): DirectoryBinding | undefined {
  const object = parseJsonObject(body);
  const { state, tokenVersion, certificates } = object ?? {};
  const isState = state === 'ready' || state === 'disabled' || state === 'pending';
  const isVersion = tokenVersion === 'v1' || tokenVersion === 'v2';
  if (object === undefined || !isState || !isVersion || !Array.isArray(certificates)) {
    return undefined;
  }
  const { role, applicationId, issuer, audience } = object;
  if (!areTexts([role, applicationId, issuer, audience])) return undefined;
  return {
    role: String(role),
    state,
    roleId: textIn(object, 'roleId'),
    applicationId: String(applicationId),
    servicePrincipalId: textIn(object, 'servicePrincipalId'),
    issuer: String(issuer),
    audience: String(audience),
    resource: textIn(object, 'resource'),
    tokenVersion,
    certificates: certificates.filter(isJsonObject).map((one) => ({
      sha256: textIn(one, 'sha256'),
      starts: textIn(one, 'starts') ?? '',
      ends: textIn(one, 'ends') ?? '',
    })),
  };
}

/** A page of the list, and what leads to the next. Undefined: it is none. */
export function pageIn(
  body: string,
): { bindings: readonly ListedDirectoryBinding[]; next: string | undefined } | undefined {
  const object = parseJsonObject(body);
  const listed = object?.['bindings'];
  if (object === undefined || !Array.isArray(listed)) return undefined;
  const bindings = listed.filter(isJsonObject).flatMap((one) => {
    const { role, applicationId } = one;
    if (!areTexts([role, applicationId])) return [];
    const roleId = textIn(one, 'roleId');
    return [{ role: String(role), roleId, applicationId: String(applicationId) }];
  });
  return { bindings, next: textIn(object, 'next') };
}

function textIn(object: JsonObject, name: string): string | undefined {
  const value = object[name];
  return typeof value === 'string' ? value : undefined;
}

function areTexts(values: readonly unknown[]): boolean {
  return values.every((value) => typeof value === 'string' && value !== '');
}
