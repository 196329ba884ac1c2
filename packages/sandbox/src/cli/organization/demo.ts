import { startSandbox } from '../../sandbox.ts';
import { say } from '../stage.ts';
import { requireAutomation } from './required-automation.ts';
import { Story } from './story.ts';

/**
 * From `CreateRole` to the first credentials of a pipeline, and back, by the automation over an organization.
 *
 * @throws WrongUsage where the automation is not at hand
 */
export async function organizationDemo(): Promise<void> {
  requireAutomation();
  let aheadMs = 0;
  const sandbox = await startSandbox({ now: () => new Date(Date.now() + aheadMs) });
  const story = new Story(sandbox, (milliseconds) => {
    aheadMs += milliseconds;
  });
  try {
    await story.play();
  } catch (error) {
    say('', `The demo ended early: ${(error as Error).message}`);
    process.exitCode = 1;
  } finally {
    story.close();
    await sandbox.close();
  }
}
