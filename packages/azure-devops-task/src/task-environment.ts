/** The variables that the agent started this task with. */
export type TaskEnvironment = Readonly<Record<string, string | undefined>>;

/** Inputs, service connections with their credentials, and secure files. */
const OWN_VARIABLES = /^(?:INPUT|ENDPOINT|SECUREFILE)_/;

/**
 * A copy of the environment. What the task reads for itself is removed from the original, so that nothing
 * that is loaded later, and no process that it may start, sees key material.
 */
function takeTaskEnvironment(): TaskEnvironment {
  const copy = { ...process.env };
  for (const name of Object.keys(copy)) {
    if (OWN_VARIABLES.test(name)) delete process.env[name];
  }
  return copy;
}

export const taskEnvironment = takeTaskEnvironment();
