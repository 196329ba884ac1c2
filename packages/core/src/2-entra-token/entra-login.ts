import type { ConfidentialClientApplication, NodeAuthOptions } from '@azure/msal-node';
import { type Audience, scopeFor } from '../1-inputs/entra/audience.ts';
import type { CertificateCredential } from '../1-inputs/entra/entra-credential.ts';
import type { EntraIdentity } from '../1-inputs/entra/entra-identity.ts';
import { isGuid } from '../1-inputs/entra/tenant-id.ts';
import type { OnlinePlatform } from '../platform/platform.ts';
import { callPatiently } from '../retry/attempts.ts';
import { type AccessToken, checkAccessToken, parseAccessToken } from './access-token.ts';
import { federationFailure } from './federation-failure.ts';
import { requestOidcToken } from './oidc-token-request.ts';
import { TokenEndpoint } from './token-endpoint.ts';

/** Who logs in where, and for which audience. */
export interface EntraLogin extends EntraIdentity {
  readonly audience: Audience;
}

/**
 * Logs in as a service principal (client credentials grant). With a certificate, the client
 * assertion is signed here (PS256), and one request is all; a federated credential is asked of the
 * CI system first, anew for each attempt. `seeSecret` is told of the assertion before it is sent
 * and of the token before it is used.
 *
 * @throws StepFailure `EAC_ENTRA_…`, `EAC_TOKEN_…`, `EAC_OIDC_…`
 * @see https://learn.microsoft.com/entra/identity-platform/certificate-credentials
 * @see https://learn.microsoft.com/entra/workload-id/workload-identity-federation
 */
export async function logInToEntra(
  login: EntraLogin,
  platform: OnlinePlatform,
  seeSecret: (text: string) => void,
): Promise<AccessToken> {
  // MSAL answers from memory after a 429 and sends the same assertion again, so each attempt has a client of its own.
  return callPatiently(
    'the login to Entra',
    () => attemptLogin(login, platform, seeSecret),
    platform,
  );
}

async function attemptLogin(
  login: EntraLogin,
  platform: OnlinePlatform,
  seeSecret: (text: string) => void,
): Promise<AccessToken> {
  const { credential } = login;
  if (credential.kind === 'certificate') {
    return loginWith(certificateProof(credential, login), login, platform, seeSecret);
  }
  const token = await requestOidcToken(credential, platform, seeSecret);
  const proof = { clientAssertion: token.jwt.reveal() };
  return loginWith(proof, login, platform, seeSecret).catch((failure: unknown) => {
    throw federationFailure(failure, token, credential.name);
  });
}

/** What MSAL is given to prove who the application is. */
type Proof = Pick<NodeAuthOptions, 'clientCertificate' | 'clientAssertion'>;

function certificateProof(
  { certificate }: CertificateCredential,
  { sendCertificateChain }: EntraLogin,
): Proof {
  return {
    clientCertificate: {
      thumbprintSha256: certificate.thumbprintSha256,
      privateKey: certificate.privateKey.reveal(),
      ...(sendCertificateChain ? { x5c: certificate.chain } : {}),
    },
  };
}

async function loginWith(
  proof: Proof,
  login: EntraLogin,
  platform: OnlinePlatform,
  seeSecret: (text: string) => void,
): Promise<AccessToken> {
  const endpoint = new TokenEndpoint(login, platform, seeSecret);
  const client = await confidentialClient(proof, login, endpoint);
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
  const tenant = { id: login.tenant, isGuid: isGuid(login.tenant) };
  checkAccessToken(token, tenant, platform.clock.now(), endpoint.answered);
  return token;
}

/** Loads MSAL when it is first asked for: connections are under way by then. */
async function confidentialClient(
  proof: Proof,
  { tenant, clientId, authorityHost }: EntraLogin,
  networkClient: TokenEndpoint,
): Promise<ConfidentialClientApplication> {
  const { ConfidentialClientApplication, LogLevel } = await import('@azure/msal-node');
  const authority = `${authorityHost.origin}/${tenant}`;
  return new ConfidentialClientApplication({
    auth: {
      clientId,
      authority,
      ...proof,
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
