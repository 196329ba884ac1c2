import {
  applicationNameOf,
  type Observed,
  observe,
  reconcile,
  roleIdsOf,
  type TeardownWish,
  teardownGoal,
} from '@entra-aws-creds/bindings';
import { quote, type RoleArn, StepFailure } from '@entra-aws-creds/core/programs';
import type { Removal } from '../request/removal-query.ts';
import { ENTRA_ONLY, type Surroundings } from './act.ts';
import { type BindingAnswer, bindingAnswer } from './binding-answer.ts';
import { listedRole } from './listed-roles.ts';

/**
 * Takes the application away, or for the time being its right to log in.
 *
 * @returns what there was; undefined: nothing
 * @throws StepFailure `EAC_BINDING_RECREATED`, StillCopying
 */
export async function remove(
  role: RoleArn,
  { mode, roleId }: Removal,
  surroundings: Surroundings,
): Promise<BindingAnswer | undefined> {
  const { tenant, cloud, directory, world } = surroundings;
  const wish: TeardownWish = {
    tenant,
    cloud,
    application: applicationNameOf(role),
    role,
    tokenVersion: undefined,
    half: ENTRA_ONLY,
    purge: mode === 'purge',
  };
  const first = await observe(teardownGoal(wish).question, world);
  const { application, servicePrincipal } = first.entra ?? {};
  checkRole(roleId, role, first);
  const listed = listedRole(role, application);
  const before = bindingAnswer(listed, first, surroundings);
  if (mode !== 'disable') {
    await reconcile(teardownGoal({ ...wish, role: listed }), world, first);
    return before;
  }
  if (servicePrincipal?.enabled === true) await directory.setEnabled(servicePrincipal.id, false);
  return before && { ...before, state: 'disabled' };
}

function checkRole(roleId: string | undefined, role: RoleArn, { entra }: Observed): void {
  const known = entra?.application === undefined ? [] : roleIdsOf(entra.application);
  if (roleId === undefined || known.length === 0 || known.includes(roleId)) return;
  throw new StepFailure(
    'EAC_BINDING_RECREATED',
    `The application of ${role.text} belongs to the role ${known.map((id) => quote(id)).join(', ')}, not to ${quote(roleId)}. Nothing was changed.`,
    'Look at the binding again, and name the role whose application is to go.',
  );
}
