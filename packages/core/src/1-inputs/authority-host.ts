import { Unacceptable } from './unacceptable.ts';

declare const brand: unique symbol;

/** Where Entra is asked for tokens: an https origin without a path. */
export type AuthorityHost = URL & { readonly [brand]: 'AuthorityHost' };

/** @see https://learn.microsoft.com/entra/identity-platform/authentication-national-cloud */
const CLOUDS: Readonly<Record<string, string>> = {
  azurecloud: 'https://login.microsoftonline.com',
  azureusgovernment: 'https://login.microsoftonline.us',
  azurechinacloud: 'https://login.partner.microsoftonline.cn',
};

export const PUBLIC_CLOUD = parseAuthorityHost('AzureCloud');

/** @throws Unacceptable unless `text` is a cloud's name or an https URL that is only an origin */
export function parseAuthorityHost(text: string): AuthorityHost {
  const named = CLOUDS[text.toLowerCase()];
  const candidate = named ?? text;
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
  throw new Unacceptable(
    // A URL may carry a password in front of its host, so a wrong one is not repeated.
    'is neither an https URL of a host alone nor the name of a cloud',
    'Give for example https://login.microsoftonline.com, without tenant or path, or one of AzureCloud, AzureUSGovernment, AzureChinaCloud.',
  );
}
