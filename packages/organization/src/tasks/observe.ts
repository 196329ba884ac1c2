import { StepFailure } from '@entra-aws-creds/core/programs';
import { type Decision, decide } from '../decision/decision.ts';
import type { Look } from '../event/look.ts';
import { refuseApplicationOfAnother } from './application-of-another.ts';
import { lookAt } from './looked-at.ts';
import { report } from './report.ts';
import type { TaskWorld } from './task-world.ts';

/** What an execution has seen, as it stands in its state. */
export interface Seen {
  readonly do: Decision['do'];
  /** ISO 8601; of `wait`. */
  readonly until?: string;
  readonly why?: string;
  /** How often it has looked. */
  readonly turn: number;
}

const MOST_TURNS = 8;

/**
 * Looks at the role and at what was made for it, and says what is to be done.
 *
 * @param turn how often this execution has looked before
 */
export async function observeRole(look: Look, turn: number, world: TaskWorld): Promise<Seen> {
  if (turn >= MOST_TURNS) throw neverSettled(look);
  const { account, role } = await lookAt(look, world);
  const identities = await world.directory.ofRole({ ...look, name: look.role });
  await refuseApplicationOfAnother(role, identities, world);
  const decision = decide(role, identities, world.settings, world.clock.now());
  const isLeftAlone = decision.do === 'nothing' || decision.do === 'wait';
  if (role !== undefined && isLeftAlone) await report(undefined, role, account, world);
  return {
    do: decision.do,
    ...('until' in decision && { until: decision.until }),
    ...('why' in decision && { why: decision.why }),
    turn: turn + 1,
  };
}

function neverSettled({ role, account }: Look): StepFailure {
  return new StepFailure(
    'EAC_BINDING_CONFLICT',
    `The role ${role} of the account ${account} was looked at ${MOST_TURNS} times, and there is still something to do.`,
    'Somebody or something undoes the changes as they are made. See in CloudTrail who writes to the role, settle that, then start a new execution with the same input: one that is redriven counts on.',
  );
}
