import { ExecutionAlreadyExists, type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { Look } from '../event/look.ts';

/** Starts an execution of the state machine, unless there was one of this name. */
export type StartExecution = (name: string, look: Look) => Promise<void>;

/**
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html for names,
 * which are taken for 90 days
 */
export function stepFunctions(client: SFNClient, stateMachineArn: string): StartExecution {
  return async (name, look) => {
    const input = JSON.stringify({ look });
    await client
      .send(new StartExecutionCommand({ stateMachineArn, name, input }))
      .catch((error: unknown) => {
        if (!(error instanceof ExecutionAlreadyExists)) throw error;
      });
  };
}
