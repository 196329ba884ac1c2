import type { XmlContent, XmlTree } from '../xml.ts';

/** Those that are numbers in a record; a form has only text. */
const NUMBERS = ['MaxSessionDuration'];

/** The parameters of a form as a record has them: nested, and with a small first letter. */
export function requestParameters(form: URLSearchParams): Record<string, unknown> | null {
  const given = [...form].filter(([name]) => name !== 'Action' && name !== 'Version');
  if (given.length === 0) return null;
  return nested(given.map(([name, value]) => [name.split('.'), value])) as Record<string, unknown>;
}

/** What an answer says, in the same way; null when it says nothing. */
export function responseElements(answer: XmlTree | undefined): Record<string, unknown> | null {
  const fields = Object.entries(answer ?? {}).filter(([, content]) => content !== undefined);
  if (fields.length === 0) return null;
  return Object.fromEntries(
    fields.map(([name, content]) => [small(name), element(name, content as XmlContent)]),
  );
}

type Path = readonly [name: readonly string[], value: string];

function nested(paths: readonly Path[]): unknown {
  const [only] = paths;
  if (paths.length === 1 && only?.[0].length === 0) return only[1];
  const heads = [...new Set(paths.map(([[head = '']]) => head))];
  const below = (head: string) =>
    nested(
      paths.filter(([[first]]) => first === head).map(([[, ...rest], value]) => [rest, value]),
    );
  if (heads.length === 1 && heads[0] === 'member') return Object.values(below('member') as object);
  return Object.fromEntries(
    heads.map((head) => [small(head), NUMBERS.includes(head) ? Number(below(head)) : below(head)]),
  );
}

function element(name: string, content: XmlContent): unknown {
  if (typeof content === 'string') return name.endsWith('Date') ? writtenOut(content) : content;
  if (typeof content === 'number') return content;
  if (Array.isArray(content)) return content.map((item) => element(name, item as XmlContent));
  return responseElements(content as XmlTree) ?? {};
}

/** Captured: "Apr 25, 2023 7:24:50 PM". */
function writtenOut(date: string): string {
  const format = new Intl.DateTimeFormat('en-US', {
    ...{ month: 'short', day: 'numeric', year: 'numeric', timeZone: 'UTC' },
    ...{ hour: 'numeric', minute: '2-digit', second: '2-digit', hour12: true },
  });
  const parts = format.formatToParts(new Date(date)).map(({ type, value }) => [type, value]);
  const { month, day, year, hour, minute, second, dayPeriod } = Object.fromEntries(parts);
  return `${month} ${day}, ${year} ${hour}:${minute}:${second} ${dayPeriod}`;
}

function small(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
