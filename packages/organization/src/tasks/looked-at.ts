import type { IdentityAccount, Role } from '@entra-aws-creds/bindings';
import { StepFailure } from '@entra-aws-creds/core/programs';
import type { Look } from '../event/look.ts';
import type { TaskWorld } from './task-world.ts';

/** IAM copies changes to all regions, usually within seconds. */
const LAG_MS = 120_000;

/** The role as IAM tells of it, and the account that it lies in. */
export interface LookedAt {
  readonly account: IdentityAccount;
  /** Undefined: it is gone. */
  readonly role: Role | undefined;
}

/**
 * Reads the role. What IAM says is not believed while it may not have heard of the call that led here.
 *
 * @throws StepFailure `EAC_BINDING_NOT_SETTLED`, `EAC_IAM_…`, `EAC_STS_…`
 */
export async function lookAt(look: Look, world: TaskWorld): Promise<LookedAt> {
  const account = await world.accountOf(look);
  const role = await account.role(look.role);
  const { event, at } = look.because;
  const isFresh = world.clock.now().getTime() - Date.parse(at) < LAG_MS;
  if (isFresh && event === 'CreateRole' && role === undefined) throw notHeardYet(look, 'created');
  if (isFresh && event === 'DeleteRole' && role !== undefined && isOlder(role, at)) {
    throw notHeardYet(look, 'deleted');
  }
  return { account, role };
}

/** Whether it is the role that the call was about, and not one that was made after it. */
function isOlder({ created }: Role, at: string): boolean {
  return created === undefined || Date.parse(created) <= Date.parse(at);
}

function notHeardYet({ role, account }: Look, what: string): StepFailure {
  return new StepFailure(
    'EAC_BINDING_NOT_SETTLED',
    `The role ${role} of the account ${account} was ${what} a moment ago, and IAM does not know that everywhere yet.`,
    'It is looked at again within seconds, by itself.',
  );
}
