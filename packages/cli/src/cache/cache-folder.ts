import { isAbsolute, join } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

const NAME = 'entra-aws-creds';

/**
 * Where this user's caches lie; undefined where nothing says so, and then nothing is kept.
 *
 * @see https://specifications.freedesktop.org/basedir-spec/latest/
 */
export function cacheFolder(environment: Environment, system: NodeJS.Platform): string | undefined {
  const named = (variable: string) => {
    const path = environment[variable] ?? '';
    return isAbsolute(path) ? path : undefined;
  };
  const home = named('HOME') ?? named('USERPROFILE');
  const below = (...path: string[]) => (home === undefined ? undefined : join(home, ...path));
  const caches =
    system === 'win32'
      ? (named('LOCALAPPDATA') ?? below('AppData', 'Local'))
      : (named('XDG_CACHE_HOME') ??
        (system === 'darwin' ? below('Library', 'Caches') : below('.cache')));
  return caches === undefined ? undefined : join(caches, NAME);
}
