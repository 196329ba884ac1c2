import { type JsonNode, readJsonText } from './json-document.ts';

/** Members that a policy is found under, from the outside in: the answer of `iam:GetRole`. */
const WRAPPERS = ['Role', 'AssumeRolePolicyDocument'];

/**
 * The policy in a document: the document itself, what `aws iam get-role` prints around it, or
 * either as the text of a JSON string. Its paths begin at `$` all the same; its lines stay
 * those of the document, and what is inside a string is all on the line of the string.
 *
 * @throws UnreadableJson when the text of a string is not JSON
 */
export function unwrapped(document: JsonNode): JsonNode {
  const outside = document.type === 'string' ? inside(document, document.text) : document;
  const inner = WRAPPERS.reduce<JsonNode>(
    (node, name) => (node.type === 'object' ? (node.members.get(name) ?? node) : node),
    outside,
  );
  if (inner === outside) return inner;
  if (inner.type === 'string') return inside(inner, percentDecoded(inner.text));
  return changed(inner, ({ path, line }) => ({ path: `$${path.slice(inner.path.length)}`, line }));
}

function inside({ line }: JsonNode, text: string): JsonNode {
  return changed(readJsonText(text), ({ path }) => ({ path, line }));
}

function percentDecoded(text: string): string {
  try {
    return text.startsWith('%') ? decodeURIComponent(text) : text;
  } catch {
    return text;
  }
}

type Place = Pick<JsonNode, 'path' | 'line'>;

function changed(node: JsonNode, place: (node: JsonNode) => Place): JsonNode {
  const here = { ...node, ...place(node) };
  if (here.type === 'object') {
    const members = [...here.members].map(([name, one]) => [name, changed(one, place)] as const);
    return { ...here, members: new Map(members) };
  }
  return here.type === 'list'
    ? { ...here, items: here.items.map((item) => changed(item, place)) }
    : here;
}
