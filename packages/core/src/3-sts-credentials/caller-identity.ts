import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { Region } from '../1-inputs/aws/region.ts';
import type { StsEndpoint } from '../1-inputs/aws/sts-endpoint.ts';
import type { ServiceAnswer } from '../failure/step-failure.ts';
import type { SigningKeys } from '../platform/aws-client-settings.ts';
import type { OnlinePlatform } from '../platform/platform.ts';
import { callWithRetries } from '../retry/attempts.ts';
import { stsClient } from './sts-client.ts';
import { type Diagnosis, generalDiagnosis, stsRefusal } from './sts-failure.ts';

/** Who STS says that credentials belong to. */
export interface CallerIdentity {
  readonly account: string;
  readonly arn: string;
  readonly userId: string;
}

/**
 * Asks STS whose credentials these are, which needs no permission.
 *
 * @throws StepFailure `EAC_STS_…`
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 */
export async function callerIdentity(
  keys: SigningKeys,
  region: Region,
  endpoint: StsEndpoint,
  platform: OnlinePlatform,
): Promise<CallerIdentity> {
  const client = stsClient(region, endpoint, platform, keys);
  const send = () =>
    client.send(new GetCallerIdentityCommand({})).catch((error: unknown) => {
      throw stsRefusal(error, platform.clock.now(), diagnose);
    });
  const { Account, Arn, UserId } = await callWithRetries('asking STS who this is', send, platform);
  return { account: Account ?? '', arn: Arn ?? '', userId: UserId ?? '' };
}

function diagnose(said: ServiceAnswer, clock: string): Diagnosis {
  switch (said.code) {
    case 'ExpiredToken':
    case 'ExpiredTokenException':
      return {
        code: 'EAC_STS_TOKEN_REFUSED',
        message: `The credentials that are in force here have expired. ${clock}`,
        hint: 'Get new ones, or take the old ones out of the environment or profile that they are in.',
      };
    case 'InvalidClientTokenId':
    case 'SignatureDoesNotMatch':
      return {
        code: 'EAC_STS_REFUSED',
        message: `STS does not know the credentials that are in force here. ${clock}`,
        hint: 'They are deleted, cut off, or of another partition than the region.',
      };
    default:
      return generalDiagnosis(said);
  }
}
