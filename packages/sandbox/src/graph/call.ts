import type { EntraApp } from '../entra/app.ts';
import type { EntraDirectory } from '../entra/directory.ts';
import type { WrittenObject } from '../entra/replication.ts';
import type { HttpRequest } from '../http/message.ts';
import type { GraphCaller } from './caller.ts';
import type { JsonObject } from './json-body.ts';
import type { ODataQuery } from './odata-query.ts';
import type { ObjectKey, PathPattern } from './resource-path.ts';

/** One request, read and allowed to ask. */
export interface GraphCall {
  readonly directory: EntraDirectory;
  readonly caller: GraphCaller;
  readonly keys: readonly ObjectKey[];
  readonly query: ODataQuery;
  /** Empty when the request has no body. */
  readonly body: JsonObject;
  readonly request: HttpRequest;
  /** `https://host/v1.0`, as the caller spelled the host. */
  readonly root: string;
}

export interface GraphAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** None for 204. */
  readonly body?: object;
}

export interface GraphRoute {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE' | 'PUT';
  readonly path: PathPattern;
  readonly answer: (call: GraphCall) => GraphAnswer | Promise<GraphAnswer>;
  /** What `$expand` may say here, letter by letter. */
  readonly expands?: readonly string[];
}

export const NO_CONTENT: GraphAnswer = { status: 204 };

export function ok(body: object): GraphAnswer {
  return { status: 200, body };
}

export function created(body: object): GraphAnswer {
  return { status: 201, body };
}

export function keyAt({ keys }: GraphCall, index: number): ObjectKey {
  const key = keys[index];
  if (key === undefined) throw new Error(`the path has no key ${index}`);
  return key;
}

/** Changes an app, and tells those who are to hear of it late. */
export function change<Result>(
  { directory }: Pick<GraphCall, 'directory'>,
  app: EntraApp,
  object: WrittenObject,
  make: () => Result,
): Result {
  const before = app.snapshot();
  const result = make();
  directory.replication.written(app, object, before);
  return result;
}
