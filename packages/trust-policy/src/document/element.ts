import type { JsonNode } from './json-document.ts';
import type { Report } from './parse-problem.ts';

type JsonString = Extract<JsonNode, { type: 'string' }>;
export type Members = ReadonlyMap<string, JsonNode>;

/** A string or a list of strings. */
export function strings(node: JsonNode, what: string, report: Report): JsonString[] {
  const nodes = node.type === 'list' ? node.items : [node];
  return nodes.flatMap((item) => {
    if (item.type === 'string') return [item];
    report(item, 'wrong-type', `${what} must be a string or a list of strings.`);
    return [];
  });
}

/** Exactly one of two elements that exclude each other. */
export function oneOf(statement: JsonNode, members: Members, name: string, report: Report) {
  const plain = members.get(name);
  const negation = members.get(`Not${name}`);
  if (plain !== undefined && negation !== undefined) {
    report(negation, 'conflicting-elements', `${name} and Not${name} exclude each other.`);
    return undefined;
  }
  const node = plain ?? negation;
  if (node === undefined) report(statement, 'missing-element', `The statement has no ${name}.`);
  return node === undefined ? undefined : { node, negated: negation !== undefined };
}
