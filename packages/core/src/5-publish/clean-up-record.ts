import { createHash } from 'node:crypto';
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

export interface RecordedVariable {
  readonly name: string;
  readonly secret: boolean;
  /** SHA-256 of the key and what the variable was given, one after the other, in hexadecimal. */
  readonly digest: string;
  /** What it is given back; empty: it is blanked. */
  readonly before: string;
}

/**
 * @param before what a variable of this name is to be given back, which must not be secret
 * @param key of one length, whatever the values
 */
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
      digest: createHash('sha256').update(key).update(value).digest('hex'),
      before: before(name),
    })),
  };
}
