import type { Outcome } from '@entra-aws-creds/organization/deployed';
import { EXIT, type ExitStatus } from '../command.ts';
import { plainLine } from '../sign-in/plain-line.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** An execution that did not come to what was asked of it. */
export function tellOfFailure(
  { arn, status, error, cause }: Outcome,
  terminal: Terminal,
): ExitStatus {
  const why = [error, cause].filter((one) => one !== undefined && one !== '').join(': ');
  terminal.say(plainLine(`The execution ${arn} is ${status}${why === '' ? '.' : `: ${why}`}`));
  return EXIT.failed;
}
