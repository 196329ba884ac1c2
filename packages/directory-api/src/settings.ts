import { parseTenantGuid, type TenantGuid } from '@entra-aws-creds/bindings';
import {
  type ClientId,
  InputProblem,
  type Platform,
  PUBLIC_CLOUD,
  parseAccountId,
  parseAuthorityHost,
  parseClientId,
  parseServiceAddress,
  SettingsReader,
  StepFailure,
} from '@entra-aws-creds/core/programs';

/** Where the API runs and for whom, from the application settings of its function app. */
export interface Settings {
  readonly tenant: TenantGuid;
  /** Of the app registration that stands for this API: what callers’ tokens are for. */
  readonly apiClientId: ClientId;
  readonly authorityHost: URL;
  /** Undefined: Graph of the cloud. */
  readonly graphEndpoint: URL | undefined;
  /** Of a user-assigned managed identity; undefined: the one that the function app has by itself. */
  readonly identityClientId: ClientId | undefined;
  /** `all`: whichever the caller names. */
  readonly allowedAccounts: ReadonlySet<string> | 'all';
  /** Service principals that may be disabled within an hour. */
  readonly mostRemovalsAnHour: number;
  /** The same, of all that there are. */
  readonly mostRemovalsPercent: number;
}

/** @throws StepFailure `EAC_API_SETTINGS` with everything that is wrong */
export function readSettings(environment: Platform['environment']): Settings {
  const reader = new SettingsReader(environment);
  return reader.finish<Settings>(
    {
      tenant: reader.required('AZURE_TENANT_ID', parseTenantGuid),
      apiClientId: reader.required('API_CLIENT_ID', parseClientId),
      authorityHost: reader.optional('AZURE_AUTHORITY_HOST', parseAuthorityHost, PUBLIC_CLOUD),
      graphEndpoint: reader.optional('GRAPH_ENDPOINT', parseServiceAddress, undefined),
      identityClientId: reader.optional('IDENTITY_CLIENT_ID', parseClientId, undefined),
      allowedAccounts: reader.required('ALLOWED_ACCOUNTS', parseAccounts),
      mostRemovalsAnHour: reader.optional('MOST_REMOVALS_AN_HOUR', parseCount, 10),
      mostRemovalsPercent: reader.optional('MOST_REMOVALS_PERCENT', parsePercent, 20),
    },
    (wrong) =>
      new StepFailure(
        'EAC_API_SETTINGS',
        `The settings of the function app cannot be used: ${wrong}`,
        'Set them right; the function app starts anew by itself. Until then every request is refused.',
      ),
  );
}

/** Forgetting the setting must not let every account in, so that has to be said. */
function parseAccounts(text: string): Settings['allowedAccounts'] {
  if (text === 'all') return 'all';
  const accounts = text.split(/[\s,]+/).filter((part) => part !== '');
  if (accounts.length > 0) return new Set(accounts.map(parseAccountId));
  throw new InputProblem('is empty', 'List account IDs, or write "all".');
}

function parseCount(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new InputProblem('is not a whole number from 1 on', 'Give for example 10.');
}

function parsePercent(text: string): number {
  if (/^(?:[1-9]\d?|100)$/.test(text)) return Number(text);
  throw new InputProblem('is not a whole number from 1 to 100', 'Give for example 20.');
}
