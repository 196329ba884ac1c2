import { join, sep } from 'node:path';

/** One of the two files that AWS tools are configured by. */
export interface UserFile {
  /** Names the file, where it is not in its usual place. */
  readonly variable: string;
  /** In the folder `.aws` at home. */
  readonly name: string;
}

export const CREDENTIALS: UserFile = {
  variable: 'AWS_SHARED_CREDENTIALS_FILE',
  name: 'credentials',
};
export const CONFIG: UserFile = { variable: 'AWS_CONFIG_FILE', name: 'config' };

/**
 * Where AWS tools read the file: where its variable says, in which `~` is the home folder, else in its usual
 * place; empty when nothing says where home is.
 *
 * @param variable the value of an environment variable, or an empty text
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/file-location.html
 */
export function userFilePath(file: UserFile, variable: (name: string) => string): string {
  const named = variable(file.variable);
  if (named === '') return usualPath(file, variable);
  const home = homeFolder(variable);
  const below = ['~/', `~${sep}`].some((start) => named.startsWith(start));
  return below && home !== '' ? join(home, named.slice(2)) : named;
}

/** The absolute path that AWS tools read when its variable is not set; empty when nothing says where home is. */
export function usualPath({ name }: UserFile, variable: (name: string) => string): string {
  const home = homeFolder(variable);
  return home === '' ? '' : join(home, '.aws', name);
}

function homeFolder(variable: (name: string) => string): string {
  return variable('HOME') || variable('USERPROFILE');
}
