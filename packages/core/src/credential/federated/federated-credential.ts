import type { EntraApplication } from '../../1-inputs/entra/entra-application.ts';
import { logInAsConfidentialClient } from '../../2-entra-token/confidential-login.ts';
import type { OnlinePlatform } from '../../platform/platform.ts';
import type { CredentialRenewal, EntraCredential } from '../entra-credential.ts';
import { federationFailure } from './federation-failure.ts';
import type { OidcToken } from './oidc-token.ts';

/** Whose OIDC token it is, how it is had, and what to do when it is not accepted. */
export interface FederatedSource {
  /** As it stands within a sentence. */
  readonly inWords: string;
  /** Where it comes from, to end that sentence. */
  readonly from: string;
  /** When the application has no federated credential that is equal to it. */
  readonly mismatchHint: string;
  /** When it is outside its validity period although the clock is right; ends a sentence. */
  readonly spentHint: string;
  readonly renewal: CredentialRenewal;
  /** A token for one login, masked already. @throws StepFailure `EAC_OIDC_…`, `EAC_PROXY…` */
  token(platform: OnlinePlatform): Promise<OidcToken>;
}

/** Another issuer's token, which the application trusts by a federated credential. */
export function federatedCredential(
  application: EntraApplication,
  source: FederatedSource,
): EntraCredential {
  const { inWords, from, mismatchHint, spentHint, renewal } = source;
  return {
    inWords: `${inWords} from ${from}`,
    rows: [['Logged in with', inWords]],
    renewal: () => renewal,
    warnings: () => [],
    logIn: async (audience, platform) => {
      const token = await source.token(platform);
      return logInAsConfidentialClient(
        { clientAssertion: token.jwt.reveal() },
        {
          ...application,
          audience,
          proof: { description: undefined, clockHint: `if it is right, ${spentHint}` },
        },
        platform,
      ).catch((failure: unknown) => {
        throw federationFailure(failure, token, mismatchHint);
      });
    },
  };
}
