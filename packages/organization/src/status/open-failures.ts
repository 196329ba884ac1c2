import { isJsonObject } from '@entra-aws-creds/core/services';
import { type Look, readLook } from '../event/look.ts';
import type { DescribedExecution, ListedExecution } from '../executions/executions.ts';

/** Executions of one role begin with its account and a digest of its name. */
const OF_ROLE = /^(\d{12}-[0-9a-f]{16})-/;

const BAD: readonly string[] = ['FAILED', 'TIMED_OUT', 'ABORTED'];

/**
 * Executions that failed, and were not followed by a better one for the same role.
 *
 * @param newestFirst as Step Functions lists them
 */
export function openFailures(newestFirst: readonly ListedExecution[]): readonly ListedExecution[] {
  const seen = new Set<string>();
  return newestFirst.filter(({ name, status }) => {
    const role = OF_ROLE.exec(name)?.[1] ?? name;
    if (seen.has(role)) return false;
    seen.add(role);
    return BAD.includes(status);
  });
}

/** A role that could not be bound or let go. */
export interface FailedRole {
  readonly execution: string;
  /** Undefined where the execution was not started for a role. */
  readonly role: Look | undefined;
  readonly stopped: Date | undefined;
  /** `Conflict`, `Refused`, … */
  readonly error: string;
  readonly cause: string;
}

export function failedRole({
  arn,
  input,
  status,
  stopped,
  error = status,
  cause = '',
}: DescribedExecution): FailedRole {
  return { execution: arn, role: lookIn(input), stopped, error, cause };
}

function lookIn(input: unknown): Look | undefined {
  try {
    return readLook(isJsonObject(input) ? input['look'] : undefined);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
