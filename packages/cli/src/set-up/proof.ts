import { proved } from '@entra-aws-creds/bindings';
import { attemptExchange } from '@entra-aws-creds/core/programs';
import type { Invocation } from '../command.ts';
import { platformOf, terminalHost } from '../exchange/terminal-host.ts';
import type { CommandLineInputs } from '../flags/command-line-inputs.ts';
import type { PipelineInputs } from './pipeline-inputs.ts';
import type { Reach } from './reach.ts';

/** What a login and an exchange showed. */
export interface Proof {
  readonly role: string;
  readonly expires: Date;
}

/**
 * Logs in and exchanges as the pipeline will, until it works.
 *
 * @throws StepFailure `EAC_BINDING_NOT_PROVED`, `EAC_…`
 */
export async function prove(
  invocation: Invocation,
  sides: Pick<Reach, 'online' | 'inputs' | 'world'>,
  pipeline: PipelineInputs,
): Promise<Proof> {
  return proved(loginAttempt(invocation, sides, pipeline), sides.world);
}

/** One login and exchange as the pipeline makes them, with nothing kept from an earlier one. */
export function loginAttempt(
  invocation: Invocation,
  { online, inputs }: Pick<Reach, 'online' | 'inputs'>,
  pipeline: PipelineInputs,
): () => Promise<Proof> {
  const { terminal, cancelled } = invocation;
  const host = {
    ...terminalHost(asPipeline(inputs, pipeline), terminal, 'failures', 'set-up'),
    mask: (texts: readonly string[]) => texts.forEach(online.maskSecret),
  };
  return () =>
    attemptExchange(host, platformOf(terminal), cancelled(), async ({ sessions }) => {
      const { main } = sessions;
      if (main === undefined) throw new Error('the proof always asks for one role');
      const { assumedRoleArn = pipeline['role-to-assume'], expires } = main.credentials;
      return { role: assumedRoleArn, expires };
    });
}

function asPipeline(inputs: CommandLineInputs, pipeline: PipelineInputs): CommandLineInputs {
  const given = Object.entries({ ...NOT_OF_THE_PIPELINE, ...pipeline });
  return given.reduce(
    (all, [name, value]) => all.with(name as keyof PipelineInputs, value, 'set-up'),
    inputs,
  );
}

/** What only the administrator's part takes. */
const NOT_OF_THE_PIPELINE = { 'iam-endpoint': '', 'action-timeout-s': '' };
