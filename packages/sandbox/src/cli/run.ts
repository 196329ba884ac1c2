import { WrongUsage } from '../wrong-usage.ts';
import { demo } from './demo.ts';
import { faults } from './faults.ts';
import { serve } from './serve.ts';

export { WrongUsage };

const COMMANDS: Readonly<Record<string, (args: readonly string[]) => Promise<void>>> = {
  demo,
  faults,
  serve,
};

/**
 * Runs one of the sandbox's commands, as its own program and the command line of the product do.
 *
 * @throws WrongUsage in a sentence
 */
export async function runSandbox([name = '', ...args]: readonly string[]): Promise<void> {
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined) {
    throw new WrongUsage(`Give one of: ${Object.keys(COMMANDS).join(', ')}`);
  }
  await command(args);
}
