import { demo } from './cli/demo.ts';
import { faults } from './cli/faults.ts';
import { serve } from './cli/serve.ts';

const commands: Readonly<Record<string, () => Promise<void>>> = { demo, faults, serve };

const name = process.argv[2] ?? '';
const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
if (command === undefined) {
  console.error(`Say one of: ${Object.keys(commands).join(', ')}`);
  process.exitCode = 2;
} else {
  await command();
}
