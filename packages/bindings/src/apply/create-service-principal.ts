import type { StepFailure } from '@entra-aws-creds/core/programs';
import { withEntra } from '../observe/observed.ts';
import { textNow } from '../plan/later.ts';
import { directoryOf } from '../ports.ts';
import { inEntra, isUnknownThere, onceThere } from '../settling.ts';
import { applicationIn, asAnswered, type Step } from './step.ts';

const MILLISECONDS_A_MINUTE = 60_000;
/** So long after an application was made, servers may still not know of it. */
const YOUNG_MS = 20 * MILLISECONDS_A_MINUTE;

export const createServicePrincipal: Step<'create-service-principal'> = {
  isDone: (_, { entra }) => entra?.servicePrincipal !== undefined,
  async make({ clientId }, state, world) {
    const { created } = applicationIn(state);
    const ageMs =
      world.clock.now().getTime() - Date.parse(created ?? world.clock.now().toISOString());
    const servicePrincipal = await onceThere(
      inEntra('the application is known where its service principal is made'),
      () => directoryOf(world).createServicePrincipal(textNow(clientId, state)),
      world,
      ageMs < YOUNG_MS ? isEarlyOrForbidden : isUnknownThere,
    );
    return withEntra(state, { servicePrincipal });
  },
  verify: asAnswered,
};

/**
 * A server that does not know of the application refuses with the words that it has for a missing permission,
 * or for a wrong application.
 *
 * @see https://github.com/hashicorp/vault-plugin-secrets-azure/blob/main/client.go
 */
function isEarlyOrForbidden(failure: StepFailure): boolean {
  const status = failure.answer?.status ?? 0;
  return isUnknownThere(failure) || status === 400 || status === 403;
}
