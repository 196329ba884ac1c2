import type { ConfidentialClientApplication, NodeAuthOptions } from '@azure/msal-node';
import { type Audience, scopeFor } from '../1-inputs/entra/audience.ts';
import type { EntraApplication } from '../1-inputs/entra/entra-application.ts';
import { isGuid } from '../1-inputs/entra/tenant-id.ts';
import { seeToConnections } from '../platform/event-loop.ts';
import type { OnlinePlatform } from '../platform/platform.ts';
import type { ProofInWords } from './aadsts.ts';
import { type AccessToken, checkAccessToken, parseAccessToken } from './access-token.ts';
import { msalConfiguration } from './msal-configuration.ts';
import { TokenEndpoint } from './token-endpoint.ts';

/** What MSAL is given to prove who the application is. */
type ClientProof = Pick<NodeAuthOptions, 'clientCertificate' | 'clientAssertion'>;

/** Who logs in where, and for which audience. */
interface ProvenLogin extends EntraApplication {
  readonly audience: Audience;
  readonly proof: ProofInWords;
}

/**
 * One login as a service principal (client credentials grant): one request. A client assertion that is
 * made of a certificate is signed here (PS256).
 *
 * @throws StepFailure `EAC_ENTRA_…`, `EAC_TOKEN_…`
 * @see https://learn.microsoft.com/entra/identity-platform/certificate-credentials
 * @see https://learn.microsoft.com/entra/workload-id/workload-identity-federation
 */
export async function logInAsConfidentialClient(
  proof: ClientProof,
  login: ProvenLogin,
  platform: OnlinePlatform,
): Promise<AccessToken> {
  // MSAL answers from memory after a 429 and sends the same assertion again, so each attempt has a client of its own.
  const endpoint = new TokenEndpoint(login, platform);
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
  platform.maskSecret(text);
  const token = parseAccessToken(text);
  const tenant = { id: login.tenant, isGuid: isGuid(login.tenant) };
  checkAccessToken(token, tenant, platform.clock.now(), endpoint.answered);
  return token;
}

/** Loads MSAL when it is first asked for: connections are under way by then. */
async function confidentialClient(
  proof: ClientProof,
  login: ProvenLogin,
  networkClient: TokenEndpoint,
): Promise<ConfidentialClientApplication> {
  const { ConfidentialClientApplication, LogLevel } = await import('@azure/msal-node');
  await seeToConnections();
  const { auth, system } = msalConfiguration(login, networkClient, LogLevel.Error);
  return new ConfidentialClientApplication({ auth: { ...auth, ...proof }, system });
}
