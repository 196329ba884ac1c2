import {
  applicationIdOf,
  type Goal,
  observe,
  type Role,
  reconcile,
} from '@entra-aws-creds/bindings';
import { markedForAnother } from '../decision/decision.ts';
import { type Invitation, invitationOf } from '../decision/invitation.ts';
import { digestOf, loginsOf } from '../decision/role-tags.ts';
import { boundStatus } from '../decision/status.ts';
import type { Look } from '../event/look.ts';
import { bindingGoal, inAccount, type KnownIdentity, roleGone } from './aws-half.ts';
import { type LookedAt, lookAt } from './looked-at.ts';
import { report } from './report.ts';
import type { TaskWorld } from './task-world.ts';

/** The tasks that bind a role, in their order. Each looks for itself, and does nothing that is done. */

/** The role's application and service principal. */
export async function createServicePrincipal(look: Look, world: TaskWorld): Promise<KnownIdentity> {
  const { role, invitation } = await invited(look, world);
  const logins = loginsOf(role, world.settings, world.clock.now());
  const { tokenVersion } = invitation;
  const { arn, roleId } = role;
  const marked = applicationIdOf(role);
  const wanted = { role: arn, roleId, tokenVersion, ...logins, marked };
  const { clientId, servicePrincipalId } = await world.directory.ensure(wanted);
  if (marked !== undefined && marked !== clientId) throw markedForAnother(role, marked);
  return { clientId, servicePrincipalId, roleId, logins: digestOf(logins) };
}

/** The account's provider for the tenant, and the audience in it. */
export async function addAudienceIdProvider(
  look: Look,
  identity: KnownIdentity,
  world: TaskWorld,
): Promise<void> {
  const { account, goal } = await awsGoal(look, identity, world);
  const hands = inAccount(account, world);
  const plan: Goal['plan'] = (observed) =>
    goal.plan(observed).filter(({ kind }) => kind === 'create-provider' || kind === 'add-audience');
  await reconcile({ ...goal, plan }, hands);
}

/** The mark, and the trust statement: the door, last. */
export async function assignRoleToAudience(
  look: Look,
  identity: KnownIdentity,
  world: TaskWorld,
): Promise<void> {
  const { account, goal } = await awsGoal(look, identity, world);
  await reconcile(goal, inAccount(account, world));
}

/**
 * Whether nothing is left to do; then the role says so. Tags that differ now were written meanwhile, or IAM had
 * not heard of them: no other event may come for them.
 */
export async function confirmBinding(
  look: Look,
  identity: KnownIdentity,
  world: TaskWorld,
): Promise<boolean> {
  const { account, role, goal } = await awsGoal(look, identity, world);
  const lacks = goal.plan(await observe(goal.question, inAccount(account, world)));
  if (lacks.length > 0) return false;
  const logins = loginsOf(role, world.settings, world.clock.now());
  if (identity.logins !== digestOf(logins)) return false;
  await report(boundStatus(logins), role, account, world);
  return true;
}

interface Invited extends LookedAt {
  readonly role: Role;
  readonly invitation: Invitation;
}

async function invited(look: Look, world: TaskWorld): Promise<Invited> {
  const { account, role } = await lookAt(look, world);
  const invitation = role && invitationOf(role, world.settings);
  if (role === undefined || invitation === undefined) throw roleGone(look.role);
  return { account, role, invitation };
}

async function awsGoal(look: Look, identity: KnownIdentity, world: TaskWorld) {
  const { account, role, invitation } = await invited(look, world);
  if (role.roleId !== identity.roleId) throw roleGone(role.arn.text);
  const { tokenVersion } = invitation;
  return { account, role, goal: bindingGoal(role, tokenVersion, identity, world.settings) };
}
