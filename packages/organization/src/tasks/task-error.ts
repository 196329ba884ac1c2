import { asStepFailure, type StepFailure } from '@entra-aws-creds/core/programs';
import { TASK_ERRORS, type TaskErrorName } from './task-errors.ts';

/**
 * A failure as it crosses from a function to the state machine: by its name, which decides whether it is
 * tried again, and with the whole message.
 */
export function taskError(error: unknown): Error {
  const failure = asStepFailure(error);
  const name = nameOf(failure);
  const said = new Error(failure.describe());
  said.name = name;
  // The runtime would print where it came from as well, which says nothing to whoever reads it.
  said.stack = `${name}: ${said.message}`;
  return said;
}

/** What may pass is tried again, whatever it is. */
export function nameOf({ code, transient }: StepFailure): TaskErrorName {
  if (transient !== undefined) return 'Throttled';
  return isDecided(code) ? TASK_ERRORS[code] : 'Failed';
}

function isDecided(code: string): code is keyof typeof TASK_ERRORS {
  return Object.hasOwn(TASK_ERRORS, code);
}
