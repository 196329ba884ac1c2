import { type PersonalHost, readEntraIdentity } from '../credential/credential-choice.ts';
import type { EntraIdentity } from '../credential/entra-credential.ts';
import type { NetworkRoute } from '../platform/network-route.ts';
import type { MaskingPlatform } from '../platform/platform.ts';
import type { RetryPolicy } from '../retry/retry-policy.ts';
import type { AccountId } from './aws/account-id.ts';
import { readAllowedAccounts } from './aws/allowed-accounts.ts';
import { type Region, readRegion } from './aws/region.ts';
import { type RoleInputs, readRoles } from './aws/role-inputs.ts';
import { parseSessionDuration, type SessionDuration } from './aws/session-duration.ts';
import {
  type NamedRun,
  parseSessionName,
  type SessionName,
  sessionNameOf,
} from './aws/session-name.ts';
import { readSessionPolicy, type SessionPolicy } from './aws/session-policy.ts';
import { readTrustPolicyCheck, type TrustPolicyCheck } from './aws/trust-policy-check.ts';
import { type Audience, readAudience } from './entra/audience.ts';
import type { RawInputs } from './input-name.ts';
import { InputReader, isRight } from './input-reader.ts';
import { readNetworkRoute } from './network/network-route.ts';
import { type RetryInputs, readRetryInputs } from './retry-inputs.ts';
import { parseYesOrNo } from './yes-or-no.ts';

/** Everything that a pipeline author said, as values that cannot be wrong. */
export interface StepInputs extends EntraIdentity {
  readonly audience: Audience;
  readonly region: Region;
  readonly roles: RoleInputs;
  readonly sessionName: SessionName;
  readonly duration: SessionDuration;
  readonly sessionPolicy: SessionPolicy;
  /** Write profiles that renew themselves instead of credentials that end. */
  readonly refresh: boolean;
  readonly trustPolicyCheck: TrustPolicyCheck;
  readonly networkRoute: NetworkRoute;
  readonly retry: RetryInputs;
  /** Empty: any account will do. */
  readonly allowedAccounts: readonly AccountId[];
  readonly maskAccountId: boolean;
  readonly outputCredentials: boolean;
  readonly exportCredentials: boolean;
  readonly unsetCurrentCredentials: boolean;
  readonly cleanUp: boolean;
}

/** Until when what an input stands for may be downloaded. */
type CallTime = Omit<RetryPolicy, 'maxAttempts'>;

const ONE_HOUR = parseSessionDuration('3600');

/**
 * Reads and checks every input, and the files and variables that they stand for.
 * Without `time`, what has to be downloaded is asked for once.
 *
 * @throws StepFailure naming everything that is wrong
 */
export async function readStepInputs(
  raw: Pick<RawInputs, 'read' | 'origin' | 'agentNetwork' | 'jobIdentity'> & PersonalHost,
  run: NamedRun,
  platform: MaskingPlatform,
  time?: CallTime,
): Promise<StepInputs> {
  const reader = new InputReader(raw);
  const retry = readRetryInputs(reader);
  const networkRoute = await readNetworkRoute(reader, raw.agentNetwork, platform);
  const identity = await readEntraIdentity(reader, {
    job: raw.jobIdentity ?? {},
    personal: raw.personalCredentials ?? [],
    platform,
    route: networkRoute,
    retryPolicy: time && isRight(retry) ? { ...time, maxAttempts: retry.maxAttempts } : undefined,
  });
  const region = readRegion(reader, platform.environment);
  const duration = reader.optional('role-duration-seconds', parseSessionDuration, ONE_HOUR);
  const roles = readRoles(reader, region, duration, platform);
  return reader.finish<StepInputs>({
    ...identity,
    audience: identity.audience ?? readAudience(reader, identity.application),
    region,
    roles,
    sessionName: reader.optional('role-session-name', parseSessionName, sessionNameOf(run)),
    duration,
    sessionPolicy: readSessionPolicy(reader, roles),
    refresh: reader.optional('refresh', parseYesOrNo, false),
    trustPolicyCheck: await readTrustPolicyCheck(reader, platform),
    networkRoute,
    retry,
    allowedAccounts: readAllowedAccounts(reader, roles),
    maskAccountId: reader.optional('mask-aws-account-id', parseYesOrNo, false),
    outputCredentials: reader.optional('output-credentials', parseYesOrNo, false),
    exportCredentials: reader.optional('output-env-credentials', parseYesOrNo, true),
    unsetCurrentCredentials: reader.optional('unset-current-credentials', parseYesOrNo, false),
    cleanUp: reader.optional('clean-up', parseYesOrNo, true),
  });
}
