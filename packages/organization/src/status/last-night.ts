import { isJsonObject } from '@entra-aws-creds/core/services';
import type { DescribedExecution, Executions } from '../executions/executions.ts';
import { isWholeNight } from '../executions/nightly-execution.ts';
import type { NightReport } from '../nightly/night.ts';

/** Of so many executions the newest night is one, unless somebody plans all day. */
const MOST_LISTED = 200;

/** The newest night of all accounts that has ended, and what came of it. */
export async function lastNight(
  nightlyStateMachineArn: string,
  executions: Executions,
): Promise<DescribedExecution | undefined> {
  let listed = 0;
  for await (const { arn, name, status } of executions.list(nightlyStateMachineArn)) {
    if (isWholeNight(name) && status !== 'RUNNING') return executions.describe(arn);
    listed += 1;
    if (listed === MOST_LISTED) break;
  }
  return undefined;
}

/** What an execution of the nightly state machine puts out; undefined for anything else. */
export function reportIn(output: unknown): NightReport | undefined {
  if (!isJsonObject(output)) return undefined;
  const { trigger, accounts, looked, bound, toDo, reports } = output;
  const areCounts = [accounts, looked, bound, toDo].every((one) => typeof one === 'number');
  if (typeof trigger !== 'string' || !areCounts || !Array.isArray(reports)) return undefined;
  return output as unknown as NightReport;
}
