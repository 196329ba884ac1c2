import {
  type Sandbox,
  type SandboxOptions,
  type StandardScenario,
  type StandardScenarioOptions,
  standardScenario,
  startSandbox,
} from '@entra-aws-creds/sandbox';
import { afterAll, afterEach } from '@jest/globals';

/** A sandbox for the tests of one file, each of which finds it without the faults of the last. */
export async function sandboxOfFile(options: SandboxOptions = {}): Promise<Sandbox> {
  const sandbox = await startSandbox(options);
  afterEach(() => {
    sandbox.intercept = undefined;
  });
  afterAll(() => sandbox.close());
  return sandbox;
}

/** The same, with a client that may log in and a role that admits it. */
export async function standardSandbox(
  options: StandardScenarioOptions = {},
): Promise<{ readonly sandbox: Sandbox; readonly scenario: StandardScenario }> {
  const sandbox = await sandboxOfFile();
  return { sandbox, scenario: await standardScenario(sandbox, options) };
}
