import { type ParseProblem, pathTo, quoted } from './parse-problem.ts';

/** A JSON value that remembers where it stood. Members keep their order and are never merged. */
export type JsonNode = {
  readonly path: string;
  readonly line: number | undefined;
} & (
  | { readonly type: 'object'; readonly members: ReadonlyMap<string, JsonNode> }
  | { readonly type: 'list'; readonly items: readonly JsonNode[] }
  | { readonly type: 'string'; readonly text: string }
  | { readonly type: 'number' | 'boolean' | 'null'; readonly text: string }
);

/** What {@link readJsonText} and {@link readJsonValue} stop at. */
export class UnreadableJson extends Error {
  override readonly name = 'UnreadableJson';
  readonly problem: ParseProblem;

  constructor(problem: ParseProblem) {
    super(problem.message);
    this.problem = problem;
  }
}

/** No policy nests deeper than five; the limit keeps a hostile document off the call stack. */
const DEPTH_LIMIT = 32;

/**
 * What CreateRole takes for `AssumeRolePolicyDocument`.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
 */
const DOCUMENT_LIMIT = 131_072;

/**
 * Reads what `JSON.parse` returned. Only own enumerable members count, so nothing of a
 * prototype gets in, and `__proto__` is a name like any other.
 *
 * @throws UnreadableJson for what is no JSON value, too deep or too large
 */
export function readJsonValue(value: unknown): JsonNode {
  let budget = DOCUMENT_LIMIT;
  const fail = (code: ParseProblem['code'], path: string, message: string): never => {
    throw new UnreadableJson({ code, path, line: undefined, message, fatal: true });
  };
  const read = (part: unknown, path: string, depth: number): JsonNode => {
    const at = { path, line: undefined };
    budget -= typeof part === 'string' ? part.length + 1 : 1;
    if (budget < 0) fail('too-large', '$', `The document exceeds ${DOCUMENT_LIMIT} characters.`);
    if (depth > DEPTH_LIMIT)
      fail('too-deep', '$', 'The document is nested too deeply for a policy.');
    if (part === null) return { ...at, type: 'null', text: 'null' };
    if (typeof part === 'string') return { ...at, type: 'string', text: part };
    if (typeof part === 'boolean') return { ...at, type: 'boolean', text: String(part) };
    if (typeof part === 'number') return { ...at, type: 'number', text: String(part) };
    if (Array.isArray(part)) {
      const items = Array.from(part, (item, index) => read(item, pathTo(path, index), depth + 1));
      return { ...at, type: 'list', items };
    }
    if (typeof part !== 'object') return fail('not-json', path, 'This is not a JSON value.');
    const members = new Map<string, JsonNode>();
    for (const [name, member] of Object.entries(part)) {
      members.set(name, read(member, pathTo(path, name), depth + 1));
    }
    return { ...at, type: 'object', members };
  };
  return read(value, '$', 0);
}

const TOKEN =
  /[ \t\r\n]*(?:([{}[\],:])|("[^"\\\n]*(?:\\.[^"\\\n]*)*")|(-?\d[\d.eE+-]*|true|false|null))/y;

/**
 * Reads JSON text. Unlike `JSON.parse` it knows the lines and refuses a member that is
 * given twice, as IAM does: the first of two `StringEquals` would silently be lost.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 * @throws UnreadableJson
 */
export function readJsonText(source: string): JsonNode {
  const text = source.startsWith('\uFEFF') ? source.slice(1) : source;
  let offset = 0;
  let countedTo = 0;
  let line = 1;
  const lineHere = () => {
    for (; countedTo < offset; countedTo++) if (text.charCodeAt(countedTo) === 10) line++;
    return line;
  };
  const fail = (code: ParseProblem['code'], path: string, message: string): never => {
    throw new UnreadableJson({ code, path, line: lineHere(), message, fatal: true });
  };
  if (text.length > DOCUMENT_LIMIT) {
    fail('too-large', '$', `The document exceeds ${DOCUMENT_LIMIT} characters.`);
  }
  const next = (path: string): string => {
    TOKEN.lastIndex = offset;
    const match = TOKEN.exec(text);
    if (match === null) return fail('not-json', path, 'The document is not valid JSON here.');
    offset = TOKEN.lastIndex;
    return match[1] ?? match[2] ?? match[3] ?? '';
  };
  const decode = (token: string, path: string): unknown => {
    try {
      return JSON.parse(token);
    } catch {
      return fail('not-json', path, 'The document is not valid JSON here.');
    }
  };
  const separator = (token: string, end: string, path: string): boolean => {
    if (token === end) return false;
    return token === ',' || fail('not-json', path, `A comma or ${end} is missing here.`);
  };
  const read = (token: string, path: string, depth: number): JsonNode => {
    if (depth > DEPTH_LIMIT)
      fail('too-deep', '$', 'The document is nested too deeply for a policy.');
    const at = { path, line: lineHere() };
    if (token === '{') {
      const members = new Map<string, JsonNode>();
      let name = next(path);
      for (let more = name !== '}'; more; ) {
        if (!name.startsWith('"')) fail('not-json', path, 'The name of a member is missing here.');
        const key = String(decode(name, path));
        if (members.has(key)) {
          fail('duplicate-member', pathTo(path, key), `The member ${quoted(key)} is given twice.`);
        }
        if (next(path) !== ':') fail('not-json', path, 'A colon is missing here.');
        members.set(key, read(next(path), pathTo(path, key), depth + 1));
        more = separator(next(path), '}', path);
        if (more) name = next(path);
      }
      return { ...at, type: 'object', members };
    }
    if (token === '[') {
      const items: JsonNode[] = [];
      let first = next(path);
      for (let more = first !== ']'; more; ) {
        items.push(read(first, pathTo(path, items.length), depth + 1));
        more = separator(next(path), ']', path);
        if (more) first = next(path);
      }
      return { ...at, type: 'list', items };
    }
    const value = decode(token, path);
    if (typeof value === 'string') return { ...at, type: 'string', text: value };
    if (typeof value === 'number') return { ...at, type: 'number', text: token };
    if (typeof value === 'boolean') return { ...at, type: 'boolean', text: token };
    return { ...at, type: 'null', text: 'null' };
  };
  const root = read(next('$'), '$', 0);
  if (!/^[ \t\r\n]*$/.test(text.slice(offset))) {
    fail('not-json', '$', 'Something follows the end of the document.');
  }
  return root;
}
