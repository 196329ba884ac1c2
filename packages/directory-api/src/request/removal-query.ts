import { quote } from '@entra-aws-creds/core/programs';
import { requestRefusal } from '../problem.ts';
import { parseRoleId } from './binding-body.ts';

/** How a binding is to go. */
export interface Removal {
  /**
   * `disable`: nobody logs in as the application any more, and PUT undoes that; `delete`: it can be restored
   * for 30 days; `purge`: for good.
   */
  readonly mode: 'disable' | 'delete' | 'purge';
  /** Only if the application is that role's; undefined: whosever it is. */
  readonly roleId: string | undefined;
}

const MODES = ['disable', 'delete', 'purge'] as const;

/** `?mode=…&roleId=…` @throws Refusal 422 */
export function removalQuery(query: URLSearchParams): Removal {
  const text = query.get('mode') ?? 'delete';
  const mode = MODES.find((one) => one === text);
  if (mode === undefined) {
    throw requestRefusal(422, `"mode" is ${quote(text)}.`, `It is one of ${MODES.join(', ')}.`);
  }
  const roleId = query.get('roleId');
  return { mode, roleId: roleId === null ? undefined : parseRoleId(roleId) };
}
