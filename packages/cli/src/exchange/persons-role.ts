import type { Invocation } from '../command.ts';
import type { CommandLineInputs } from '../flags/command-line-inputs.ts';
import { ChosenRole } from '../sign-in/chosen-role.ts';
import { WrongUsage } from '../wrong-usage.ts';
import { exchangeInputs } from './exchange-inputs.ts';

type Asked = Pick<Invocation, 'flags' | 'terminal'>;

/**
 * The inputs of an exchange, as this call gives them; where it gives no role, with the one that a person chose
 * at `login`.
 *
 * @throws WrongUsage
 */
export async function inputsWithChosenRole(invocation: Asked): Promise<CommandLineInputs> {
  const inputs = await exchangeInputs(invocation);
  if (!lacksRole(inputs)) return inputs;
  const chosen = new ChosenRole(inputs, invocation.terminal.environment).read();
  return chosen === undefined
    ? inputs
    : inputs.with('role-to-assume', chosen, 'the choice at login');
}

/** The same for commands that are nothing without a role. @throws WrongUsage also for a person without one */
export async function inputsWithRole(invocation: Asked): Promise<CommandLineInputs> {
  const inputs = await inputsWithChosenRole(invocation);
  if (!lacksRole(inputs)) return inputs;
  throw new WrongUsage(
    'No role is given, and none was chosen at login.',
    'Give --role, or run login, which shows the roles that you may have.',
  );
}

/** Whether a person logs in, and says nothing of a role. */
function lacksRole(inputs: Pick<CommandLineInputs, 'read'>): boolean {
  const ofPerson = ['browser', 'device-code'].includes(inputs.read('entra-credential'));
  return ofPerson && inputs.read('role-to-assume') === '';
}
