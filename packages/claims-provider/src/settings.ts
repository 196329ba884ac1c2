import { isAbsolute, join } from 'node:path';
import {
  type ClientId,
  InputProblem,
  isGuid,
  isRight,
  type Platform,
  PUBLIC_CLOUD,
  parseAuthorityHost,
  parseClientId,
  parseServiceAddress,
  SettingsReader,
} from '@entra-aws-creds/core/azure';

/** Where this runs and for whom, from the application settings of the function app. */
export interface Settings {
  readonly tenantId: string;
  /** Of the app registration that stands for this API: what Entra's tokens are for. */
  readonly apiClientId: ClientId;
  /** The host that Entra calls, which is part of the API's App ID URI. */
  readonly hostName: string;
  readonly authorityHost: URL;
  readonly graph: URL;
  /** What tokens for Graph are asked for, wherever it is reached. */
  readonly graphAudience: string;
  /** Of a user-assigned managed identity; undefined: the one that the function app has by itself. */
  readonly identityClientId: ClientId | undefined;
  readonly rulesFile: string;
}

/** Settings that cannot be used, with everything that is wrong with them. */
export class SettingsProblem extends Error {
  override readonly name = 'SettingsProblem';
}

/**
 * Graph by where Entra is asked for tokens; tenants for customers have a host of their own, and the Graph of all.
 *
 * @see https://learn.microsoft.com/graph/deployments#microsoft-graph-and-graph-explorer-service-root-endpoints
 */
const GRAPHS: Readonly<Record<string, string>> = {
  'https://login.microsoftonline.us': 'https://graph.microsoft.us',
};
const PUBLIC_GRAPH = 'https://graph.microsoft.com';
/** @throws SettingsProblem with everything that is wrong */
export function readSettings(environment: Platform['environment']): Settings {
  const reader = new SettingsReader(environment);
  const authorityHost = reader.optional('AZURE_AUTHORITY_HOST', parseAuthorityHost, PUBLIC_CLOUD);
  const graphAudience = GRAPHS[isRight(authorityHost) ? authorityHost.origin : ''] ?? PUBLIC_GRAPH;
  const usualGraph = new URL(graphAudience);
  return reader.finish<Settings>(
    {
      tenantId: reader.required('AZURE_TENANT_ID', parseTenantGuid),
      apiClientId: reader.required('API_CLIENT_ID', parseClientId),
      hostName: reader.required('WEBSITE_HOSTNAME', parseHostName),
      authorityHost,
      graph: reader.optional('GRAPH_ENDPOINT', parseServiceAddress, usualGraph),
      graphAudience,
      identityClientId: reader.optional('IDENTITY_CLIENT_ID', parseClientId, undefined),
      rulesFile: besideFunctions(
        reader.text('RULES_FILE') || 'rules.json',
        reader.text('AzureWebJobsScriptRoot'),
      ),
    },
    (wrong) => new SettingsProblem(wrong),
  );
}

/** Azure says where it has unpacked the function app, and not which folder it starts in. */
function besideFunctions(file: string, folder: string): string {
  return folder === '' || isAbsolute(file) ? file : join(folder, file);
}

/** Tokens name the tenant by its GUID alone. */
function parseTenantGuid(text: string): string {
  const id = text.toLowerCase();
  if (isGuid(id)) return id;
  throw new InputProblem('is not a GUID', 'Give the Directory (tenant) ID.');
}

function parseHostName(text: string): string {
  if (/^[a-z0-9.-]{1,253}(:\d{1,5})?$/i.test(text)) return text.toLowerCase();
  throw new InputProblem('is not a host name', 'Azure sets it.');
}
