import { GraphError } from './graph-error.ts';

/** What names one object of a collection: `{id}` or `(appId='{value}')`. */
export interface ObjectKey {
  readonly property: string;
  readonly value: string;
}

/** `applications`, then perhaps a key, then perhaps more. */
type PathSegment = string | ObjectKey;

/**
 * The segments of a path below the version.
 *
 * @throws GraphError when it is no path of Graph v1.0
 * @see https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part2-url-conventions.html
 */
export function parseResourcePath(path: string): readonly PathSegment[] {
  const [, version, ...rest] = path.replace(/\/$/, '').split('/');
  if (version !== 'v1.0') {
    throw new GraphError(400, 'BadRequest', `Invalid version: ${version}`);
  }
  return rest.flatMap((part) => segmentsOf(decoded(part)));
}

function segmentsOf(part: string): PathSegment[] {
  const keyed = /^(\w+)\((\w+)='((?:[^']|'')*)'\)$/.exec(part);
  if (keyed === null) return [part];
  const [, name = '', property = '', value = ''] = keyed;
  return [name, { property, value: value.replaceAll("''", "'") }];
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new GraphError(400, 'BadRequest', 'The request path is malformed.');
  }
}

/** In a pattern, where a key stands. */
export const KEY: unique symbol = Symbol('key');

export type PathPattern = readonly (string | typeof KEY)[];

/** The keys of a path that fits the pattern. */
export function matchPath(
  pattern: PathPattern,
  path: readonly PathSegment[],
): readonly ObjectKey[] | undefined {
  if (pattern.length !== path.length) return undefined;
  const keys: ObjectKey[] = [];
  for (const [index, expected] of pattern.entries()) {
    const segment = path[index] ?? '';
    if (expected === KEY) keys.push(typeof segment === 'string' ? byId(segment) : segment);
    else if (expected !== segment) return undefined;
  }
  return keys;
}

function byId(value: string): ObjectKey {
  return { property: 'id', value };
}
