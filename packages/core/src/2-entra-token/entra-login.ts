import { ConfidentialClientApplication, LogLevel } from '@azure/msal-node';
import { type Audience, scopeFor } from '../1-inputs/audience.ts';
import type { AuthorityHost } from '../1-inputs/authority-host.ts';
import type { ClientCertificate } from '../1-inputs/client-certificate.ts';
import { type ClientId, isGuid, type TenantId } from '../1-inputs/tenant-id.ts';
import type { Platform } from '../platform/platform.ts';
import { type AccessToken, checkAccessToken, parseAccessToken } from './access-token.ts';
import { TokenEndpoint } from './token-endpoint.ts';

/** Who logs in where, and for which audience. */
export interface EntraLogin {
  readonly tenant: TenantId;
  readonly clientId: ClientId;
  readonly certificate: ClientCertificate;
  readonly audience: Audience;
  readonly authorityHost: AuthorityHost;
}

/**
 * Logs in as a service principal with a certificate (client credentials grant, client assertion
 * signed with PS256) in exactly one request. `seeSecret` is told of the assertion before it is
 * sent and of the token before it is used.
 *
 * @throws StepFailure `EAC_ENTRA_…`, `EAC_TOKEN_…`
 * @see https://learn.microsoft.com/entra/identity-platform/certificate-credentials
 */
export async function logInToEntra(
  login: EntraLogin,
  { network, clock }: Platform,
  seeSecret: (text: string) => void,
): Promise<AccessToken> {
  const endpoint = new TokenEndpoint(network, seeSecret);
  const client = confidentialClient(login, endpoint);
  const result = await client
    .acquireTokenByClientCredential({
      scopes: [scopeFor(login.audience)],
      // Else MSAL_FORCE_REGION, set by whomever, would send the assertion to another host.
      azureRegion: 'DisableMsalForceRegion',
    })
    .catch((error: unknown) => {
      throw endpoint.failure ?? error;
    });
  const text = result?.accessToken ?? '';
  seeSecret(text);
  const token = parseAccessToken(text);
  checkAccessToken(token, { id: login.tenant, isGuid: isGuid(login.tenant) }, clock.now());
  return token;
}

function confidentialClient(
  { tenant, clientId, certificate, authorityHost }: EntraLogin,
  networkClient: TokenEndpoint,
): ConfidentialClientApplication {
  const authority = `${authorityHost.origin}/${tenant}`;
  return new ConfidentialClientApplication({
    auth: {
      clientId,
      authority,
      clientCertificate: {
        thumbprintSha256: certificate.thumbprintSha256,
        privateKey: certificate.privateKey.reveal(),
      },
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
