import { graphOf, type OwnRemovals } from '@entra-aws-creds/bindings';
import { attemptOnline, type Platform } from '@entra-aws-creds/core/programs';
import type { TaskWorld } from '../tasks/task-world.ts';
import { readCentralSettings } from './environment.ts';
import { functionHost, type Log } from './function-host.ts';
import { memberAccount } from './member-account.ts';
import { type OnlineFunction, ownRole } from './own-role.ts';
import { roleDirectory } from './role-directory.ts';

/** What a function finds around it. */
export interface Around {
  readonly platform: Platform;
  readonly log: Log;
  readonly removals: OwnRemovals;
}

/**
 * Does `work` with both sides within reach: Entra as the automation's application, and member accounts as
 * the role there that trusts the role of this function.
 *
 * @throws StepFailure
 */
export async function withTaskWorld<T>(
  task: string,
  { platform, log, removals }: Around,
  work: (world: TaskWorld) => Promise<T>,
): Promise<T> {
  const { environment } = platform;
  const central = readCentralSettings(environment);
  const host = functionHost(environment, task, log);
  const never = new AbortController().signal;
  return attemptOnline(host, platform, never, async (online, services, jobLog) => {
    const own = ownRole(environment, services, online);
    const listener = {
      tell: (line: string) => jobLog.info(line),
      warn: (line: string) => jobLog.warning(line),
    };
    const asking: OnlineFunction = { central, services, own, online, listener };
    const graph = graphOf(services.authorityHost, central.graphEndpoint);
    const world = {
      clock: online.clock,
      wait: online.wait,
      randomFraction: online.randomFraction,
      signal: online.retryPolicy.signal,
      tell: listener.tell,
    };
    return work({
      ...world,
      settings: { ...central, cloud: graph.cloud },
      directory: await roleDirectory(asking, { graph, world, removals }),
      accountOf: (address) => memberAccount(address, asking),
    });
  });
}
