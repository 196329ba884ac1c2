import { quote } from '@entra-aws-creds/core/programs';
import { requestRefusal } from '../problem.ts';
import { parseRoleId } from './role-body.ts';

/** How a binding is to go. */
export interface Removal {
  /** `disable`: nobody logs in as it any more, and PUT undoes that; `delete`: it can be restored for 30 days. */
  readonly mode: 'disable' | 'delete';
  /** Unique ID of the role. */
  readonly roleId: string;
}

const MODES = ['disable', 'delete'] as const;

/** `?mode=…&roleId=…` @throws Refusal 422 */
export function removalQuery(query: URLSearchParams): Removal {
  const text = query.get('mode') ?? '';
  const mode = MODES.find((one) => one === text);
  if (mode === undefined) {
    throw requestRefusal(422, `"mode" is ${quote(text)}.`, `It is one of ${MODES.join(', ')}.`);
  }
  return { mode, roleId: parseRoleId(query.get('roleId') ?? '') };
}
