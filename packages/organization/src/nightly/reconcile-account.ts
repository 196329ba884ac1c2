import {
  applicationIdOf,
  CREATED_TAG,
  type IdentityAccount,
  observe,
  type Role,
  type RoleIdentity,
  type RoleName,
} from '@entra-aws-creds/bindings';
import { decide } from '../decision/decision.ts';
import { invitationOf } from '../decision/invitation.ts';
import { loginsOf } from '../decision/role-tags.ts';
import { boundStatus } from '../decision/status.ts';
import { refuseApplicationOfAnother } from '../tasks/application-of-another.ts';
import { bindingGoal, inAccount } from '../tasks/aws-half.ts';
import { report } from '../tasks/report.ts';
import type { TaskWorld } from '../tasks/task-world.ts';
import { isAboutRole, rolesOfAccount } from './roles-of-account.ts';
import { missingProviders } from './tenant-providers.ts';

/** What a night found in an account. */
export interface ReconciledAccount {
  /** How many roles the tenant, or the automation, has to do with. */
  readonly looked: number;
  /** How many of them are bound. */
  readonly bound: number;
  /** Names of roles for which there is something to do. */
  readonly toDo: readonly string[];
}

/**
 * Looks at one account as if no event had ever come of it: the tenant's providers, every role that has to do
 * with the tenant, and every application whose role is gone.
 */
export async function reconcileAccount(
  address: Omit<RoleName, 'name'>,
  world: TaskWorld,
): Promise<ReconciledAccount> {
  const account = await world.accountOf(address);
  for (const url of await missingProviders(account, world.settings)) {
    await account.createProvider(url, [], { [CREATED_TAG]: 'true' });
  }
  const roles = await rolesOfAccount(account, world);
  const toDo: string[] = [];
  let bound = 0;
  for (const { name, identities } of roles) {
    const state = await stateOf(name, identities, account, world);
    if (state === 'to do') toDo.push(name);
    if (state === 'bound') bound += 1;
  }
  return { looked: roles.length, bound, toDo };
}

/** What only a person can decide is something to do as well: the execution fails, and tells. */
async function stateOf(
  name: string,
  identities: readonly RoleIdentity[],
  account: IdentityAccount,
  world: TaskWorld,
): Promise<'to do' | 'bound' | 'left alone'> {
  const role = await account.role(name);
  try {
    await refuseApplicationOfAnother(role, identities, world);
    const decision = decide(role, identities, world.settings, world.clock.now());
    if (decision.do === 'unbind') return 'to do';
    if (decision.do !== 'bind' || role === undefined) return 'left alone';
    return (await isBound(role, identities, account, world)) ? 'bound' : 'to do';
  } catch (error) {
    if (!isAboutRole(error)) throw error;
    world.tell(`${name}: ${error.message}`);
    return 'to do';
  }
}

async function isBound(
  role: Role,
  identities: readonly RoleIdentity[],
  account: IdentityAccount,
  world: TaskWorld,
): Promise<boolean> {
  const own = identities.find(({ roleId }) => roleId === role.roleId);
  const invitation = invitationOf(role, world.settings);
  if (own === undefined || invitation === undefined || own.retired !== undefined) return false;
  if (applicationIdOf(role) !== own.clientId) return false;
  const { tokenVersion } = invitation;
  // Its half in Entra is set right on the spot: that takes no more requests than looking at it.
  const logins = loginsOf(role, world.settings, world.clock.now());
  const { arn, roleId } = role;
  const marked = own.clientId;
  const wanted = { role: arn, roleId, tokenVersion, ...logins, marked };
  const identity = await world.directory.ensure(wanted);
  const goal = bindingGoal(role, tokenVersion, identity, world.settings);
  const lacks = goal.plan(await observe(goal.question, inAccount(account, world)));
  if (lacks.length > 0) return false;
  await report(boundStatus(logins), role, account, world);
  return true;
}
