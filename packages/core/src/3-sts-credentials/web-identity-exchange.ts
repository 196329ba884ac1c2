import { AssumeRoleWithWebIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { Region } from '../1-inputs/region.ts';
import type { RoleArn } from '../1-inputs/role-arn.ts';
import type { SessionDuration } from '../1-inputs/session-duration.ts';
import type { SessionName } from '../1-inputs/session-name.ts';
import type { StsEndpoint } from '../1-inputs/sts-endpoint.ts';
import type { AccessToken } from '../2-entra-token/access-token.ts';
import { webIdentityOf } from '../2-entra-token/web-identity.ts';
import type { Platform } from '../platform/platform.ts';
import { parseSessionCredentials, type SessionCredentials } from './session-credentials.ts';
import { stsAnswerFailure } from './sts-failure.ts';
import { StsRequestHandler } from './sts-request-handler.ts';

/** Which role to take on, where and for how long. */
export interface WebIdentityExchange {
  readonly region: Region;
  readonly stsEndpoint: StsEndpoint;
  readonly role: RoleArn;
  readonly sessionName: SessionName;
  readonly duration: SessionDuration;
}

/**
 * Exchanges an Entra access token for credentials of a role: `AssumeRoleWithWebIdentity`,
 * unsigned, in exactly one request.
 *
 * @throws StepFailure `EAC_STS_…`
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
 */
export async function assumeRoleWithWebIdentity(
  token: AccessToken,
  exchange: WebIdentityExchange,
  { network, clock }: Platform,
): Promise<SessionCredentials> {
  const { region, stsEndpoint, role, sessionName, duration } = exchange;
  const client = stsClient(region, stsEndpoint, new StsRequestHandler(network, stsEndpoint.url));
  const command = new AssumeRoleWithWebIdentityCommand({
    RoleArn: role.text,
    RoleSessionName: sessionName,
    DurationSeconds: duration,
    WebIdentityToken: token.jwt.reveal(),
  });
  const answer = await client.send(command).catch((error: unknown) => {
    throw stsAnswerFailure(error, {
      role,
      region: region.name,
      durationSeconds: duration,
      ...webIdentityOf(token.claims),
    });
  });
  return parseSessionCredentials(answer, clock.now());
}

/** Everything that the SDK would else look up in variables and files that an earlier step may have left. */
function stsClient(region: Region, { url }: StsEndpoint, requestHandler: StsRequestHandler) {
  return new STSClient({
    region: region.name,
    endpoint: url.href,
    requestHandler,
    maxAttempts: 1,
    retryMode: 'standard',
    useFipsEndpoint: false,
    useDualstackEndpoint: false,
    defaultsMode: 'standard',
    userAgentAppId: 'entra-aws-creds',
    authSchemePreference: [],
    sigv4aSigningRegionSet: [],
    streamCollector: async (body: Uint8Array) => body,
    credentials: () => Promise.reject(new Error('AssumeRoleWithWebIdentity is not signed')),
  });
}
