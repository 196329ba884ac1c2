import { GraphError } from './graph-error.ts';
import { type Filter, parseFilter } from './odata-filter.ts';
import { type Entity, type ODataQuery, selected } from './odata-query.ts';

const DEFAULT_PAGE = 100;

interface Page {
  readonly value: readonly Entity[];
  readonly '@odata.count'?: number;
  readonly '@odata.nextLink'?: string;
}

/** A member of a list that is long, or changes while it is read. */
export interface Listed {
  /** Its place, which it keeps whatever else comes and goes. */
  readonly place: number;
  /** Undefined when there is nothing to be seen of it. */
  entity(): Entity | undefined;
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
  const listed = entities.map((entity, place) => ({ place, entity: () => entity }));
  return pageOfListed(listed, query, address, filterable);
}

/** The same, of members in the order of their places; no more of them are looked at than it takes. */
export function pageOfListed(
  listed: readonly Listed[],
  query: ODataQuery,
  address: string,
  filterable: readonly string[],
): Page {
  const passes = query.filter === undefined ? () => true : parseFilter(query.filter, filterable);
  const last = query.skipToken === undefined ? -1 : readSkipToken(query.skipToken);
  const size = query.top ?? DEFAULT_PAGE;
  const value: Entity[] = [];
  let end = last;
  for (const { place, entity } of listed) {
    if (place <= last) continue;
    const found = entity();
    if (found === undefined || !passes(found)) continue;
    if (value.length === size) {
      return { ...counted(listed, query, passes), '@odata.nextLink': after(address, end), value };
    }
    value.push(selected(found, query));
    end = place;
  }
  return { ...counted(listed, query, passes), value };
}

function counted(listed: readonly Listed[], { count }: ODataQuery, passes: Filter): object {
  if (!count) return {};
  const all = listed.map(({ entity }) => entity()).filter((entity) => entity !== undefined);
  return { '@odata.count': all.filter(passes).length };
}

function after(address: string, place: number): string {
  const next = new URL(address);
  next.searchParams.set('$skiptoken', Buffer.from(`after ${place}`).toString('base64url'));
  return next.href;
}

function readSkipToken(token: string): number {
  const place = /^after (\d+)$/.exec(Buffer.from(token, 'base64url').toString())?.[1];
  if (place !== undefined) return Number(place);
  throw new GraphError(
    400,
    'Directory_ExpiredPageToken',
    'The specified page token value has expired and can no longer be included in your request.',
  );
}
