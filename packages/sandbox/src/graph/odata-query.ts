import { GraphError } from './graph-error.ts';

export type Entity = Readonly<Record<string, unknown>>;

/** The query of one request. */
export interface ODataQuery {
  readonly select: readonly string[] | undefined;
  readonly filter: string | undefined;
  readonly top: number | undefined;
  readonly skipToken: string | undefined;
  /** The one relationship whose members are asked for along. */
  readonly expand: string | undefined;
  /** Whether the number of all that pass the filter is asked for. */
  readonly count: boolean;
}

const KNOWN = ['$select', '$expand', '$filter', '$top', '$skiptoken', '$count'];
const LARGEST_PAGE = 999;

/**
 * @throws GraphError
 * @see https://learn.microsoft.com/graph/query-parameters
 */
export function parseQuery(query: string): ODataQuery {
  const parameters = new URLSearchParams(query);
  const unknown = [...parameters.keys()].find(
    (name) => name.startsWith('$') && !KNOWN.includes(name.toLowerCase()),
  );
  if (unknown !== undefined) {
    throw new GraphError(400, 'BadRequest', `The query parameter '${unknown}' is not supported.`);
  }
  const top = parameters.get('$top');
  if (top !== null && !(/^\d+$/.test(top) && Number(top) >= 1 && Number(top) <= LARGEST_PAGE)) {
    throw new GraphError(
      400,
      'Request_UnsupportedQuery',
      `Invalid page size specified: '${top}'. Must be between 1 and ${LARGEST_PAGE} inclusive.`,
    );
  }
  return {
    select: parameters
      .get('$select')
      ?.split(',')
      .map((name) => name.trim()),
    filter: parameters.get('$filter') ?? undefined,
    expand: parameters.get('$expand') ?? undefined,
    top: top === null ? undefined : Number(top),
    skipToken: parameters.get('$skiptoken') ?? undefined,
    count: parameters.get('$count') === 'true',
  };
}

/** Only the properties that were asked for, what they are expanded by, and the type's own annotations. */
export function selected(entity: Entity, { select, expand = '' }: ODataQuery): Entity {
  if (select === undefined) return entity;
  const [expanded] = expand.split('(');
  const wanted = Object.entries(entity).filter(
    ([name]) => select.includes(name) || name === expanded || name.startsWith('@'),
  );
  return Object.fromEntries(wanted);
}
