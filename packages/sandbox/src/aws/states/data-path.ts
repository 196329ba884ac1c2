import { runtimeError } from './state-error.ts';

type Data = Readonly<Record<string, unknown>>;

/** What is at a path of names. @throws StateError `States.Runtime` when nothing is */
export function at(data: unknown, path: string): unknown {
  return namesIn(path).reduce<unknown>((value, name) => {
    const isThere = typeof value === 'object' && value !== null && Object.hasOwn(value, name);
    if (!isThere) throw runtimeError(`${path} is not in the data.`);
    return (value as Data)[name];
  }, data);
}

/** The data with `result` where `ResultPath` wants it. */
export function placed(data: unknown, path: string | null | undefined, result: unknown): unknown {
  if (path === null) return data;
  return inserted(data, namesIn(path ?? '$'), result);
}

function inserted(data: unknown, [name, ...rest]: readonly string[], result: unknown): unknown {
  if (name === undefined) return result;
  const known: Data = typeof data === 'object' && data !== null ? (data as Data) : {};
  return { ...known, [name]: inserted(known[name], rest, result) };
}

function namesIn(path: string): readonly string[] {
  if (!/^\$(?:\.\w+)*$/.test(path)) throw runtimeError(`${path} is not understood here.`);
  return path.split('.').slice(1);
}
