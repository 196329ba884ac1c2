import { readStepInputs, type StepInputs } from '../1-inputs/step-inputs.ts';
import type { AccessToken } from '../2-entra-token/access-token.ts';
import { awsClaimLines } from '../2-entra-token/aws-claims-text.ts';
import { type WebIdentity, webIdentityOf } from '../2-entra-token/web-identity.ts';
import {
  allSessions,
  type ExplainRefusal,
  type RoleLink,
  type RoleSessions,
} from '../3-sts-credentials/role-session.ts';
import type { TrustVerdict } from '../4-checks/trust-check/trust-verdict.ts';
import { environmentLines } from '../environment/environment-warnings.ts';
import { StepFailure } from '../failure/step-failure.ts';
import { maskAccounts } from '../job/input-masks.ts';
import type { JobLog } from '../job/job-log.ts';
import type { Masks } from '../job/masks.ts';
import {
  inputWarnings,
  loginLine,
  regionLines,
  roleLines,
  routeLines,
  sessionWarnings,
  tokenLine,
} from '../job/step-notes.ts';
import type { MaskingPlatform, OnlinePlatform, Platform } from '../platform/platform.ts';
import { withEarlyConnections } from './early-connections.ts';
import { exchange, withNetwork } from './exchange.ts';
import { attemptedWork, type ExchangeHost, type Told, toldWork } from './told-work.ts';

/** All that came of an exchange, after every check passed. */
export interface CheckedExchange {
  readonly inputs: StepInputs;
  readonly identity: WebIdentity;
  readonly sessions: RoleSessions;
  /** Empty when the trust policies were not to be checked. */
  readonly trust: readonly TrustVerdict[];
}

/** What is done with the result, while there still are time and network. */
export type UseExchange<T> = (
  result: CheckedExchange,
  online: OnlinePlatform,
  log: JobLog,
) => Promise<T>;

/**
 * Reads the inputs, logs in, opens every session, checks, and hands the result to `use`. It never throws:
 * a failure is told to the host, and `use` was not called then, or failed itself.
 *
 * @returns what `use` returned; undefined when something failed
 */
export async function runExchange<T>(
  job: ExchangeHost,
  platform: Platform,
  cancelled: AbortSignal,
  use: UseExchange<T>,
): Promise<T | undefined> {
  return toldWork(job, platform, cancelled, exchangeWork(job, use));
}

/** The same for whoever tells of a failure themselves. @throws StepFailure */
export async function attemptExchange<T>(
  job: ExchangeHost,
  platform: Platform,
  cancelled: AbortSignal,
  use: UseExchange<T>,
): Promise<T> {
  return attemptedWork(job, platform, cancelled, exchangeWork(job, use));
}

function exchangeWork<T>(job: ExchangeHost, use: UseExchange<T>) {
  return (limited: MaskingPlatform, told: Told): Promise<T> =>
    withEarlyConnections(job, limited, (early) => exchangeOnline(job, use, early, told));
}

async function exchangeOnline<T>(
  job: ExchangeHost,
  use: UseExchange<T>,
  limited: MaskingPlatform,
  { masks, log, time }: Told,
): Promise<T> {
  const tell = (line: string) => log.info(line);
  const inputs = await readStepInputs(job, job.run, limited, { ...time, tell });
  for (const warning of inputWarnings(inputs, job, limited.clock.now())) log.warning(warning);
  for (const line of [...regionLines(inputs), ...routeLines(inputs), ...environmentLines(job)]) {
    log.info(line);
  }
  return withNetwork(inputs, limited, time, tell, async (online) =>
    use(await checkedExchange(inputs, online, masks, log), online, log),
  );
}

async function checkedExchange(
  inputs: StepInputs,
  online: OnlinePlatform,
  masks: Masks,
  log: JobLog,
): Promise<CheckedExchange> {
  log.info(loginLine(inputs));
  const { token, sessions } = await exchange(inputs, online, {
    issued: ({ claims }) => {
      log.info(tokenLine(claims));
      for (const line of awsClaimLines(claims.aws)) log.info(line);
      for (const line of roleLines(inputs)) log.info(line);
    },
    explainRefusal: (issued) => explainRefusals(issued, inputs, online),
    opened: (opened) => {
      if (inputs.maskAccountId) maskAccounts(opened, masks);
    },
  });
  for (const warning of sessionWarnings(sessions)) log.warning(warning);
  const trust = await checkTrust(sessions, token, inputs, online, log);
  return { inputs, identity: webIdentityOf(token.claims), sessions, trust };
}

/** Loaded for a refusal only: most steps never need it. */
export function explainRefusals(
  token: AccessToken,
  inputs: StepInputs,
  { clock }: OnlinePlatform,
): ExplainRefusal {
  return async (failure, request) => {
    if (!(failure instanceof StepFailure)) return failure;
    const { explainRefusal } = await import('../4-checks/trust-check/index.ts');
    return explainRefusal(failure, request, token, inputs, clock.now());
  };
}

/** @throws StepFailure `EAC_TRUST_POLICY_…` when the check is to be enforced */
async function checkTrust(
  sessions: RoleSessions,
  token: AccessToken,
  inputs: StepInputs,
  platform: OnlinePlatform,
  log: JobLog,
): Promise<readonly TrustVerdict[]> {
  const { mode } = inputs.trustPolicyCheck;
  if (mode === 'off') return [];
  const { checkRoleTrust, decide } = await import('../4-checks/trust-check/index.ts');
  const verdicts = await checkRoleTrust(sessions, token, inputs, platform);
  const profileOf = (link: RoleLink) =>
    allSessions(sessions).find(({ links }) => links.includes(link))?.request.profile;
  const { warnings, failure } = decide(verdicts, mode, profileOf);
  for (const { link, summary } of verdicts) log.info(`Trust policy of ${link.role}: ${summary}`);
  for (const { failure: warning, place } of warnings) {
    log.warning(warning.describe(), place);
    for (const note of warning.notes) log.info(note);
  }
  if (failure !== undefined) throw failure;
  return verdicts;
}
