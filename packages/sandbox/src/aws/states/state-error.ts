/** An error by the name that retriers and catchers know it by. */
export class StateError extends Error {
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

/** The definition asks for what is not in the data. Nothing retries or catches it. */
export function runtimeError(message: string): StateError {
  return new StateError(RUNTIME, message);
}

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html#error-handling-error-representation */
export function isNamed(names: readonly string[], error: string): boolean {
  if (error === RUNTIME) return false;
  if (names.includes(error) || names.includes('States.ALL')) return true;
  return names.includes('States.TaskFailed') && error !== 'States.Timeout';
}

const RUNTIME = 'States.Runtime';
