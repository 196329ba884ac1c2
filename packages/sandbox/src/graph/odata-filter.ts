import { GraphError } from './graph-error.ts';

type Entity = Readonly<Record<string, unknown>>;

/** Whether an object passes a `$filter`. */
export type Filter = (entity: Entity) => boolean;

const TERM =
  /^(?:(?<equal>\w+) eq (?<value>'(?:[^']|'')*'|true|false|null|[\da-f-]{36})|startswith\((?<start>\w+), ?'(?<prefix>(?:[^']|'')*)'\)|(?<list>\w+)\/any\((?<item>\w+): ?\k<item> eq '(?<element>(?:[^']|'')*)'\))(?: and |$)/i;

/**
 * Of the filter language what applications are looked up by: `eq`, `startswith`, `any` with `eq`, and `and` between
 * them.
 *
 * @throws GraphError `Request_UnsupportedQuery`
 * @see https://learn.microsoft.com/graph/filter-query-parameter
 */
export function parseFilter(text: string, filterable: readonly string[]): Filter {
  const terms: Filter[] = [];
  let rest = text.trim();
  while (rest !== '') {
    const found = TERM.exec(rest);
    if (found?.groups === undefined) throw unsupported(text);
    const { equal, value = '', start, prefix = '', list, element = '' } = found.groups;
    const property = equal ?? start ?? list ?? '';
    if (!filterable.includes(property)) throw unsupported(property);
    if (equal !== undefined) terms.push(equals(property, literal(value)));
    else if (start !== undefined) terms.push(startsWith(property, unquoted(prefix)));
    else terms.push(contains(property, unquoted(element)));
    rest = rest.slice(found[0].length);
  }
  return (entity) => terms.every((term) => term(entity));
}

function equals(property: string, value: unknown): Filter {
  return (entity) => sameText(entity[property], value);
}

function startsWith(property: string, prefix: string): Filter {
  const lower = prefix.toLowerCase();
  return (entity) =>
    String(entity[property] ?? '')
      .toLowerCase()
      .startsWith(lower);
}

function contains(property: string, element: string): Filter {
  return (entity) => {
    const list = entity[property];
    return Array.isArray(list) && list.some((item) => sameText(item, element));
  };
}

/** Graph does not tell cases apart when it filters. */
function sameText(one: unknown, other: unknown): boolean {
  return typeof one === 'string' && typeof other === 'string'
    ? one.toLowerCase() === other.toLowerCase()
    : one === other;
}

function literal(text: string): unknown {
  if (text.startsWith("'")) return unquoted(text.slice(1, -1));
  // A GUID stands without quotation marks.
  if (text.length === 36) return text;
  return text === 'null' ? null : text === 'true';
}

function unquoted(text: string): string {
  return text.replaceAll("''", "'");
}

function unsupported(clause: string): GraphError {
  return new GraphError(
    400,
    'Request_UnsupportedQuery',
    `Unsupported or invalid query filter clause specified for property '${clause}' of resource 'Application'.`,
  );
}
