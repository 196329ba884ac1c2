import { isJsonObject, type JsonObject } from '@entra-aws-creds/core/services';
import type { AppRole, ClaimsExtension, ClaimsListener, SignIn } from './people-application.ts';

/** What is asked for of an application. */
export const SIGN_IN_FIELDS = ['publicClient', 'isFallbackPublicClient', 'api', 'appRoles'];

export function readSignIn(object: JsonObject): SignIn {
  return {
    redirectUris: textsAt(object, 'publicClient', 'redirectUris'),
    isPublicClient: object['isFallbackPublicClient'] === true,
    acceptsMappedClaims: at(object, 'api', 'acceptMappedClaims') === true,
    appRoles: objectsAt(object, 'appRoles').map(readAppRole),
  };
}

function readAppRole(object: JsonObject): AppRole {
  const value = textAt(object, 'value');
  return {
    id: textAt(object, 'id'),
    value: value === '' ? undefined : value,
    displayName: textAt(object, 'displayName'),
    description: textAt(object, 'description'),
    isEnabled: object['isEnabled'] !== false,
    allowedMemberTypes: textsAt(object, 'allowedMemberTypes'),
  };
}

/** @see https://learn.microsoft.com/graph/api/resources/ontokenissuancestartcustomextension */
export function readExtension(object: JsonObject): ClaimsExtension {
  const timeout = at(object, 'clientConfiguration', 'timeoutInMilliseconds');
  return {
    id: textAt(object, 'id'),
    displayName: textAt(object, 'displayName'),
    targetUrl: textAt(object, 'endpointConfiguration', 'targetUrl'),
    resourceId: textAt(object, 'authenticationConfiguration', 'resourceId'),
    claims: objectsAt(object, 'claimsForTokenConfiguration').map((one) =>
      textAt(one, 'claimIdInApiResponse'),
    ),
    timeoutMs: typeof timeout === 'number' ? timeout : undefined,
  };
}

/** @see https://learn.microsoft.com/graph/api/resources/ontokenissuancestartlistener */
export function readListener(object: JsonObject): ClaimsListener {
  return {
    id: textAt(object, 'id'),
    extensionId: textAt(object, 'handler', 'customExtension', 'id'),
    applications: objectsAt(object, 'conditions', 'applications', 'includeApplications').map(
      (one) => textAt(one, 'appId'),
    ),
  };
}

export function textAt(object: JsonObject, ...names: readonly string[]): string {
  const value = at(object, ...names);
  return typeof value === 'string' ? value : '';
}

export function textsAt(object: JsonObject, ...names: readonly string[]): readonly string[] {
  return listAt(object, names).filter((one) => typeof one === 'string');
}

export function objectsAt(object: JsonObject, ...names: readonly string[]): readonly JsonObject[] {
  return listAt(object, names).filter(isJsonObject);
}

function listAt(object: JsonObject, names: readonly string[]): readonly unknown[] {
  const value = at(object, ...names);
  return Array.isArray(value) ? value : [];
}

function at(object: JsonObject, ...names: readonly string[]): unknown {
  return names.reduce<unknown>((one, name) => (isJsonObject(one) ? one[name] : undefined), object);
}
