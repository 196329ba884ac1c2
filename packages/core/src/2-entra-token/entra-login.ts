import type { Audience } from '../1-inputs/entra/audience.ts';
import type { EntraCredential } from '../credential/entra-credential.ts';
import type { OnlinePlatform } from '../platform/platform.ts';
import { callWithRetries } from '../retry/attempts.ts';
import type { AccessToken } from './access-token.ts';

/** What proves who logs in, and for which audience. */
interface EntraLogin {
  readonly credential: EntraCredential;
  readonly audience: Audience;
}

/**
 * Logs in to Entra, as often as it takes.
 *
 * @throws StepFailure `EAC_ENTRA_…`, `EAC_TOKEN_…`, `EAC_OIDC_…`, `EAC_MANAGED_IDENTITY_…`
 */
export async function logInToEntra(
  { credential, audience }: EntraLogin,
  platform: OnlinePlatform,
): Promise<AccessToken> {
  return callWithRetries(
    'the login to Entra',
    () => credential.logIn(audience, platform),
    platform,
  );
}
