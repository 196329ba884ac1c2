import {
  describePlan,
  type IdentityAccount,
  observe,
  type Role,
  type RoleIdentity,
  type RoleName,
  statementIdOf,
} from '@entra-aws-creds/bindings';
import { type PolicyJson, parsePolicy } from '@entra-aws-creds/trust-policy';
import { decide } from '../decision/decision.ts';
import { type Invitation, invitationOf } from '../decision/invitation.ts';
import { loginsOf } from '../decision/role-tags.ts';
import { bindingGoal, inAccount, type KnownIdentity } from '../tasks/aws-half.ts';
import type { TaskWorld } from '../tasks/task-world.ts';
import type { PlannedRole } from './account-report.ts';
import { lookingOnly } from './looking-only.ts';
import { isAboutRole, rolesOfAccount } from './roles-of-account.ts';
import { missingProviders } from './tenant-providers.ts';

/** A world of which only what reads is used. */
export type LookingWorld = Omit<TaskWorld, 'directory'> & {
  readonly directory: Pick<TaskWorld['directory'], 'ofAccount'>;
};

/** What a night would do in an account. */
export interface PlannedAccount {
  readonly looked: number;
  readonly bound: number;
  readonly toDo: readonly PlannedRole[];
}

/** Stands for the application that would be made, so that limits and foreign marks show before it is. */
const FUTURE = '00000000-0000-0000-0000-000000000000';

/**
 * Says what the automation would do in an account now, and does nothing. Whose tokens the applications of bound
 * roles take is not looked at: a night sets that right in passing.
 */
export async function planAccount(
  address: Omit<RoleName, 'name'>,
  world: LookingWorld,
): Promise<PlannedAccount> {
  const account = lookingOnly(await world.accountOf(address));
  const missing = await missingProviders(account, world.settings);
  const providers: PlannedRole[] =
    missing.length === 0
      ? []
      : [{ do: 'make-providers', why: `the account lacks ${missing.join(' and ')}` }];
  const roles = await rolesOfAccount(account, world);
  const toDo: PlannedRole[] = [...providers];
  let bound = 0;
  for (const { name, identities } of roles) {
    const found = await plannedFor(name, identities, account, world);
    if (found === 'bound') bound += 1;
    else if (found !== 'left alone') toDo.push({ role: name, ...found });
  }
  return { looked: roles.length, bound, toDo };
}

type Planned = Omit<PlannedRole, 'role'>;

async function plannedFor(
  name: string,
  identities: readonly RoleIdentity[],
  account: IdentityAccount,
  world: LookingWorld,
): Promise<Planned | 'bound' | 'left alone'> {
  const role = await account.role(name);
  try {
    const decision = decide(role, identities, world.settings, world.clock.now());
    if (decision.do === 'unbind') return lettingGo(decision.identities, role);
    const invitation = role && invitationOf(role, world.settings);
    if (decision.do !== 'bind' || role === undefined || invitation === undefined) {
      return 'left alone';
    }
    // Throws what the organization does not allow.
    loginsOf(role, world.settings, world.clock.now());
    const own = identities.find(({ roleId }) => roleId === role.roleId);
    return own === undefined
      ? await beginning(role, invitation, account, world)
      : await mending(role, invitation, own, account, world);
  } catch (error) {
    if (!isAboutRole(error)) throw error;
    return { do: 'stopped', why: `${error.code}: ${error.message} ${error.hint}` };
  }
}

function lettingGo(identities: readonly RoleIdentity[], role: Role | undefined): Planned {
  const ids = identities.map(({ clientId }) => clientId).join(', ');
  const isAnother = identities.some(({ roleId }) => roleId !== role?.roleId);
  const why =
    role === undefined
      ? 'the role is gone'
      : isAnother
        ? 'another role has its name now'
        : 'the role wants to be bound no longer';
  return { do: 'let-go', why: `${why}; client ID ${ids}` };
}

async function beginning(
  role: Role,
  { by, tokenVersion }: Invitation,
  account: IdentityAccount,
  world: LookingWorld,
): Promise<Planned> {
  const identity = { clientId: FUTURE, servicePrincipalId: FUTURE, roleId: role.roleId };
  const goal = bindingGoal(role, tokenVersion, identity, world.settings);
  goal.plan(await observe(goal.question, inAccount(account, world)));
  const asks = by === 'tag' ? 'its tag asks for it' : 'its audience is the placeholder';
  return { do: 'bind', why: asks };
}

async function mending(
  role: Role,
  { tokenVersion }: Invitation,
  { clientId, retired, roleId }: RoleIdentity,
  account: IdentityAccount,
  world: LookingWorld,
): Promise<Planned | 'bound'> {
  // Which service principal it admits only Entra could judge: what the statement says is taken for right.
  const servicePrincipalId = admittedBy(role.trustPolicy, clientId) ?? FUTURE;
  const identity: KnownIdentity = { clientId, servicePrincipalId, roleId };
  const goal = bindingGoal(role, tokenVersion, identity, world.settings);
  const changes = goal.plan(await observe(goal.question, inAccount(account, world)));
  const disabled = retired === undefined ? [] : ['its application is disabled'];
  const lines = describePlan(changes).map(({ text }) => text.trim());
  const all = [...disabled, ...lines];
  return all.length === 0 ? 'bound' : { do: 'mend', why: all.join('; ') };
}

/** `sub` in the statement of ours. */
function admittedBy(document: PolicyJson, clientId: string): string | undefined {
  const sid = statementIdOf(clientId);
  return parsePolicy(document)
    .policy?.statements.filter((one) => one.sid === sid)
    .flatMap(({ conditions }) => conditions)
    .find(({ key }) => key.toLowerCase().endsWith(':sub'))?.values[0];
}
