import { timeLimitOf } from '../1-inputs/retry-inputs.ts';
import { readStepInputs, type StepInputs } from '../1-inputs/step-inputs.ts';
import type { AccessToken } from '../2-entra-token/access-token.ts';
import { awsClaimLines } from '../2-entra-token/aws-claims-text.ts';
import { webIdentityOf } from '../2-entra-token/web-identity.ts';
import { allSessions, type RoleSessions } from '../3-sts-credentials/role-session.ts';
import { environmentLines } from '../environment/environment-warnings.ts';
import { exchange, withNetwork } from '../exchange/exchange.ts';
import { withUserAgent } from '../exchange/named-sender.ts';
import type { ExchangeHost } from '../exchange/told-work.ts';
import { asStepFailure, StepFailure } from '../failure/step-failure.ts';
import { maskAccounts, maskInputs } from '../job/input-masks.ts';
import { JobLog } from '../job/job-log.ts';
import { Masks } from '../job/masks.ts';
import { userAgentOf } from '../job/pipeline-run.ts';
import { inputWarnings, roleLines, routeLines } from '../job/step-notes.ts';
import type { MaskingPlatform, OnlinePlatform, Platform } from '../platform/platform.ts';
import { type TimeLimit, withinTimeLimit } from '../retry/time-limit.ts';
import { askAuthority, askStsTheTime } from './authority.ts';
import type { Check } from './check.ts';
import { Checklist, type ChecklistReader } from './checklist.ts';
import { compareClocks, type ServerTime } from './server-clocks.ts';
import { byCheck } from './wrong-inputs.ts';

/**
 * The way from inputs to credentials, step by step, each looked at by itself. What needs something that
 * failed is not tried. It never throws, and leaves nothing but entries in the services' logs.
 *
 * @param given what is known of where the inputs came from, a line each
 */
export async function diagnose(
  job: ExchangeHost,
  given: readonly string[],
  platform: Platform,
  cancelled: AbortSignal,
  reader: ChecklistReader,
): Promise<readonly Check[]> {
  const masks = new Masks(job);
  const log = new JobLog(job, masks);
  const list = new Checklist(reader, (text) => log.line(text));
  const masking = { ...platform, maskSecret: masks.add };
  const sender = withUserAgent(userAgentOf(job.run), masking);
  try {
    await withinTimeLimit(timeLimitOf(job), cancelled, sender, async (limited, time) => {
      maskInputs(job, masks);
      const inputs = await checkInputs(job, given, limited, time, list);
      if (inputs === undefined) return;
      const tell = (line: string) => log.info(line);
      await withNetwork(inputs, limited, time, tell, (online) =>
        checkOnline(inputs, online, masks, list),
      );
    });
  } catch (error) {
    list.fail(error);
  }
  return list.close();
}

/** @returns undefined when something is wrong with them */
async function checkInputs(
  job: ExchangeHost,
  given: readonly string[],
  platform: MaskingPlatform,
  time: TimeLimit,
  list: Checklist,
): Promise<StepInputs | undefined> {
  list.begin('inputs');
  const tell = () => {};
  const read = await readStepInputs(job, job.run, platform, { ...time, tell }).catch(
    (error: unknown) => asStepFailure(error),
  );
  if (read instanceof StepFailure) {
    const wrong = byCheck(read);
    list.end('inputs', { facts: given, failures: wrong.inputs });
    for (const name of ['environment', 'credential'] as const) {
      if (wrong[name].length > 0) list.end(name, { failures: wrong[name] });
    }
    return undefined;
  }
  list.end('inputs', { facts: given });
  const now = platform.clock.now();
  const ofCredential = read.credential.warnings(now);
  const facts = [...routeLines(read), ...environmentLines(job)];
  list.begin('environment');
  list.end('environment', {
    facts: facts.length > 0 ? facts : ['No proxy, and no authorities but those that Node trusts'],
    warnings: inputWarnings(read, job, now).filter((line) => !ofCredential.includes(line)),
  });
  list.begin('credential');
  list.end('credential', {
    facts: read.credential.details ?? [read.credential.inWords],
    warnings: ofCredential,
  });
  return read;
}

