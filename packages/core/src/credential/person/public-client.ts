import type { AuthenticationResult, PublicClientApplication } from '@azure/msal-node';
import type { EntraApplication } from '../../1-inputs/entra/entra-application.ts';
import type { SignInEndpoint } from './sign-in-endpoint.ts';

/** MSAL asks for `openid`, `profile` and `offline_access` by itself; nothing else is needed. */
export const NO_MORE_SCOPES: string[] = [];

/** MSAL's application without a secret, with nothing in its memory. Loaded when somebody logs in. */
export async function publicClient(
  { tenant, clientId, authorityHost }: EntraApplication,
  networkClient: SignInEndpoint,
): Promise<PublicClientApplication> {
  const { LogLevel, PublicClientApplication } = await import('@azure/msal-node');
  const authority = `${authorityHost.origin}/${tenant}`;
  return new PublicClientApplication({
    auth: {
      clientId,
      authority,
      // Without these two, MSAL asks a public host about an authority that it does not know by heart.
      knownAuthorities: [authorityHost.host],
      authorityMetadata: JSON.stringify({
        authorization_endpoint: `${authority}/oauth2/v2.0/authorize`,
        token_endpoint: `${authority}/oauth2/v2.0/token`,
        issuer: `${authority}/v2.0`,
        jwks_uri: `${authority}/discovery/v2.0/keys`,
      }),
    },
    system: {
      networkClient,
      loggerOptions: {
        logLevel: LogLevel.Error,
        piiLoggingEnabled: false,
        loggerCallback: () => {},
      },
    },
  });
}

/** @throws what the endpoint found, where MSAL only says that something failed */
export async function asked(
  endpoint: SignInEndpoint,
  request: Promise<AuthenticationResult | null>,
): Promise<AuthenticationResult> {
  const result = await request.catch((error: unknown) => {
    throw endpoint.failure ?? error;
  });
  if (result === null) throw new Error('MSAL gave neither a result nor a reason');
  return result;
}
