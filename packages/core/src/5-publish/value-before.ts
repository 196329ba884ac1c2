import { CONFIG, CREDENTIALS, usualPath } from './user-files.ts';

/** Variables whose value is nobody's secret, so that the clean-up record may hold it. */
const GIVEN_BACK: ReadonlySet<string> = new Set([
  'AWS_REGION',
  'AWS_DEFAULT_REGION',
  'AWS_PROFILE',
  'AWS_DEFAULT_PROFILE',
  'AWS_SDK_LOAD_CONFIG',
  CREDENTIALS.variable,
  CONFIG.variable,
]);

/**
 * What the clean-up is to give a variable back. A job cannot unset one, and an empty `AWS_CONFIG_FILE` is a
 * file that does not exist to some AWS tools, so that they would not see the user's own any more: where none
 * was named, the usual one is.
 *
 * @param variable the value of an environment variable, or an empty text
 * @returns empty: it is to be blanked
 */
export function valueBefore(name: string, variable: (name: string) => string): string {
  if (!GIVEN_BACK.has(name)) return '';
  const file = [CREDENTIALS, CONFIG].find((one) => one.variable === name);
  return variable(name) || (file === undefined ? '' : usualPath(file, variable));
}
