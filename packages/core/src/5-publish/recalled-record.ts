import { sha256 } from '../text/sha256.ts';
import type { CleanUpRecord, RecordedVariable } from './clean-up-record.ts';

/** A record from what {@link JobHost.recall} gave, or undefined when there is none. */
export function parseRecord(text: string): CleanUpRecord | undefined {
  if (text === '') return undefined;
  const record: unknown = JSON.parse(text);
  return isRecord(record) ? record : undefined;
}

/** Whether a variable holds what the step of this record gave it. */
export function stillHolds({ digest }: RecordedVariable, value: string, key: string): boolean {
  return sha256(key + value) === digest;
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
