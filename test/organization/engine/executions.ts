import { executionName } from '../../../packages/organization/src/event/look.ts';
import type { EngineAccount } from './engine-account.ts';
import type { Estate, Execution } from './estate.ts';
import { until } from './until.ts';

/** Those of the state machine for roles that are about this one. */
export async function executionsAbout(
  estate: Estate,
  { id }: EngineAccount,
  role: string,
): Promise<readonly Execution[]> {
  const start = executionName({ account: id, role }, '');
  return (await estate.executions()).filter(({ name }) => name.startsWith(start));
}

/** The first that fails about the role. */
export function failedAbout(
  estate: Estate,
  account: EngineAccount,
  role: string,
): Promise<Execution> {
  return until(
    `an execution about ${role} fails`,
    async () =>
      (await executionsAbout(estate, account, role)).find(({ status }) => status === 'FAILED'),
    { otherwise: estate.engine.output },
  );
}

/** A new execution with the input of one that failed: the engine has no redrive. */
export async function startAnew(
  { central, outputs }: Estate,
  { executionArn }: Execution,
): Promise<void> {
  const { input } = await central.call<Described>('states', 'DescribeExecution', {
    executionArn,
  });
  const stateMachineArn = outputs['StateMachineArn'];
  await central.call('states', 'StartExecution', { stateMachineArn, input });
}

/** A nightly run. @returns how it ended: that it succeeded, or its error and cause */
export async function night({ central, outputs, engine }: Estate): Promise<string> {
  const stateMachineArn = outputs['NightlyStateMachineArn'];
  const started = { stateMachineArn, input: '{}' };
  const run = await central.call('states', 'StartExecution', started);
  const ended = async () => {
    const now = await central.call<Described>('states', 'DescribeExecution', run);
    if (now.status === 'RUNNING') return undefined;
    return now.status === 'SUCCEEDED' ? now.status : `${now.error}: ${now.cause}`;
  };
  return until('the night is over', ended, { otherwise: engine.output });
}

interface Described extends Execution {
  readonly input: string;
  readonly error?: string;
  readonly cause?: string;
}
