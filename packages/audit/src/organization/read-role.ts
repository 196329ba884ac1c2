import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import {
  callWithRetries,
  generalDiagnosis,
  type OnlinePlatform,
  parseSessionCredentials,
  type Region,
  type SigningKeys,
  type StsEndpoint,
  stsClient,
  stsRefusal,
} from '@entra-aws-creds/core/services';

const SESSION_NAME = 'entra-aws-creds-audit';
const SESSION_SECONDS = 3600;

/** Where STS is asked. */
interface StsAddress {
  readonly region: Region;
  readonly endpoint: StsEndpoint;
}

/**
 * Credentials of the role that reads one account.
 *
 * @throws StepFailure `EAC_AUDIT_ROLE_DENIED`, `EAC_STS_…`
 */
export async function assumeReadRole(
  roleArn: string,
  { region, endpoint }: StsAddress,
  keys: SigningKeys,
  online: OnlinePlatform,
): Promise<SigningKeys> {
  const client = stsClient(region, endpoint, online, keys);
  const command = new AssumeRoleCommand({
    RoleArn: roleArn,
    RoleSessionName: SESSION_NAME,
    DurationSeconds: SESSION_SECONDS,
  });
  const send = () =>
    client.send(command).catch((error: unknown) => {
      throw stsRefusal(error, online.clock.now(), (said) => {
        if (said.code !== 'AccessDenied') return generalDiagnosis(said);
        return {
          code: 'EAC_AUDIT_ROLE_DENIED',
          message: `The role ${roleArn} does not exist, or may not be assumed with these AWS credentials.`,
          hint: 'The account needs that role, its trust policy must admit who asks, and the credentials need sts:AssumeRole on it.',
        };
      });
    });
  const answer = await callWithRetries(`assuming ${roleArn}`, send, online);
  return parseSessionCredentials(answer, endpoint, online.clock.now());
}
