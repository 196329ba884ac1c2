import { runSandbox } from './cli/run.ts';
import { WrongUsage } from './wrong-usage.ts';

try {
  await runSandbox(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof WrongUsage)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
