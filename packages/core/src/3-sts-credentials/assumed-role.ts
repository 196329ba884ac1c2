import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import type { Region } from '../1-inputs/aws/region.ts';
import type { RoleArn } from '../1-inputs/aws/role-arn.ts';
import type { StsEndpoint } from '../1-inputs/aws/sts-endpoint.ts';
import type { ServiceAnswer } from '../failure/step-failure.ts';
import type { SigningKeys } from '../platform/aws-client-settings.ts';
import type { OnlinePlatform } from '../platform/platform.ts';
import { callWithRetries } from '../retry/attempts.ts';
import { parseSessionCredentials, type SessionCredentials } from './session-credentials.ts';
import { stsClient } from './sts-client.ts';
import { type Diagnosis, generalDiagnosis, stsRefusal } from './sts-failure.ts';

/** A session of a role that trusts whoever `keys` belong to. */
interface AssumedRole {
  readonly role: RoleArn;
  /** 2 to 64 of `[\w+=,.@-]`. */
  readonly sessionName: string;
}

/**
 * Assumes a role with credentials that are there already: `AssumeRole`, signed, for an hour.
 *
 * @throws StepFailure `EAC_STS_…`
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export async function assumeRole(
  { role, sessionName }: AssumedRole,
  keys: SigningKeys,
  region: Region,
  endpoint: StsEndpoint,
  platform: OnlinePlatform,
): Promise<SessionCredentials> {
  const client = stsClient(region, endpoint, platform, keys);
  const command = new AssumeRoleCommand({ RoleArn: role.text, RoleSessionName: sessionName });
  const send = () =>
    client.send(command).catch((error: unknown) => {
      throw stsRefusal(error, platform.clock.now(), (said) => diagnose(said, role));
    });
  const answer = await callWithRetries(`assuming ${role.text}`, send, platform);
  return parseSessionCredentials(answer, endpoint, platform.clock.now());
}

function diagnose(said: ServiceAnswer, { text }: RoleArn): Diagnosis {
  if (said.code !== 'AccessDenied') return generalDiagnosis(said);
  return {
    code: 'EAC_STS_ACCESS_DENIED',
    message: `${text} cannot be assumed.`,
    hint: 'Either there is no such role, its trust policy does not name the caller, or a policy of the organization denies it.',
  };
}
