import { readStepInputs, type StepInputs } from '../1-inputs/step-inputs.ts';
import type { Platform } from '../platform/platform.ts';
import { type ExchangeHost, toldWork } from './told-work.ts';

/**
 * Reads the inputs of an exchange that is to be made another time, with the files that they name. It never
 * throws: what is wrong is told to the host.
 *
 * @returns undefined when something is wrong
 */
export async function checkInputs(
  job: ExchangeHost,
  platform: Platform,
  cancelled: AbortSignal,
): Promise<StepInputs | undefined> {
  return toldWork(job, platform, cancelled, async (limited, { log, time }) =>
    readStepInputs(job, job.run, limited, {
      ...time,
      tell: (line) => log.info(line),
    }),
  );
}
