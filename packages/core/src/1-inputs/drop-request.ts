import type { InputName, RawInputs } from './input-name.ts';
import { InputReader } from './input-reader.ts';
import { parseYesOrNo } from './yes-or-no.ts';

/** Inputs that ask for credentials, which a step that takes them away does not get. */
const ASKING: readonly InputName[] = ['role-to-assume', 'profiles'];

/** Whether the step says anything of dropping credentials but a plain no. */
export function speaksOfDrop(raw: Pick<RawInputs, 'read'>): boolean {
  return !/^(false)?$/i.test(raw.read('drop'));
}

/**
 * Reads the inputs of a step that drops credentials.
 *
 * @throws StepFailure `EAC_INPUT_…`
 */
export function readDropRequest(raw: Pick<RawInputs, 'read' | 'origin'>): void {
  const reader = new InputReader(raw);
  const drop = reader.required('drop', parseYesOrNo);
  const asking = ASKING.find((name) => reader.has(name));
  if (asking !== undefined) {
    reader.wrong(
      'EAC_INPUT_CONFLICT',
      `"drop" is given with "${asking}".`,
      'A step either gets credentials or drops those of the steps before it: use two steps.',
    );
  }
  reader.finish({ drop });
}
