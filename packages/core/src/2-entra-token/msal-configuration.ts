import type {
  INetworkModule,
  LogLevel,
  NodeAuthOptions,
  NodeSystemOptions,
} from '@azure/msal-node';
import type { EntraApplication } from '../1-inputs/entra/entra-application.ts';

/** What MSAL is told of an application, whoever logs in as it. */
interface MsalConfiguration {
  readonly auth: NodeAuthOptions;
  readonly system: NodeSystemOptions;
}

/**
 * Makes MSAL ask nobody but `application`'s own authority, by `networkClient`, and say nothing.
 *
 * @param logLevel the least that MSAL has
 */
export function msalConfiguration(
  { tenant, clientId, authorityHost }: EntraApplication,
  networkClient: INetworkModule,
  logLevel: LogLevel,
): MsalConfiguration {
  const authority = `${authorityHost.origin}/${tenant}`;
  return {
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
      loggerOptions: { logLevel, piiLoggingEnabled: false, loggerCallback: () => {} },
    },
  };
}
