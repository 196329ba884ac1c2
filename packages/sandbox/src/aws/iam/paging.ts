import { validationError } from '../query-error.ts';
import type { XmlTree } from '../xml.ts';
import { readInteger } from './parameters.ts';

interface Page<Item> {
  readonly items: readonly Item[];
  /** `IsTruncated` and `Marker` of the answer. */
  readonly rest: XmlTree;
}

/**
 * The part of a list that a call asks for, in the order of its keys. The marker names where the last page
 * ended, so that what comes and goes in between neither repeats nor hides others.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoles.html
 * @throws QueryError `ValidationError`
 */
export function readPage<Item>(
  parameters: URLSearchParams,
  all: readonly Item[],
  keyOf: (item: Item) => string,
): Page<Item> {
  const size = readInteger(parameters, 'MaxItems', 1, 1000) ?? 100;
  const after = readMarker(parameters);
  const keyed = all
    .map((item) => ({ item, key: keyOf(item) }))
    .filter(({ key }) => after === undefined || key > after)
    .sort((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key)));
  const page = keyed.slice(0, size);
  const isTruncated = keyed.length > size;
  return {
    items: page.map(({ item }) => item),
    rest: {
      IsTruncated: String(isTruncated),
      Marker: isTruncated ? markerAt(page.at(-1)?.key ?? '') : undefined,
    },
  };
}

const HEAD = 'after:';

function markerAt(key: string): string {
  return Buffer.from(HEAD + key).toString('base64url');
}

function readMarker(parameters: URLSearchParams): string | undefined {
  const marker = parameters.get('Marker');
  if (marker === null) return undefined;
  const text = Buffer.from(marker, 'base64url').toString();
  if (!text.startsWith(HEAD)) throw validationError('Invalid Marker.');
  return text.slice(HEAD.length);
}
