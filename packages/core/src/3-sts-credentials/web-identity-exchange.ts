import type { ProfileName } from '../1-inputs/aws/profile.ts';
import type { Region } from '../1-inputs/aws/region.ts';
import type { RoleArn } from '../1-inputs/aws/role-arn.ts';
import type { SessionDuration } from '../1-inputs/aws/session-duration.ts';
import type { SessionName } from '../1-inputs/aws/session-name.ts';
import type { SessionPolicy } from '../1-inputs/aws/session-policy.ts';
import type { StsEndpoint } from '../1-inputs/aws/sts-endpoint.ts';
import type { AccessToken } from '../2-entra-token/access-token.ts';
import { webIdentityOf } from '../2-entra-token/web-identity.ts';
import type { OnlinePlatform } from '../platform/platform.ts';
import { callWithRetries } from '../retry/attempts.ts';
import { parseSessionCredentials, type SessionCredentials } from './session-credentials.ts';
import { sessionPolicyParameters } from './session-policy-parameters.ts';
import { stsRequestHandler } from './sts-request-handler.ts';
import { webIdentityFailure } from './web-identity-failure.ts';

/** Which role to assume, where, for how long, and how much of it. */
export interface WebIdentityExchange {
  readonly region: Region;
  readonly stsEndpoint: StsEndpoint;
  readonly role: RoleArn;
  readonly sessionName: SessionName;
  readonly duration: SessionDuration;
  readonly sessionPolicy: SessionPolicy;
  /** Whose credentials they are to be, where several are asked for at once. */
  readonly profile?: ProfileName | undefined;
}

/** What is attempted, as it stands within a sentence. */
export function assuming({ role, profile }: Pick<WebIdentityExchange, 'role' | 'profile'>): string {
  return `assuming ${role}${profile === undefined ? '' : ` for the profile ${profile}`}`;
}

/** The SDK's part of the exchange: what there is to load for it is loaded by the first who asks. */
export function loadWebIdentityCall(): Promise<typeof import('./web-identity-call.ts')> {
  return import('./web-identity-call.ts');
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
  platform: OnlinePlatform,
): Promise<SessionCredentials> {
  const { region, stsEndpoint, role, sessionName, duration, sessionPolicy } = exchange;
  const { callAssumeRoleWithWebIdentity } = await loadWebIdentityCall();
  const values = {
    RoleArn: role.text,
    RoleSessionName: sessionName,
    DurationSeconds: duration,
    WebIdentityToken: token.jwt.reveal(),
    ...sessionPolicyParameters(sessionPolicy),
  };
  const asked = {
    role,
    region: region.name,
    durationSeconds: duration,
    ...webIdentityOf(token.claims),
    roles: token.claims.aws.roles,
  };
  const handler = stsRequestHandler(platform, stsEndpoint.url);
  const send = () =>
    callAssumeRoleWithWebIdentity(handler, values).catch((error: unknown) => {
      throw webIdentityFailure(error, { ...asked, now: platform.clock.now() });
    });
  const answer = await callWithRetries(assuming(exchange), send, platform);
  return parseSessionCredentials(answer, stsEndpoint, platform.clock.now());
}
