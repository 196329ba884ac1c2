import {
  applicationIdOf,
  CREATED_TAG,
  type IdentityAccount,
  issuerOf,
  observe,
  type Role,
  type RoleIdentity,
  type RoleName,
  type TokenVersion,
} from '@entra-aws-creds/bindings';
import { StepFailure } from '@entra-aws-creds/core/programs';
import { decide } from '../decision/decision.ts';
import { invitationOf, trustsTenant } from '../decision/invitation.ts';
import { federatedBy } from '../decision/role-tags.ts';
import { bindingGoal, inAccount } from '../tasks/aws-half.ts';
import type { TaskWorld } from '../tasks/task-world.ts';

/** What a night found in an account. */
export interface AccountReport {
  readonly account: string;
  /** Roles that the tenant, or the automation, has to do with. */
  readonly looked: number;
  /** Names of roles for which there is something to do. */
  readonly toDo: readonly string[];
}

/** Which providers of the tenant each account is to have. */
const PROVIDERS: readonly TokenVersion[] = ['v2', 'v1'];

/**
 * Looks at one account as if no event had ever come of it: the tenant's providers, every role that has to do
 * with the tenant, and every application whose role is gone.
 */
export async function reconcileAccount(
  address: Omit<RoleName, 'name'>,
  world: TaskWorld,
): Promise<AccountReport> {
  const account = await world.accountOf(address);
  await makeProviders(account, world);
  const { path } = world.settings.scope;
  const identities = byName(await world.directory.ofAccount(address));
  const names = new Map([...identities.keys()].map((key) => [key, key]));
  for await (const role of account.roles()) {
    const key = role.arn.name.toLowerCase();
    // A tag may ask for a role that does not trust the tenant yet; IAM's list leaves tags out.
    const mayAsk = path !== '/' && role.arn.text.includes(`:role${path}`);
    const isOfOurs = identities.has(key) || mayAsk;
    if (isOfOurs || trustsTenant(role, world.settings)) names.set(key, role.arn.name);
  }
  const toDo: string[] = [];
  for (const [key, name] of names) {
    if (await hasToDo(name, identities.get(key) ?? [], account, world)) toDo.push(name);
  }
  return { account: address.account, looked: names.size, toDo };
}

/** Of the same account and by the name that IAM knows it by. */
function byName(identities: readonly RoleIdentity[]): Map<string, readonly RoleIdentity[]> {
  const found = new Map<string, RoleIdentity[]>();
  for (const identity of identities) {
    const key = identity.role.name.toLowerCase();
    found.set(key, [...(found.get(key) ?? []), identity]);
  }
  return found;
}

async function makeProviders(account: IdentityAccount, world: TaskWorld): Promise<void> {
  const { tenant, cloud } = world.settings;
  for (const version of PROVIDERS) {
    const url = issuerOf(tenant, version, cloud);
    const { partition, account: number } = account.address;
    const arn = `arn:${partition}:iam::${number}:oidc-provider/${url.replace('https://', '')}`;
    if ((await account.provider(arn)) !== undefined) continue;
    await account.createProvider(url, [], { [CREATED_TAG]: 'true' });
  }
}

/** What only a person can decide is something to do as well: the execution fails, and tells. */
async function hasToDo(
  name: string,
  identities: readonly RoleIdentity[],
  account: IdentityAccount,
  world: TaskWorld,
): Promise<boolean> {
  const role = await account.role(name);
  try {
    const decision = decide(role, identities, world.settings, world.clock.now());
    if (decision.do !== 'bind' || role === undefined) return decision.do === 'unbind';
    return !(await isBound(role, identities, account, world));
  } catch (error) {
    // Of anything else, such as a Graph that is busy, the night would make executions by the thousand.
    if (!(error instanceof StepFailure) || !isAboutRole(error)) throw error;
    world.tell(`${name}: ${error.message}`);
    return true;
  }
}

function isAboutRole({ code }: StepFailure): boolean {
  return code.startsWith('EAC_BINDING_') || code.endsWith('_QUOTA');
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
  const federated = federatedBy(role.tags, role.arn, world.settings);
  const { arn, roleId } = role;
  const marked = own.clientId;
  const wanted = { role: arn, roleId, tokenVersion, federated, marked };
  const identity = await world.directory.ensure(wanted);
  const goal = bindingGoal(role, tokenVersion, identity, world.settings);
  return goal.plan(await observe(goal.question, inAccount(account, world))).length === 0;
}
