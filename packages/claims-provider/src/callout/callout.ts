import {
  isGuid,
  isJsonObject,
  type JsonObject,
  parseJsonObject,
} from '@entra-aws-creds/core/azure';
import { Denial } from '../denial.ts';

/** What Entra asks: the claims of one person for one application. */
export interface Callout {
  readonly tenantId: string;
  /** Object ID of the person. */
  readonly personId: string;
  /** Object ID of the service principal of the application that the person signs in to. */
  readonly servicePrincipalId: string;
  readonly clientId: string;
  /** By which the sign-in log of Entra has the same sign-in. */
  readonly correlationId: string;
}

const EVENT = 'microsoft.graph.authenticationEvent.tokenIssuanceStart';
const DATA = 'microsoft.graph.onTokenIssuanceStartCalloutData';
/** Entra's own are two or three kilobytes. */
const LARGEST_BYTES = 64 * 1024;

/**
 * @throws Denial `not-a-callout`
 * @see https://learn.microsoft.com/entra/identity-platform/custom-claims-provider-reference#request-to-the-rest-api
 */
export function parseCallout(body: string): Callout {
  if (body.length > LARGEST_BYTES) throw new Denial('not-a-callout', 'The body is too large');
  const event = parseJsonObject(body);
  if (event === undefined) throw new Denial('not-a-callout', 'The body is not a JSON object');
  expectText(event, 'type', EVENT);
  const data = objectIn(event, 'data');
  expectText(data, '@odata.type', DATA);
  const context = objectIn(data, 'authenticationContext');
  const client = objectIn(context, 'clientServicePrincipal');
  return {
    tenantId: guidIn(data, 'tenantId'),
    personId: guidIn(objectIn(context, 'user'), 'id'),
    servicePrincipalId: guidIn(client, 'id'),
    clientId: guidIn(client, 'appId'),
    correlationId: guidIn(context, 'correlationId'),
  };
}

function member(object: JsonObject, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

function expectText(object: JsonObject, name: string, wanted: string): void {
  const value = member(object, name);
  // Entra has written it with and without the sign in front.
  if (typeof value === 'string' && value.replace(/^#/, '') === wanted) return;
  throw new Denial('not-a-callout', `"${name}" is not ${wanted}`);
}

function objectIn(object: JsonObject, name: string): JsonObject {
  const value = member(object, name);
  if (isJsonObject(value)) return value;
  throw new Denial('not-a-callout', `"${name}" is not an object`);
}

function guidIn(object: JsonObject, name: string): string {
  const value = member(object, name);
  const id = typeof value === 'string' ? value.toLowerCase() : '';
  if (isGuid(id)) return id;
  throw new Denial('not-a-callout', `"${name}" is not a GUID`);
}
