import type { Platform } from '../../platform/platform.ts';
import { InputProblem } from '../input-problem.ts';
import type { InputReader, OrWrong } from '../input-reader.ts';

declare const brand: unique symbol;

/** Where Entra is asked for tokens: an https origin without a path. */
export type AuthorityHost = URL & { readonly [brand]: 'AuthorityHost' };

interface Cloud {
  /** @see https://learn.microsoft.com/entra/identity-platform/authentication-national-cloud */
  readonly authority: string;
  /**
   * What a token from elsewhere must be addressed to.
   *
   * @see https://learn.microsoft.com/entra/workload-id/workload-identity-federation-config-app-trust-managed-identity
   */
  readonly tokenExchangeAudience: string;
}

const AZURE_CLOUD: Cloud = {
  authority: 'https://login.microsoftonline.com',
  tokenExchangeAudience: 'api://AzureADTokenExchange',
};

const CLOUDS: Readonly<Record<string, Cloud>> = {
  azurecloud: AZURE_CLOUD,
  azureusgovernment: {
    authority: 'https://login.microsoftonline.us',
    tokenExchangeAudience: 'api://AzureADTokenExchangeUSGov',
  },
  azurechinacloud: {
    authority: 'https://login.partner.microsoftonline.cn',
    tokenExchangeAudience: 'api://AzureADTokenExchangeChina',
  },
};

export const PUBLIC_CLOUD = parseAuthorityHost('AzureCloud');

/**
 * The input, else the cloud of the service connection, else the variable of the Azure SDKs.
 *
 * @param connectedCloud name of a cloud that is known, if a service connection has one
 */
export function readAuthorityHost(
  reader: InputReader,
  connectedCloud: string | undefined,
  { environment }: Pick<Platform, 'environment'>,
): OrWrong<AuthorityHost> {
  if (reader.has('authority-host')) {
    return reader.optional('authority-host', parseAuthorityHost, PUBLIC_CLOUD);
  }
  if (connectedCloud !== undefined) return parseAuthorityHost(connectedCloud);
  const fromEnvironment = environment['AZURE_AUTHORITY_HOST'] ?? '';
  if (fromEnvironment === '') return PUBLIC_CLOUD;
  return reader.parseFrom('The variable AZURE_AUTHORITY_HOST', fromEnvironment, parseAuthorityHost);
}

/** @throws InputProblem unless `text` is a cloud's name or an https URL that is only an origin */
export function parseAuthorityHost(text: string): AuthorityHost {
  const candidate = cloudNamed(text)?.authority ?? text;
  const url = URL.canParse(candidate) ? new URL(candidate) : undefined;
  if (
    url?.protocol === 'https:' &&
    url.username === '' &&
    url.password === '' &&
    url.pathname === '/' &&
    url.search === '' &&
    url.hash === ''
  ) {
    return url as AuthorityHost;
  }
  throw new InputProblem(
    // A URL may carry a password in front of its host, so a wrong one is not repeated.
    'is neither an https URL of a host alone nor the name of a cloud',
    'Give for example https://login.microsoftonline.com, without tenant or path, or one of AzureCloud, AzureUSGovernment, AzureChinaCloud.',
  );
}

/** Whether tokens are asked for where one of these clouds has them. */
export function isMicrosoftHost({ origin }: AuthorityHost): boolean {
  return Object.values(CLOUDS).some(({ authority }) => authority === origin);
}

/** Whether `name` is one of the clouds that are known by name, in any case of letters. */
export function isCloud(name: string): boolean {
  return cloudNamed(name) !== undefined;
}

/** The audience of tokens that are exchanged at this host. */
export function tokenExchangeAudience({ origin }: AuthorityHost): string {
  const cloud = Object.values(CLOUDS).find(({ authority }) => authority === origin);
  return (cloud ?? AZURE_CLOUD).tokenExchangeAudience;
}

function cloudNamed(name: string): Cloud | undefined {
  const key = name.toLowerCase();
  return Object.hasOwn(CLOUDS, key) ? CLOUDS[key] : undefined;
}
