import { environmentName } from './azure-variables.ts';
import type { SecretMasker } from './secret-masker.ts';

/** A service connection. */
export interface AzureEndpoint {
  /** A GUID, or `SYSTEMVSSCONNECTION`. */
  readonly id: string;
  readonly name?: string;
  readonly url?: string;
  readonly scheme: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly data?: Readonly<Record<string, string>>;
}

export interface AzureSecureFile {
  readonly id: string;
  readonly name: string;
  readonly ticket: string;
}

export const SYSTEM_CONNECTION = 'SYSTEMVSSCONNECTION';

/** @see https://github.com/microsoft/azure-pipelines-agent/blob/master/src/Agent.Sdk/Util/MaskingUtil.cs */
const PUBLIC_PARAMETERS = new Set([
  'accesstokenfetchingmethod',
  'accesstokentype',
  'audience',
  'authenticationtype',
  'authorizationtype',
  'expiresat',
  'issuedat',
  'role',
  'scope',
  'tenantid',
]);

export function registerEndpointSecrets(
  masker: SecretMasker,
  endpoints: readonly AzureEndpoint[],
  files: readonly AzureSecureFile[],
): void {
  for (const { parameters } of endpoints) {
    for (const [name, value] of Object.entries(parameters)) {
      if (!PUBLIC_PARAMETERS.has(name.toLowerCase())) masker.add(value);
    }
  }
  for (const { ticket } of files) masker.add(ticket);
}

/** @see https://github.com/microsoft/azure-pipelines-agent/blob/master/src/Agent.Worker/Handlers/Handler.cs */
export function endpointEnvironment(endpoint: AzureEndpoint): Record<string, string> {
  const { id, scheme, parameters, data } = endpoint;
  const env: Record<string, string> = {
    [`ENDPOINT_URL_${id}`]: endpoint.url ?? '',
    [`ENDPOINT_AUTH_${id}`]: JSON.stringify({ parameters, scheme }),
    [`ENDPOINT_AUTH_SCHEME_${id}`]: scheme,
  };
  for (const [name, value] of Object.entries(parameters)) {
    env[`ENDPOINT_AUTH_PARAMETER_${id}_${environmentName(name)}`] = value;
  }
  if (id === SYSTEM_CONNECTION) return env;
  env[`ENDPOINT_DATA_${id}`] = JSON.stringify(data ?? {});
  for (const [name, value] of Object.entries(data ?? {})) {
    env[`ENDPOINT_DATA_${id}_${environmentName(name)}`] = value;
  }
  return env;
}

export function secureFileEnvironment(file: AzureSecureFile): Record<string, string> {
  return {
    [`SECUREFILE_NAME_${file.id}`]: file.name,
    [`SECUREFILE_TICKET_${file.id}`]: file.ticket,
  };
}
