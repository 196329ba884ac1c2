/** Element content: a text, child elements, or (an array) `member` elements. */
export type XmlContent = string | number | XmlTree | readonly XmlContent[];
export interface XmlTree {
  readonly [element: string]: XmlContent | undefined;
}

export function writeXml(tree: XmlTree): string {
  return Object.entries(tree)
    .filter(([, content]) => content !== undefined)
    .map(([name, content]) => `<${name}>${writeContent(content as XmlContent)}</${name}>`)
    .join('');
}

export function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

function writeContent(content: XmlContent): string {
  if (typeof content === 'string' || typeof content === 'number') return escapeXml(String(content));
  if (isList(content)) return content.map((item) => writeXml({ member: item })).join('');
  return writeXml(content);
}

function isList(content: XmlContent): content is readonly XmlContent[] {
  return Array.isArray(content);
}
