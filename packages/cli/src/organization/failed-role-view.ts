import { shellWord } from '@entra-aws-creds/core/programs';
import type { FailedRole } from '@entra-aws-creds/organization/deployed';
import { PROGRAM } from '../help.ts';
import { plainLine } from '../sign-in/plain-line.ts';
import { minuteOf } from './table.ts';

/** Which role, since when, and what the automation said of it; then how it is tried again. */
export function failureLines({
  execution,
  role,
  stopped,
  error,
  cause,
}: FailedRole): readonly string[] {
  const when = stopped === undefined ? '' : `  ${minuteOf(stopped)}`;
  const which = role === undefined ? execution : `${role.account}  ${role.role}`;
  return [
    plainLine(`  ${which}  ${error}${when}`).replace(/^/, '  '),
    ...(cause === '' ? [] : [`      ${plainLine(cause)}`]),
    ...(role === undefined
      ? []
      : [
          `      again: ${PROGRAM} organization reconcile --role ${shellWord(plainLine(arnOf(role)))}`,
        ]),
  ];
}

/** Without its path, which executions do not know. */
function arnOf({ partition, account, role }: NonNullable<FailedRole['role']>): string {
  return `arn:${partition}:iam::${account}:role/${role}`;
}
