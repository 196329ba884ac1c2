import { type IdentityAccount, type Role, STATUS_TAG } from '@entra-aws-creds/bindings';
import { asStepFailure } from '@entra-aws-creds/core/programs';
import { failureStatus } from '../decision/status.ts';
import type { Look } from '../event/look.ts';
import { nameOf } from './task-error.ts';
import type { TaskWorld } from './task-world.ts';

/** What may pass within this time is not worth a word. */
const PATIENCE_MS = 120_000;

/**
 * Has the role itself tell its developer how far it is. Its tag is written only when that changes; that it
 * cannot be written changes nothing for the binding.
 *
 * @param status undefined: the automation has nothing to do with the role, and no tag is left
 */
export async function report(
  status: string | undefined,
  { arn, tags }: Pick<Role, 'arn' | 'tags'>,
  account: IdentityAccount,
  { tell }: Pick<TaskWorld, 'tell'>,
): Promise<void> {
  if (tags[STATUS_TAG] === status) return;
  try {
    if (status === undefined) await account.untagRole(arn, [STATUS_TAG]);
    else await account.tagRole(arn, { [STATUS_TAG]: status });
  } catch (error) {
    tell(`The tag ${STATUS_TAG} of ${arn.text} could not be written: ${messageOf(error)}`);
  }
}

/**
 * Has the role tell why it could not be bound, and throws what was thrown. It is told by the task that failed:
 * a state of its own for it would be what is redriven in the place of that task.
 *
 * @throws whatever `error` is
 */
export async function reportFailure(error: unknown, look: Look, world: TaskWorld): Promise<never> {
  const failure = asStepFailure(error);
  const name = nameOf(failure);
  const passes = name === 'NotYet' || name === 'Throttled';
  const sinceMs = world.clock.now().getTime() - Date.parse(look.because.at);
  const status = passes && sinceMs < PATIENCE_MS ? undefined : failureStatus(name, failure);
  if (status !== undefined) await tryToReport(status, look, world);
  throw error;
}

async function tryToReport(status: string, look: Look, world: TaskWorld): Promise<void> {
  try {
    const account = await world.accountOf(look);
    const role = await account.role(look.role);
    if (role !== undefined) await report(status, role, account, world);
  } catch (error) {
    world.tell(`The role ${look.role} could not be told why: ${messageOf(error)}`);
  }
}

function messageOf(error: unknown): string {
  return asStepFailure(error).message;
}
