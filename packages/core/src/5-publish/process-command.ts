import { StepFailure } from '../failure/step-failure.ts';
import type { ProcessProgram } from '../job/job-host.ts';
import { quote } from '../text/log-line.ts';

/** What no shell and no splitter sees anything in but itself. */
const PLAIN = /^[\w@+:./-]+$/;
const PLAIN_ON_WINDOWS = /^[\w@+:./\\-]+$/;
const WINDOWS_PATH = /^(?:[A-Za-z]:[\\/]|\\\\)/;

/** What one of the readers would not leave alone in quotes: comments are cut off before anything else is read. */
const UNQUOTABLE = /["$`%\r\n]|\s[#;]/;

const ENCODED = 'base64url:';

/**
 * A `credential_process` that every AWS SDK runs as `node script plan`, with the program's words before the plan. Some hand it to `sh` or `cmd.exe`,
 * some split it themselves, and the SDK for Go takes off a quote at its beginning and one at its end;
 * so only the first two words are ever quoted, and only where they need it.
 *
 * @throws StepFailure `EAC_PROFILE_FILES` for a path that cannot stand in such a command
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html
 */
export function processCommand({ node, script, words = [] }: ProcessProgram, plan: string): string {
  return [quoted(node), quoted(script), ...words, processArgument(plan)].join(' ');
}

/** The text that `argument`, the last word of the command, stands for. */
export function argumentText(argument: string): string {
  return argument.startsWith(ENCODED)
    ? Buffer.from(argument.slice(ENCODED.length), 'base64url').toString('utf8')
    : argument;
}

/** Encoded rather than quoted: on Windows the SDK for Go spoils the quotes of any argument. */
export function processArgument(text: string): string {
  return isPlain(text) ? text : ENCODED + Buffer.from(text, 'utf8').toString('base64url');
}

function quoted(path: string): string {
  if (isPlain(path)) return path;
  if (UNQUOTABLE.test(path) || (path.includes('\\') && !WINDOWS_PATH.test(path))) {
    throw new StepFailure(
      'EAC_PROFILE_FILES',
      `The path ${quote(path)} has characters that a command in an AWS configuration file cannot contain.`,
      'Install the runner in a folder without quotes, $, %, # and backticks in its name, or do without "refresh".',
    );
  }
  return `"${path}"`;
}

function isPlain(path: string): boolean {
  return (WINDOWS_PATH.test(path) ? PLAIN_ON_WINDOWS : PLAIN).test(path);
}
