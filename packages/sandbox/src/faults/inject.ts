import type { Sandbox } from '../sandbox.ts';
import { faultOf } from './faults.ts';
import type { SpoiltService } from './named-fault.ts';

/** A fault at work. */
export interface InjectedFault {
  /** The service is as it was, from the next connection on. */
  remove(): void;
}

/**
 * Lets `service` fail from the next connection on, in place of what `sandbox.intercept` did.
 *
 * @throws Error when the service has no fault of this name
 */
export function injectFault(
  sandbox: Pick<Sandbox, 'intercept' | 'present'>,
  service: SpoiltService,
  name: string,
): InjectedFault {
  const { spoil, shows, first = Number.POSITIVE_INFINITY } = faultOf(service, name);
  const before = sandbox.intercept;
  let seen = 0;
  sandbox.intercept = (asked, request) => {
    if (asked !== service || spoil === undefined) return before?.(asked, request);
    seen += 1;
    return seen > first ? before?.(asked, request) : spoil(service);
  };
  if (shows !== undefined) sandbox.present(service, shows);
  return {
    remove: () => {
      sandbox.intercept = before;
      if (shows !== undefined) sandbox.present(service, 'own');
    },
  };
}