async function checkOnline(
  inputs: StepInputs,
  online: OnlinePlatform,
  masks: Masks,
  list: Checklist,
): Promise<void> {
  const times: ServerTime[] = [];
  list.begin('authority');
  const { application, audience } = inputs;
  try {
    if (application === undefined) {
      list.end('authority', { facts: ['It is the machine that asks Entra, not this program'] });
    } else {
      const answered = await askAuthority(application, audience, online);
      times.push(answered);
      list.end('authority', {
        facts: [`${answered.server} knows the tenant ${application.tenant}`],
      });
    }
  } catch (error) {
    list.fail(error);
  }
  list.begin('clock');
  const sts = inputs.roles.main?.stsEndpoint.url;
  if (sts !== undefined) times.push(await askStsTheTime(sts, online));
  list.end('clock', compareClocks(times));
  if (list.passed('authority')) await checkExchange(inputs, online, masks, list);
}

async function checkExchange(
  inputs: StepInputs,
  online: OnlinePlatform,
  masks: Masks,
  list: Checklist,
): Promise<void> {
  list.begin('token');
  const { expectedTrust, explainRefusal } = await import('../4-checks/trust-check/index.ts');
  const { main } = inputs.roles;
  let expected: readonly string[] = [];
  try {
    const { token, sessions } = await exchange(inputs, online, {
      issued: (issued) => {
        list.end('token', { facts: tokenFacts(issued) });
        list.begin('provider');
        const now = online.clock.now();
        expected = main ? expectedTrust(issued, main, inputs, now) : [];
        list.end('provider', { facts: expected });
        list.begin('session');
      },
      opened: (opened) => {
        if (inputs.maskAccountId) maskAccounts(opened, masks);
      },
      explainRefusal: (issued) => async (failure, request) => {
        if (!(failure instanceof StepFailure)) return failure;
        const told = explainRefusal(failure, request, issued, inputs, online.clock.now());
        return told.withNotes(told.notes.filter((note) => !expected.includes(note)));
      },
    });
    list.end('session', { facts: [...roleLines(inputs), ...sessionFacts(sessions)] });
    list.begin('trust-policy');
    await checkTrustPolicy(sessions, token, inputs, online, list);
  } catch (error) {
    list.fail(error);
  }
}

function tokenFacts({ claims }: AccessToken): readonly string[] {
  const { issuer, audience, subject } = webIdentityOf(claims);
  return [
    `Version ${claims.version}, valid until ${claims.expires.toISOString()}`,
    `Issuer: ${issuer}`,
    `Audience as AWS reads it: ${audience}`,
    `Subject: ${subject}`,
    ...awsClaimLines(claims.aws),
  ];
}

function sessionFacts(sessions: RoleSessions): readonly string[] {
  return allSessions(sessions).map(
    ({ credentials }) =>
      `STS handed out ${credentials.assumedRoleArn} until ${credentials.expires.toISOString()}`,
  );
}

async function checkTrustPolicy(
  sessions: RoleSessions,
  token: AccessToken,
  inputs: StepInputs,
  online: OnlinePlatform,
  list: Checklist,
): Promise<void> {
  const { mode } = inputs.trustPolicyCheck;
  if (mode === 'off') {
    list.end('trust-policy', { facts: ['Not looked at: "trust-policy-check" is off'] });
    return;
  }
  const { checkRoleTrust, decide } = await import('../4-checks/trust-check/index.ts');
  const verdicts = await checkRoleTrust(sessions, token, inputs, online);
  const { warnings, failure } = decide(verdicts, mode, () => undefined);
  list.end('trust-policy', {
    facts: verdicts.map(({ link, summary }) => `${link.role}: ${summary}`),
    warnings: warnings.flatMap(({ failure: warning }) => [warning.describe(), ...warning.notes]),
    failures: failure === undefined ? [] : [failure],
  });
}
