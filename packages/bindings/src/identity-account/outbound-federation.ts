import { GetOutboundWebIdentityFederationInfoCommand } from '@aws-sdk/client-iam';
import type { Iam } from './iam-client.ts';

/**
 * The issuer of the tokens that roles of the account show outside of AWS.
 *
 * @returns undefined where that is not enabled
 * @throws StepFailure `EAC_IAM_…`
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetOutboundWebIdentityFederationInfo.html
 */
export async function outboundIssuer(iam: Iam): Promise<string | undefined> {
  const info = await iam.send({
    asking: 'Looking whether outbound identity federation is enabled',
    action: 'iam:GetOutboundWebIdentityFederationInfo',
    call: (client) => client.send(new GetOutboundWebIdentityFederationInfoCommand({})),
    accepted: ['FeatureDisabled'],
  });
  return info?.JwtVendingEnabled === false ? undefined : info?.IssuerIdentifier;
}
