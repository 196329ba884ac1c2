import { createHmac } from 'node:crypto';
import type { JobVariable } from '../job/job-host.ts';

/**
 * What this step set, kept for its clean-up. Values are kept as keyed digests: enough to tell
 * whether a variable still holds what this step gave it, and nothing that leads back to it.
 */
export interface CleanUpRecord {
  readonly key: string;
  readonly variables: readonly RecordedVariable[];
  /** Name of the folder of the step's own in the temporary folder; empty without one. */
  readonly folder: string;
}

interface RecordedVariable {
  readonly name: string;
  readonly secret: boolean;
  readonly digest: string;
  /** What it is given back; empty: it is blanked. */
  readonly before: string;
}

/** @param before what a variable of this name is to be given back, which must not be secret */
export function recordOf(
  variables: readonly JobVariable[],
  before: (name: string) => string,
  folder: string,
  key: string,
): CleanUpRecord {
  return {
    key,
    folder,
    variables: variables.map(({ name, value, secret }) => ({
      name,
      secret,
      digest: digestOf(value, key),
      before: before(name),
    })),
  };
}

export function stillHolds(recorded: RecordedVariable, value: string, key: string): boolean {
  return digestOf(value, key) === recorded.digest;
}

/** A record from what {@link JobHost.recall} gave, or undefined when there is none. */
export function parseRecord(text: string): CleanUpRecord | undefined {
  if (text === '') return undefined;
  const record: unknown = JSON.parse(text);
  return isRecord(record) ? record : undefined;
}

function isRecord(value: unknown): value is CleanUpRecord {
  const { key, folder, variables } = (value ?? {}) as Partial<CleanUpRecord>;
  return (
    typeof key === 'string' &&
    typeof folder === 'string' &&
    Array.isArray(variables) &&
    variables.every(isVariable)
  );
}

function isVariable(value: unknown): value is RecordedVariable {
  const { name, secret, digest, before } = (value ?? {}) as Partial<RecordedVariable>;
  return (
    typeof name === 'string' &&
    typeof secret === 'boolean' &&
    typeof digest === 'string' &&
    typeof before === 'string'
  );
}

function digestOf(value: string, key: string): string {
  return createHmac('sha256', key).update(value).digest('hex');
}
