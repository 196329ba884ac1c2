import { demo } from './cli/demo.ts';
import { faults } from './cli/faults.ts';
import { serve } from './cli/serve.ts';
import { WrongUsage } from './wrong-usage.ts';

const commands: Readonly<Record<string, () => Promise<void>>> = { demo, faults, serve };

try {
  const name = process.argv[2] ?? '';
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) {
    throw new WrongUsage(`Say one of: ${Object.keys(commands).join(', ')}`);
  }
  await command();
} catch (error) {
  if (!(error instanceof WrongUsage)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
