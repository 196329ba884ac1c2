import { timeLimitOf } from '../1-inputs/retry-inputs.ts';
import type { PersonalHost } from '../credential/credential-choice.ts';
import { asStepFailure } from '../failure/step-failure.ts';
import { maskInputs } from '../job/input-masks.ts';
import type { JobHost } from '../job/job-host.ts';
import { JobLog, type LogHost } from '../job/job-log.ts';
import { Masks } from '../job/masks.ts';
import { userAgentOf } from '../job/pipeline-run.ts';
import type { MaskingPlatform, Platform } from '../platform/platform.ts';
import { type TimeLimit, withinTimeLimit } from '../retry/time-limit.ts';
import { withUserAgent } from './named-sender.ts';

/** What an exchange needs of whoever runs it: inputs, masks, a log. */
export type ExchangeHost = LogHost &
  PersonalHost &
  Pick<JobHost, 'read' | 'agentNetwork' | 'jobIdentity' | 'origin' | 'mask' | 'currentValue'>;

/** What work on behalf of a host is done with. */
export interface Told {
  readonly masks: Masks;
  readonly log: JobLog;
  readonly time: TimeLimit;
}

type Work<T> = (limited: MaskingPlatform, told: Told) => Promise<T>;

/**
 * Does `work` within the time limit, after the secret inputs were masked. It never throws: a failure is told
 * to the host.
 *
 * @returns what `work` returned; undefined when something failed
 */
export async function toldWork<T>(
  job: ExchangeHost,
  platform: Platform,
  cancelled: AbortSignal,
  work: Work<T>,
): Promise<T | undefined> {
  const masks = new Masks(job);
  const log = new JobLog(job, masks);
  try {
    return await limitedWork(job, platform, cancelled, masks, log, work);
  } catch (error) {
    log.fail(asStepFailure(error));
    return undefined;
  }
}

/** The same for whoever tells of the failure themselves. @throws StepFailure without any secret of the work */
export async function attemptedWork<T>(
  job: ExchangeHost,
  platform: Platform,
  cancelled: AbortSignal,
  work: Work<T>,
): Promise<T> {
  const masks = new Masks(job);
  try {
    return await limitedWork(job, platform, cancelled, masks, new JobLog(job, masks), work);
  } catch (error) {
    throw asStepFailure(error).reworded(masks.redact);
  }
}

async function limitedWork<T>(
  job: ExchangeHost,
  platform: Platform,
  cancelled: AbortSignal,
  masks: Masks,
  log: JobLog,
  work: Work<T>,
): Promise<T> {
  const masking = { ...platform, maskSecret: masks.add };
  const sender = withUserAgent(userAgentOf(job.run), masking);
  return withinTimeLimit(timeLimitOf(job), cancelled, sender, async (limited, time) => {
    maskInputs(job, masks);
    return work(limited, { masks, log, time });
  });
}
