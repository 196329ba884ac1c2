import { isJsonObject, type JsonObject, StepFailure } from '@entra-aws-creds/core/services';
import type {
  Application as GraphApplication,
  KeyCredential,
  PasswordCredential,
} from '@microsoft/microsoft-graph-types';
import type {
  Application,
  ApplicationCertificate,
  ApplicationSecret,
  FederatedCredential,
  ServicePrincipal,
} from './application.ts';

/** What is asked for of an application: everything that its reading here takes. */
export const APPLICATION_FIELDS = [
  'id',
  'appId',
  'uniqueName',
  'displayName',
  'tags',
  'api',
  'identifierUris',
  'keyCredentials',
  'passwordCredentials',
  'createdDateTime',
] as const satisfies readonly (keyof GraphApplication | 'uniqueName')[];

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** SHA-1 in hexadecimal, as Graph shows the identifier of a certificate that it was not told another of. */
const THUMBPRINT = /^[0-9A-F]{40}$/i;

/** @throws StepFailure `EAC_GRAPH_ANSWER` when it lacks what every application has */
export function readApplication(object: JsonObject): Application {
  const { api } = object;
  const version = isJsonObject(api) ? api['requestedAccessTokenVersion'] : undefined;
  return {
    id: guid(object, 'id'),
    clientId: guid(object, 'appId'),
    uniqueName: optionalText(object['uniqueName']),
    displayName: optionalText(object['displayName']) ?? '',
    tags: texts(object['tags']),
    tokenVersion: version === 2 ? 'v2' : 'v1',
    identifierUris: texts(object['identifierUris']),
    certificates: objects(object['keyCredentials']).map(readCertificate),
    secrets: objects(object['passwordCredentials']).map(readSecret),
    created: optionalText(object['createdDateTime']),
    ...('owners' in object && {
      owners: objects(object['owners']).map((owner) => text(owner, 'id')),
    }),
  };
}

/** Certificates and secrets of a service principal itself. */
export function countCredentials(object: JsonObject): number {
  return [object['keyCredentials'], object['passwordCredentials']].flatMap(objects).length;
}

/** @throws StepFailure `EAC_GRAPH_ANSWER` */
export function readServicePrincipal(object: JsonObject): ServicePrincipal {
  return {
    id: guid(object, 'id'),
    clientId: guid(object, 'appId'),
    enabled: object['accountEnabled'] !== false,
  };
}

/** @throws StepFailure `EAC_GRAPH_ANSWER` */
export function readFederatedCredential(object: JsonObject): FederatedCredential {
  return {
    name: text(object, 'name'),
    issuer: text(object, 'issuer'),
    subject: text(object, 'subject'),
    audience: texts(object['audiences'])[0] ?? '',
  };
}

function readCertificate(object: JsonObject): ApplicationCertificate {
  const credential = object as KeyCredential & JsonObject;
  const identifier = optionalText(credential['customKeyIdentifier']) ?? '';
  return {
    keyId: guid(credential, 'keyId'),
    displayName: optionalText(credential['displayName']) ?? '',
    thumbprint: thumbprintOf(identifier),
    starts: text(credential, 'startDateTime'),
    ends: text(credential, 'endDateTime'),
    key: optionalText(credential['key']),
  };
}

/** Graph writes it in hexadecimal or in base64, by the version of its interface. */
function thumbprintOf(identifier: string): string | undefined {
  if (THUMBPRINT.test(identifier)) return identifier.toUpperCase();
  const bytes = Buffer.from(identifier, 'base64');
  return bytes.length === 20 ? bytes.toString('hex').toUpperCase() : undefined;
}

function readSecret(object: JsonObject): ApplicationSecret {
  const credential = object as PasswordCredential & JsonObject;
  return {
    keyId: guid(credential, 'keyId'),
    displayName: optionalText(credential['displayName']) ?? '',
    ends: text(credential, 'endDateTime'),
  };
}

function guid(object: JsonObject, name: string): string {
  const value = text(object, name).toLowerCase();
  if (!GUID.test(value)) throw unreadable(name);
  return value;
}

function text(object: JsonObject, name: string): string {
  const value = object[name];
  if (typeof value !== 'string' || value === '') throw unreadable(name);
  return value;
}

function optionalText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

function objects(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

function unreadable(name: string): StepFailure {
  return new StepFailure(
    'EAC_GRAPH_ANSWER',
    `Graph answered with an object without ${name}.`,
    'Something else answered in its place: check "graph-endpoint" and any proxy on the way.',
    { answer: { service: 'Graph' } },
  );
}
