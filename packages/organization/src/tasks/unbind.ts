import { reconcile } from '@entra-aws-creds/bindings';
import { decide } from '../decision/decision.ts';
import type { Look } from '../event/look.ts';
import { inAccount, unbindingGoal } from './aws-half.ts';
import { lookAt } from './looked-at.ts';
import type { TaskWorld } from './task-world.ts';

/**
 * Takes away what was made for roles that are gone, or that want it no longer: in the account at once, in
 * Entra disabled at once, and deleted when the grace period is over. Who it is about is decided anew here.
 *
 * @returns client IDs of those it was about
 */
export async function deleteServicePrincipal(
  look: Look,
  world: TaskWorld,
): Promise<readonly string[]> {
  const { account, role } = await lookAt(look, world);
  const { directory, settings, clock } = world;
  const identities = await directory.ofRole({ ...look, name: look.role });
  const decision = decide(role, identities, settings, clock.now());
  if (decision.do !== 'unbind') return [];
  for (const identity of decision.identities) {
    await reconcile(unbindingGoal(identity, role, settings), inAccount(account, world));
    const retired = await directory.retire(identity);
    if (retired.getTime() + settings.graceMs <= clock.now().getTime()) {
      await directory.remove({ ...identity, retired });
    }
  }
  return decision.identities.map(({ clientId }) => clientId);
}
