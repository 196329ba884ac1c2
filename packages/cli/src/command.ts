import type { Flag } from './flags/flag.ts';
import type { FlagValues } from './flags/flag-values.ts';
import type { Terminal } from './terminal/terminal.ts';

/** What a command ends with; 2 is drift or findings, which is not a failure. */
export const EXIT = { done: 0, failed: 1, findings: 2, usage: 64 } as const;

export type ExitStatus = number;

/** A call that shows what the command is for, and what it does in a few words. */
interface Example {
  readonly call: string;
  readonly does: string;
}

/** One command of the program. */
export interface Command {
  /** Comes first in its help. */
  readonly examples: readonly Example[];
  /** What it does, in a few sentences for the help. */
  readonly description: string;
  readonly flags: readonly Flag[];
  /** How what follows the flags is called in the help; without, nothing may follow. */
  readonly operands?: string;
  /** @throws WrongUsage, StepFailure */
  run(invocation: Invocation): Promise<ExitStatus>;
}

/** What one call of a command was given. */
export interface Invocation {
  readonly flags: FlagValues;
  /** What follows the flags, or `--`. */
  readonly operands: readonly string[];
  readonly terminal: Terminal;
  /** Every command there is. */
  readonly commands: readonly CommandEntry[];
  /** Aborted when the user interrupts; made when it is first asked for, which not all have the time for. */
  cancelled(): AbortSignal;
}

/** A command as the list of commands has it; its code is loaded when it was chosen. */
export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  load(): Promise<Command>;
}
