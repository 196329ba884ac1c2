import { readStepInputs, type StepInputs } from './1-inputs/step-inputs.ts';
import { allSessions, ofProfile } from './3-sts-credentials/role-session.ts';
import { argumentText } from './5-publish/process-command.ts';
import {
  lastCredentialsPath,
  lockPath,
  parseRenewalPlan,
  processOutput,
  profileOfPlan,
  type RenewalPlan,
} from './5-publish/renewal-plan.ts';
import { exchange, withNetwork } from './exchange/exchange.ts';
import { withUserAgent } from './exchange/named-sender.ts';
import { inTurn } from './exchange/process-turn.ts';
import { asStepFailure, StepFailure } from './failure/step-failure.ts';
import { Masks } from './job/masks.ts';
import { userAgentOf } from './job/pipeline-run.ts';
import type { MaskingPlatform, Platform } from './platform/platform.ts';
import { type TimeLimit, withinTimeLimit } from './retry/time-limit.ts';
import { quote } from './text/log-line.ts';

/** What a `credential_process` prints: to standard output, or, when it fails, to standard error. */
export type Renewal = { readonly output: string } | { readonly failure: string };

/**
 * The credentials of a profile: those that were got last while they are good for a while, else new ones.
 * `plan` is the last word of the profile's command. It never throws.
 */
export async function renewCredentials(plan: string, platform: Platform): Promise<Renewal> {
  // Nobody masks what this process prints, so whatever it prints is redacted.
  const masks = new Masks({ mask: () => {} });
  try {
    return { output: await lastOrNew(argumentText(plan), { ...platform, maskSecret: masks.add }) };
  } catch (error) {
    const failure = ofProfile(asStepFailure(error), profileOfPlan(argumentText(plan)));
    const lines = [failure, ...failure.parts].map((part) => part.describe(masks.redact));
    return { failure: masks.redact(lines.join('\n')) };
  }
}

async function lastOrNew(path: string, platform: MaskingPlatform): Promise<string> {
  const plan = await readPlan(path, platform);
  const sender = withUserAgent(userAgentOf(plan.run), platform);
  const again = plan.readAgain.map((name) => [name, platform.environment[name]]);
  const environment = { ...Object.fromEntries(again), ...plan.environment };
  const plannedPlatform = { ...sender, environment };
  const raw = {
    read: (name: keyof RenewalPlan['inputs']) => plan.inputs[name] ?? '',
    ...(plan.agentNetwork && { agentNetwork: plan.agentNetwork }),
    jobIdentity: plan.jobIdentity,
  };
  const inputs = await readStepInputs(raw, plan.run, plannedPlatform);
  const last = await readLast(lastCredentialsPath(path), platform);
  if (last !== undefined && lastsLongEnough(last.expires, inputs, platform)) return last.text;
  const turn = {
    lock: lockPath(path),
    work: async () => {
      const text = await newWithinTimeLimit(inputs, plannedPlatform);
      // Where it cannot be kept, the next process gets its own.
      await platform.writePrivateFile(lastCredentialsPath(path), text).catch(() => {});
      return text;
    },
    resultOfOther: async () => {
      const newer = await readLast(lastCredentialsPath(path), platform);
      if (newer === undefined || newer.text === last?.text) return undefined;
      return newer.expires > platform.clock.now() ? newer.text : undefined;
    },
  };
  return inTurn(turn, platform);
}

function newWithinTimeLimit(inputs: StepInputs, platform: MaskingPlatform): Promise<string> {
  return withinTimeLimit(
    inputs.retry.timeLimitSeconds,
    // Whoever runs this process kills it when it is not wanted any more.
    new AbortController().signal,
    platform,
    (limited, time) => newCredentials(inputs, limited, time),
  );
}

async function readPlan(path: string, { readFile }: Platform): Promise<RenewalPlan> {
  try {
    return parseRenewalPlan((await readFile(path)).toString('utf8'));
  } catch (error) {
    throw new StepFailure(
      'EAC_RENEWAL_PLAN',
      `What is needed to renew the credentials is not in ${quote(path)}.`,
      'The step that wrote it has cleaned up, or its job has ended: run it again in this job.',
      { cause: error },
    );
  }
}

interface LastCredentials {
  readonly text: string;
  readonly expires: Date;
}

async function readLast(
  path: string,
  { readFile }: Platform,
): Promise<LastCredentials | undefined> {
  try {
    const text = (await readFile(path)).toString('utf8');
    return { text, expires: new Date((JSON.parse(text) as { Expiration: string }).Expiration) };
  } catch {
    return undefined;
  }
}

const MILLISECONDS_A_SECOND = 1000;
/** botocore, which asks earliest, does so a quarter of an hour before the end. */
const ASKED_BEFORE_END_SECONDS = 900;

/** The SDKs ask again some time before the end; sessions as short as that are used for half of their time. */
function lastsLongEnough(expires: Date, { duration }: StepInputs, { clock }: Platform): boolean {
  const remaining = (expires.getTime() - clock.now().getTime()) / MILLISECONDS_A_SECOND;
  return remaining > Math.min(ASKED_BEFORE_END_SECONDS, duration / 2);
}

async function newCredentials(
  inputs: StepInputs,
  platform: MaskingPlatform,
  time: TimeLimit,
): Promise<string> {
  // Standard error is for the failure alone, which AWS tools show.
  const silent = () => {};
  return withNetwork(inputs, platform, time, silent, async (online) => {
    const { sessions } = await exchange(inputs, online);
    const [session] = allSessions(sessions);
    if (session === undefined) throw new Error('the plan names no role');
    return processOutput(session.credentials);
  });
}
