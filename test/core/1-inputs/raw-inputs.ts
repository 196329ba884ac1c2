import type { InputName, RawInputs } from '../../../packages/core/src/1-inputs/input-name.ts';

/** Inputs as a CI system would hand them over, trimmed; what is not named was not given. */
export function rawInputs(values: Partial<Record<InputName, string>>): RawInputs {
  return { read: (name) => (values[name] ?? '').trim(), label: (name) => name };
}
