import type { IdentityAccount, RoleIdentity } from '@entra-aws-creds/bindings';
import { StepFailure } from '@entra-aws-creds/core/programs';
import { trustsTenant } from '../decision/invitation.ts';
import type { TaskWorld } from '../tasks/task-world.ts';

/** A role by name, and all that was made for roles of that name. */
interface NamedRole {
  readonly name: string;
  readonly identities: readonly RoleIdentity[];
}

/** Every role of the account that the tenant, or the automation, has to do with; also those that are gone. */
export async function rolesOfAccount(
  account: IdentityAccount,
  { directory, settings }: Pick<TaskWorld, 'settings'> & { readonly directory: Identities },
): Promise<readonly NamedRole[]> {
  const { partition, account: number } = account.address;
  const { path } = settings.scope;
  const identities = byName(await directory.ofAccount({ partition, account: number }));
  const names = new Map([...identities.keys()].map((key) => [key, key]));
  for await (const role of account.roles()) {
    const key = role.arn.name.toLowerCase();
    // A tag may ask for a role that does not trust the tenant yet; IAM's list leaves tags out.
    const mayAsk = path !== '/' && role.arn.text.includes(`:role${path}`);
    const isOfOurs = identities.has(key) || mayAsk;
    if (isOfOurs || trustsTenant(role, settings)) names.set(key, role.arn.name);
  }
  return [...names].map(([key, name]) => ({ name, identities: identities.get(key) ?? [] }));
}

/** The part of the directory that is asked. */
type Identities = Pick<TaskWorld['directory'], 'ofAccount'>;

/** Of the same account and by the name that IAM knows it by. */
function byName(identities: readonly RoleIdentity[]): Map<string, readonly RoleIdentity[]> {
  const found = new Map<string, RoleIdentity[]>();
  for (const identity of identities) {
    const key = identity.role.name.toLowerCase();
    found.set(key, [...(found.get(key) ?? []), identity]);
  }
  return found;
}

/**
 * Whether it is about one role, and the others can be gone on with. Of anything else, such as a Graph that is
 * busy, the night would make executions by the thousand.
 */
export function isAboutRole(error: unknown): error is StepFailure {
  if (!(error instanceof StepFailure)) return false;
  const { code } = error;
  const isRefused = code.startsWith('EAC_BINDING_') || code === 'EAC_API_CERTIFICATE';
  return isRefused || code.endsWith('_QUOTA');
}
