import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import type { RoleArn } from '../1-inputs/aws/role-arn.ts';
import { LONGEST_CHAINED_SESSION_SECONDS } from '../1-inputs/aws/role-chain.ts';
import type { SessionPolicy } from '../1-inputs/aws/session-policy.ts';
import type { SessionTags } from '../1-inputs/aws/session-tags.ts';
import type { OnlinePlatform } from '../platform/platform.ts';
import { callWithRetries } from '../retry/attempts.ts';
import { chainedRoleFailure } from './chained-role-failure.ts';
import { parseSessionCredentials, type SessionCredentials } from './session-credentials.ts';
import { sessionPolicyParameters } from './session-policy-parameters.ts';
import { stsClient } from './sts-client.ts';
import { assuming, type WebIdentityExchange } from './web-identity-exchange.ts';

/** The next link of a chain, which is opened where and under the name that its first one was. */
interface ChainedRole
  extends Pick<
    WebIdentityExchange,
    'region' | 'stsEndpoint' | 'sessionName' | 'duration' | 'profile'
  > {
  readonly role: RoleArn;
  readonly externalId: string | undefined;
  readonly tags: SessionTags;
  /** What binds this link's session. */
  readonly sessionPolicy: SessionPolicy;
  /** Whether the credentials of the one before are bound, so that they may not be allowed this call. */
  readonly fromIsNarrowed: boolean;
}

/**
 * Assumes the next role of a chain with the credentials of the one before it: `AssumeRole`, signed.
 *
 * @throws StepFailure `EAC_STS_…`
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export async function assumeChainedRole(
  from: SessionCredentials,
  link: ChainedRole,
  platform: OnlinePlatform,
): Promise<SessionCredentials> {
  const { region, stsEndpoint, role, sessionName, duration, externalId, sessionPolicy } = link;
  const { tags, transitiveKeys } = link.tags;
  const command = new AssumeRoleCommand({
    RoleArn: role.text,
    RoleSessionName: sessionName,
    DurationSeconds: Math.min(duration, LONGEST_CHAINED_SESSION_SECONDS),
    ...sessionPolicyParameters(sessionPolicy),
    ...(externalId !== undefined && { ExternalId: externalId }),
    ...(tags.length > 0 && { Tags: tags.map(({ key, value }) => ({ Key: key, Value: value })) }),
    ...(transitiveKeys.length > 0 && { TransitiveTagKeys: [...transitiveKeys] }),
  });
  const asked = {
    from: from.assumedRoleArn ?? 'the role before it',
    role,
    region: region.name,
    externalId,
    tagged: tags.length > 0,
    fromIsNarrowed: link.fromIsNarrowed,
  };
  const client = stsClient(region, stsEndpoint, platform, from);
  const send = () =>
    client.send(command).catch((error: unknown) => {
      throw chainedRoleFailure(error, { ...asked, now: platform.clock.now() });
    });
  const answer = await callWithRetries(assuming(link), send, platform);
  return parseSessionCredentials(answer, stsEndpoint, platform.clock.now());
}
