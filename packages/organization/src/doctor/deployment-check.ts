import { StepFailure } from '@entra-aws-creds/core/programs';

/** What is looked at, in its order; programs may go by these names. */
export type CheckName =
  | 'region'
  | 'central-stack'
  | 'outbound-federation'
  | 'organization'
  | 'member-stacks'
  | 'dead-letters'
  | 'entra-application'
  | 'entra-permissions'
  | 'federated-credential';

/** One thing that the automation needs, and how it is. */
export interface DeploymentCheck {
  readonly name: CheckName;
  readonly result: 'fine' | 'wrong' | 'not-tried';
  /** What was found, in a line each. */
  readonly facts: readonly string[];
  /** What is wrong, or why it was not tried; empty where it is fine. */
  readonly problem: string;
  /** What mends it: commands, or where none does a sentence. */
  readonly mend: readonly string[];
}

export function fine(name: CheckName, ...facts: readonly string[]): DeploymentCheck {
  return { name, result: 'fine', facts, problem: '', mend: [] };
}

export function wrong(
  name: CheckName,
  problem: string,
  mend: readonly string[],
  facts: readonly string[] = [],
): DeploymentCheck {
  return { name, result: 'wrong', facts, problem, mend };
}

export function notTried(name: CheckName, problem: string): DeploymentCheck {
  return { name, result: 'not-tried', facts: [], problem, mend: [] };
}

/** Ends the whole run, since every check would say the same. */
const OF_THE_RUN = /^EAC_(?:TIME_LIMIT|CANCELLED|ADMIN_CREDENTIALS)$/;

/** A check, and what it has found for those after it. */
export interface Looked<Found> {
  readonly check: DeploymentCheck;
  readonly found?: Found;
}

/** What could not be looked at is wrong, for the reason that it failed with. */
export async function looked<Found>(
  name: CheckName,
  look: () => Promise<Looked<Found>>,
): Promise<Looked<Found>> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof StepFailure) || OF_THE_RUN.test(error.code)) throw error;
    return { check: wrong(name, `${error.code}: ${error.message}`, [error.hint]) };
  }
}

/** The same for one that finds nothing for others. */
export async function checked(
  name: CheckName,
  look: () => Promise<DeploymentCheck>,
): Promise<DeploymentCheck> {
  const { check } = await looked<never>(name, async () => ({ check: await look() }));
  return check;
}
