import type { Region } from '../1-inputs/aws/region.ts';
import type { StsEndpoint } from '../1-inputs/aws/sts-endpoint.ts';
import { parseAudience } from '../1-inputs/entra/audience.ts';
import { tokenExchangeAudience } from '../1-inputs/entra/authority-host.ts';
import type { EntraApplication } from '../1-inputs/entra/entra-application.ts';
import type { AccessToken } from '../2-entra-token/access-token.ts';
import { awsIdentityToken } from '../3-sts-credentials/identity-token.ts';
import { federatedCredential } from '../credential/federated/federated-credential.ts';
import type { SigningKeys } from '../platform/aws-client-settings.ts';
import type { OnlinePlatform } from '../platform/platform.ts';
import { callWithRetries } from '../retry/attempts.ts';

/** Whose token stands for the application's own proof, and where it is had. */
export interface AwsIdentity {
  readonly keys: SigningKeys;
  readonly region: Region;
  readonly endpoint: StsEndpoint;
}

/**
 * Logs in to Entra as an application that trusts a role of AWS by a federated credential: nothing is stored
 * on either side.
 *
 * @param resource what the token is for
 * @throws StepFailure `EAC_STS_…`, `EAC_OIDC_…`, `EAC_ENTRA_…`
 */
export async function logInAsAwsRole(
  application: EntraApplication,
  resource: string,
  { keys, region, endpoint }: AwsIdentity,
  platform: OnlinePlatform,
): Promise<AccessToken> {
  const audience = tokenExchangeAudience(application.authorityHost);
  const { logIn } = federatedCredential(application, {
    inWords: "the AWS role's own token",
    from: endpoint.url.host,
    mismatchHint:
      'The application needs a federated credential with the issuer of the account (aws iam get-outbound-web-identity-federation-info), the ARN of the role as its subject, letter by letter, and this audience.',
    spentHint: 'STS issued a token that was old already.',
    renewal: { inWords: '', inputs: {}, jobIdentity: {} },
    token: (online) => awsIdentityToken(audience, keys, region, endpoint, online),
  });
  return callWithRetries(
    'logging in to Entra',
    () => logIn(parseAudience(resource), platform),
    platform,
  );
}
