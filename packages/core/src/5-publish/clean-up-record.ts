import { createHmac } from 'node:crypto';
import type { JobVariable } from './job-variables.ts';

/**
 * What this step set, kept for its clean-up. Values are kept as keyed digests: enough to tell
 * whether a variable still holds what this step gave it, and nothing that leads back to it.
 */
export interface CleanUpRecord {
  readonly key: string;
  readonly variables: readonly RecordedVariable[];
}

export interface RecordedVariable {
  readonly name: string;
  readonly secret: boolean;
  readonly digest: string;
}

export function recordOf(variables: readonly JobVariable[], key: string): CleanUpRecord {
  return {
    key,
    variables: variables.map(({ name, value, secret }) => ({
      name,
      secret,
      digest: digestOf(value, key),
    })),
  };
}

export function stillHolds(recorded: RecordedVariable, value: string, key: string): boolean {
  return digestOf(value, key) === recorded.digest;
}

/** A record from what {@link Host.recall} gave, or undefined when there is none. */
export function parseRecord(text: string): CleanUpRecord | undefined {
  if (text === '') return undefined;
  const record: unknown = JSON.parse(text);
  return isRecord(record) ? record : undefined;
}

function isRecord(value: unknown): value is CleanUpRecord {
  const { key, variables } = (value ?? {}) as Partial<CleanUpRecord>;
  return typeof key === 'string' && Array.isArray(variables) && variables.every(isVariable);
}

function isVariable(value: unknown): value is RecordedVariable {
  const { name, secret, digest } = (value ?? {}) as Partial<RecordedVariable>;
  return typeof name === 'string' && typeof secret === 'boolean' && typeof digest === 'string';
}

function digestOf(value: string, key: string): string {
  return createHmac('sha256', key).update(value).digest('hex');
}
