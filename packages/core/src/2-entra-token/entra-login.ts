import type { EntraCredential, LoginRequest } from '../credential/entra-credential.ts';
import type { OnlinePlatform } from '../platform/platform.ts';
import { callPatiently } from '../retry/attempts.ts';
import type { AccessToken } from './access-token.ts';

/** Who logs in where, for which audience, and what proves it. */
export interface EntraLogin extends LoginRequest {
  readonly credential: EntraCredential;
}

/**
 * Logs in to Entra, as often as it takes. `seeSecret` is told of each proof before it is sent and of the
 * token before it is used.
 *
 * @throws StepFailure `EAC_ENTRA_…`, `EAC_TOKEN_…`, `EAC_OIDC_…`
 */
export async function logInToEntra(
  { credential, ...login }: EntraLogin,
  platform: OnlinePlatform,
  seeSecret: (text: string) => void,
): Promise<AccessToken> {
  return callPatiently(
    'the login to Entra',
    () => credential.logIn(login, platform, seeSecret),
    platform,
  );
}
