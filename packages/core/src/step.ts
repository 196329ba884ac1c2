import { accountsToMask } from './1-inputs/aws/account-mentions.ts';
import { SECRET_INPUT_NAMES } from './1-inputs/input-name.ts';
import { isNotExpanded } from './1-inputs/input-reader.ts';
import { timeLimitOf } from './1-inputs/retry-inputs.ts';
import { readStepInputs, type StepInputs } from './1-inputs/step-inputs.ts';
import type { AccessToken } from './2-entra-token/access-token.ts';
import { awsClaimLines } from './2-entra-token/aws-claims-text.ts';
import { webIdentityOf } from './2-entra-token/web-identity.ts';
import {
  allSessions,
  type ExplainRefusal,
  type RoleLink,
  type RoleSessions,
} from './3-sts-credentials/role-session.ts';
import type { TrustVerdict } from './4-checks/trust-check/trust-verdict.ts';
import { type Published, publish } from './5-publish/publish.ts';
import { successReport } from './5-publish/report.ts';
import { surroundingsLines } from './environment/environment-warnings.ts';
import { exchange, withNetwork } from './exchange/exchange.ts';
import { withUserAgent } from './exchange/named-sender.ts';
import { asStepFailure, StepFailure } from './failure/step-failure.ts';
import type { Host } from './job/host.ts';
import { JobLog } from './job/job-log.ts';
import { Masks } from './job/masks.ts';
import { userAgentOf } from './job/pipeline-run.ts';
import {
  inputWarnings,
  loginLine,
  roleLines,
  routeLines,
  sessionWarnings,
  tokenLine,
} from './job/step-notes.ts';
import type { OnlinePlatform, Platform } from './platform/platform.ts';
import { type TimeLeft, withinTimeLimit } from './retry/time-limit.ts';

/**
 * The whole step, in the order in which its data flows. It never throws: a failure is
 * told to the host, and nothing was exported then; neither when `cancelled` is aborted.
 *
 * @returns whether the job now has its credentials
 */
export async function runStep(
  host: Host,
  platform: Platform,
  cancelled: AbortSignal,
): Promise<boolean> {
  const masks = new Masks(host);
  const log = new JobLog(host, masks);
  try {
    const sender = withUserAgent(userAgentOf(host.run), platform);
    await withinTimeLimit(timeLimitOf(host), cancelled, sender, (limited, time) =>
      exchangeAndPublish(host, limited, time, masks, log),
    );
    return true;
  } catch (error) {
    log.fail(asStepFailure(error));
    return false;
  }
}

async function exchangeAndPublish(
  host: Host,
  platform: Platform,
  time: TimeLeft,
  masks: Masks,
  log: JobLog,
): Promise<void> {
  maskSecretInputs(host, masks);
  for (const account of accountsToMask(host)) masks.add(account);
  const tell = (line: string) => log.info(line);
  const inputs = await readStepInputs(host, host.run, platform, masks.add, { ...time, tell });
  for (const warning of inputWarnings(inputs, host, platform.clock.now())) log.warning(warning);
  for (const line of [...routeLines(inputs), ...surroundingsLines(host)]) log.info(line);

  await withNetwork(inputs, platform, time, tell, (online) =>
    logInAndPublish(inputs, host, online, masks, log),
  );
}

async function logInAndPublish(
  inputs: StepInputs,
  host: Host,
  platform: OnlinePlatform,
  masks: Masks,
  log: JobLog,
): Promise<void> {
  log.info(loginLine(inputs));
  const { token, sessions } = await exchange(inputs, platform, masks.add, {
    issued: ({ claims }) => {
      log.info(tokenLine(claims));
      for (const line of awsClaimLines(claims.aws)) log.info(line);
      for (const line of roleLines(inputs)) log.info(line);
    },
    explainRefusal: (token) => explainRefusals(token, inputs, platform),
    opened: (sessions) => {
      if (inputs.maskAccountId) maskAccounts(sessions, masks);
    },
  });
  for (const warning of sessionWarnings(sessions)) log.warning(warning);
  const trust = await checkTrust(sessions, token, inputs, platform, log);

  const result = { inputs, identity: webIdentityOf(token.claims), sessions, trust };
  const published = await publish(result, host, platform);
  tellPublished(published, sessions, log);
  log.report(successReport(result));
}

/** Loaded for a refusal only: most steps never need it. */
function explainRefusals(
  token: AccessToken,
  inputs: StepInputs,
  { clock }: OnlinePlatform,
): ExplainRefusal {
  return async (failure, request) => {
    if (!(failure instanceof StepFailure)) return failure;
    const { explainRefusal } = await import('./4-checks/trust-check/index.ts');
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
  const { checkRoleTrust, decide } = await import('./4-checks/trust-check/index.ts');
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

function tellPublished(published: Published, sessions: RoleSessions, log: JobLog): void {
  const { variables, profiles, hiddenProfiles, lines, warnings } = published;
  const expiry = allSessions(sessions).map(({ credentials }) => credentials.expires.getTime());
  const until = new Date(Math.min(...expiry)).toISOString();
  const exported = variables.length === 0 ? 'no variable' : variables.join(', ');
  const written = profiles.length === 0 ? '' : `; wrote the profiles ${profiles.join(', ')}`;
  log.info(`Credentials until ${until}; exported ${exported}${written}`);
  for (const line of lines) log.info(line);
  for (const warning of warnings) log.warning(warning);
  if (hiddenProfiles.length > 0) {
    log.warning(
      `The profiles ${hiddenProfiles.join(', ')} that were there before are out of view for the rest of the job: this step wrote profiles of the same names. Your files are as they were.`,
    );
  }
}

function maskSecretInputs(host: Host, masks: Masks): void {
  for (const name of SECRET_INPUT_NAMES) {
    const text = host.read(name);
    // `$(name)` is what its reader will be told about; masked, the message would say nothing.
    if (!isNotExpanded(text)) masks.add(text);
  }
}

/** Those of the inputs are masked; what STS answers may name another. */
function maskAccounts(sessions: RoleSessions, masks: Masks): void {
  const links = allSessions(sessions).flatMap((session) => session.links);
  for (const { credentials } of links) masks.add(credentials.account ?? '');
}
