import { GraphError } from './graph-error.ts';
import { parseFilter } from './odata-filter.ts';

type Entity = Readonly<Record<string, unknown>>;

/** The query of one request. */
export interface ODataQuery {
  readonly select: readonly string[] | undefined;
  readonly filter: string | undefined;
  readonly top: number | undefined;
  readonly skipToken: string | undefined;
  /** Whether the number of all that pass the filter is asked for. */
  readonly count: boolean;
}

const KNOWN = ['$select', '$filter', '$top', '$skiptoken', '$count'];
const DEFAULT_PAGE = 100;
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
    top: top === null ? undefined : Number(top),
    skipToken: parameters.get('$skiptoken') ?? undefined,
    count: parameters.get('$count') === 'true',
  };
}

/** Only the properties that were asked for, and the type's own annotations. */
export function selected(entity: Entity, { select }: ODataQuery): Entity {
  if (select === undefined) return entity;
  const wanted = Object.entries(entity).filter(
    ([name]) => select.includes(name) || name.startsWith('@'),
  );
  return Object.fromEntries(wanted);
}

export interface Page {
  readonly value: readonly Entity[];
  readonly '@odata.count'?: number;
  readonly '@odata.nextLink'?: string;
}

/**
 * One page of what passes the filter.
 *
 * @param address of the collection, for the link to the next page
 * @see https://learn.microsoft.com/graph/paging
 */
export function pageOf(
  entities: readonly Entity[],
  query: ODataQuery,
  address: string,
  filterable: readonly string[],
): Page {
  const passes = query.filter === undefined ? () => true : parseFilter(query.filter, filterable);
  const all = entities.filter(passes);
  const start = query.skipToken === undefined ? 0 : readSkipToken(query.skipToken);
  const end = start + (query.top ?? DEFAULT_PAGE);
  const value = all.slice(start, end).map((entity) => selected(entity, query));
  const counted = query.count ? { '@odata.count': all.length } : {};
  if (end >= all.length) return { ...counted, value };
  const next = new URL(address);
  next.searchParams.set('$skiptoken', Buffer.from(`skip ${end}`).toString('base64url'));
  return { ...counted, '@odata.nextLink': next.href, value };
}

function readSkipToken(token: string): number {
  const start = /^skip (\d+)$/.exec(Buffer.from(token, 'base64url').toString())?.[1];
  if (start !== undefined) return Number(start);
  throw new GraphError(
    400,
    'Directory_ExpiredPageToken',
    'The specified page token value has expired and can no longer be included in your request.',
  );
}
