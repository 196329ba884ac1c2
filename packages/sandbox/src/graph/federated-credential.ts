import type { FederatedCredential } from '../entra/app.ts';
import type { EntraDirectory } from '../entra/directory.ts';
import { badRequest, type GraphError } from './graph-error.ts';
import { type JsonObject, readText, readTexts } from './json-body.ts';

interface ReadFederatedCredential {
  readonly name: string;
  readonly description: string | null;
  readonly credential: FederatedCredential;
}

/**
 * A federated credential as it is written; its issuer's keys are read when a token comes.
 *
 * @throws GraphError
 * @see https://learn.microsoft.com/graph/api/resources/federatedidentitycredential#properties
 */
export function readFederatedCredential(
  body: JsonObject,
  directory: EntraDirectory,
): ReadFederatedCredential {
  const name = readText(body['name'], 'name');
  if (!/^[A-Za-z0-9][\w-]{2,119}$/.test(name)) throw invalid('name');
  const issuer = readText(body['issuer'], 'issuer');
  if (!URL.canParse(issuer) || new URL(issuer).protocol !== 'https:') throw invalid('issuer');
  const subject = readText(body['subject'], 'subject');
  const [audience, ...more] = readTexts(body['audiences'], 'audiences');
  if (audience === undefined || more.length > 0) throw invalid('audiences');
  for (const [property, value] of Object.entries({ issuer, subject, audience })) {
    if (value.length > 600) throw invalid(property);
  }
  const description = typeof body['description'] === 'string' ? body['description'] : null;
  const keys = () => directory.readIssuerKeys(issuer);
  return { name, description, credential: { issuer, subject, audience, keys } };
}

function invalid(property: string): GraphError {
  return badRequest(
    `Invalid value specified for property '${property}' of resource 'FederatedIdentityCredential'.`,
  );
}
