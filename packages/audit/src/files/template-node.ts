import { type Document, isAlias, isMap, isScalar, isSeq, type Node, type YAMLMap } from 'yaml';

/** Ends the reading of a template that is larger than any that CloudFormation takes. */
export class TemplateTooLarge extends Error {
  override readonly name = 'TemplateTooLarge';
}

/** The members of a mapping, in their order: name, value, and the name as it stands in the text. */
export function fieldsOf(map: YAMLMap): readonly (readonly [string, Node, Node])[] {
  return map.items.flatMap(({ key, value }) => {
    if (!isScalar(key) || value === null) return [];
    return [[String(key.value), value as Node, key] as const];
  });
}

export function fieldOf(map: YAMLMap, name: string): Node | undefined {
  return fieldsOf(map).find(([field]) => field === name)?.[1];
}

/** What an alias stands for, and every other node itself. */
export function withoutAlias(node: Node, document: Document): Node | undefined {
  return isAlias(node) ? node.resolve(document) : node;
}

/** An intrinsic function and its argument. */
export interface Intrinsic {
  /** `Ref`, `Sub`, `GetAtt`: without `Fn::`. */
  readonly name: string;
  readonly argument: Node;
}

/** `!Sub x` and `{"Fn::Sub": "x"}`; undefined for what is none. */
export function intrinsicIn(node: Node): Intrinsic | undefined {
  const tag = node.tag ?? '';
  if (/^![A-Za-z]/.test(tag)) return { name: tag.slice(1), argument: node };
  if (!isMap(node)) return undefined;
  const [field, ...more] = fieldsOf(node);
  if (field === undefined || more.length > 0) return undefined;
  const [name, argument] = field;
  if (name === 'Ref') return { name, argument };
  return name.startsWith('Fn::') ? { name: name.slice(4), argument } : undefined;
}

/** The text of a scalar as it is written: `012345678901` is an account, not a number. */
export function scalarText(node: Node | undefined): string | undefined {
  if (!isScalar(node)) return undefined;
  return typeof node.value === 'number' ? (node.source ?? String(node.value)) : String(node.value);
}

export function itemsOf(node: Node | undefined): readonly Node[] {
  return isSeq(node) ? (node.items as Node[]) : [];
}

/** What stands for no value at all: `AWS::NoValue`. */
export const NO_VALUE = Symbol('AWS::NoValue');

/** The value without what stands for none. */
export function plainTexts(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((one) => one !== NO_VALUE).map(plainTexts);
  if (typeof value !== 'object' || value === null) return value === NO_VALUE ? null : value;
  const members = Object.entries(value).filter(([, member]) => member !== NO_VALUE);
  return Object.fromEntries(members.map(([name, member]) => [name, plainTexts(member)]));
}
