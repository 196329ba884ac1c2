/** An element of an XML document: either its children count or its text, as AWS writes answers. */
export interface XmlElement {
  readonly name: string;
  readonly children: readonly XmlElement[];
  /** All text right inside the element, entities resolved. */
  readonly text: string;
}

export class UnreadableXml extends Error {
  override readonly name = 'UnreadableXml';
}

/** What AWS sends nests six deep; the limit keeps a hostile document off the call stack. */
const DEPTH_LIMIT = 16;
/** IAM answers with one role; its policy has 131072 characters at the most, each up to three when encoded. */
const LENGTH_LIMIT = 512 * 1024;

const PROLOG = /^\uFEFF?\s*(?:<\?xml [^?<>]*\?>\s*)?/;
const TOKEN = /<(\/?)([A-Za-z_][\w.-]{0,127})((?:\s+[\w:.-]+="[^"<>]*")*)\s*(\/?)>|([^<]+)/y;
const ENTITY = /&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(\w{1,8}));|&/g;
const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};

/**
 * Reads as much of XML as the answers of the AWS query protocol are written in: elements and text.
 * Attributes are passed over. What could make a reader do more than read (document types, own
 * entities, instructions) is refused, and comments and CDATA with it.
 *
 * @throws UnreadableXml
 * @see https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
 */
export function readXml(source: string): XmlElement {
  if (source.length > LENGTH_LIMIT) throw new UnreadableXml('the document is too long');
  const text = source.slice(PROLOG.exec(source)?.[0].length ?? 0).trimEnd();
  let offset = 0;

  const next = (): RegExpExecArray => {
    TOKEN.lastIndex = offset;
    const match = TOKEN.exec(text);
    if (match === null) throw new UnreadableXml('the document is truncated or not XML');
    offset = TOKEN.lastIndex;
    return match;
  };
  const element = ([, end, name = '', , empty]: RegExpExecArray, depth: number): XmlElement => {
    if (end !== '' || name === '') throw new UnreadableXml('an element is missing');
    if (depth > DEPTH_LIMIT) throw new UnreadableXml('the document is nested too deeply');
    const children: XmlElement[] = [];
    const texts: string[] = [];
    while (empty !== '/') {
      const token = next();
      const [, closes, inner, attributes, , characters] = token;
      if (characters !== undefined) texts.push(resolved(characters));
      else if (closes === '') children.push(element(token, depth + 1));
      else if (inner === name && attributes === '' && token[4] === '') break;
      else throw new UnreadableXml('an element is not closed');
    }
    return { name, children, text: texts.join('') };
  };

  const root = element(next(), 0);
  if (offset < text.length) throw new UnreadableXml('something follows the document');
  return root;
}

function resolved(characters: string): string {
  return characters.replace(ENTITY, (_, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined && Object.hasOwn(NAMED, name)) return NAMED[name] ?? '';
    const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
    if (Number.isNaN(code) || code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) {
      throw new UnreadableXml('an entity is not known');
    }
    return String.fromCodePoint(code);
  });
}

/** The text at the end of a path of names from below `root`; undefined unless every step is there once. */
export function textAt(root: XmlElement, ...path: readonly string[]): string | undefined {
  let here = root;
  for (const name of path) {
    const [child, ...more] = here.children.filter((one) => one.name === name);
    if (child === undefined || more.length > 0) return undefined;
    here = child;
  }
  return here.children.length === 0 ? here.text : undefined;
}
