import { routeEvent, type Surroundings } from '../event/routing.ts';
import type { StartExecution } from './executions.ts';
import type { Log } from './function-host.ts';

/** What the router is given. */
export interface RouterWorld extends Surroundings {
  readonly start: StartExecution;
  readonly log: Log;
}

/** The function behind the rule of the central bus. One that throws is tried again, then becomes a dead letter. */
export function routerHandler(world: () => RouterWorld): (event: unknown) => Promise<void> {
  return async (event) => {
    const { start, log } = world();
    const route = await routeEvent(event, world());
    if ('dropped' in route) {
      log({ level: 'info', task: 'router', dropped: route.dropped, account: route.account });
      return;
    }
    await start(route.start, route.look);
    const { account, role, because } = route.look;
    log({
      level: 'info',
      task: 'router',
      started: route.start,
      account,
      role,
      event: because.event,
    });
  };
}
