import { GetWebIdentityTokenCommand } from '@aws-sdk/client-sts';
import type { Region } from '../1-inputs/aws/region.ts';
import type { StsEndpoint } from '../1-inputs/aws/sts-endpoint.ts';
import { type OidcToken, parseOidcToken } from '../credential/federated/oidc-token.ts';
import { type ServiceAnswer, StepFailure } from '../failure/step-failure.ts';
import type { SigningKeys } from '../platform/aws-client-settings.ts';
import type { OnlinePlatform } from '../platform/platform.ts';
import { callWithRetries } from '../retry/attempts.ts';
import { stsClient } from './sts-client.ts';
import { type Diagnosis, generalDiagnosis, stsRefusal } from './sts-failure.ts';

const SECONDS = 300;

/**
 * A token by which the caller's role proves itself outside of AWS, signed by AWS (RS256: Entra takes no
 * other for sure).
 *
 * @param region of a regional endpoint: the global one issues none
 * @throws StepFailure `EAC_STS_…`, `EAC_OIDC_…`
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_GetWebIdentityToken.html
 * @see https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations
 */
export async function awsIdentityToken(
  audience: string,
  keys: SigningKeys,
  region: Region,
  endpoint: StsEndpoint,
  platform: OnlinePlatform,
): Promise<OidcToken> {
  const client = stsClient(region, endpoint, platform, keys);
  const command = new GetWebIdentityTokenCommand({
    Audience: [audience],
    SigningAlgorithm: 'RS256',
    DurationSeconds: SECONDS,
  });
  const send = () =>
    client.send(command).catch((error: unknown) => {
      throw stsRefusal(error, platform.clock.now(), diagnose);
    });
  const { WebIdentityToken: text = '' } = await callWithRetries(
    "asking STS for the role's own token",
    send,
    platform,
  );
  if (text !== '') platform.maskSecret(text);
  const token = parseOidcToken(text);
  if (token !== undefined) return token;
  throw new StepFailure(
    'EAC_STS_ANSWER',
    'STS issued no token that can be read.',
    'This is not how STS answers: check "sts-endpoint" and any proxy on the way.',
  );
}

function diagnose(said: ServiceAnswer): Diagnosis {
  if (said.code?.startsWith('OutboundWebIdentityFederationDisabled')) {
    return {
      code: 'EAC_OIDC_UNAVAILABLE',
      message: 'The account issues no tokens for use outside of AWS.',
      hint: 'Enable it once: aws iam enable-outbound-web-identity-federation. Its answer has the issuer for the federated credential in Entra.',
    };
  }
  if (said.code === 'AccessDenied') {
    return {
      code: 'EAC_OIDC_REFUSED',
      message: 'The role may not ask for a token of its own.',
      hint: 'Allow it sts:GetWebIdentityToken for this audience, with RS256 and 300 seconds.',
    };
  }
  return generalDiagnosis(said);
}
