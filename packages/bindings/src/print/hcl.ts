import { fill } from './placeholder.ts';

/** An argument of a block, its value as an expression, or a block within it. */
export type HclItem = readonly [name: string, expression: string] | HclBlock;

export interface HclBlock {
  /** As `resource "aws_iam_role" "deploy"`. */
  readonly head: string;
  readonly items: readonly HclItem[];
}

/** A text as an expression; nothing is interpolated in it but placeholders, which are locals. */
export function text(value: string): string {
  const filled = fill(value, escaped, (name) => `\${local.${name}}`);
  const only = /^\$\{(local\.\w+)\}$/.exec(filled)?.[1];
  return only ?? `"${filled}"`;
}

function escaped(part: string): string {
  return JSON.stringify(part)
    .slice(1, -1)
    .replace(/[^\x20-\x7e]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replace(/([$%])\{/g, '$1$1{');
}

/** JSON in Terraform's own words. */
export function json(value: unknown): string {
  if (typeof value === 'string') return text(value);
  if (Array.isArray(value)) return list(value.map(json));
  if (typeof value !== 'object' || value === null) return String(value);
  const members = Object.entries(value);
  return object(
    members.map(([key, member]) => [/^\w+$/.test(key) ? key : text(key), json(member)]),
  );
}

/** In the layout of `terraform fmt`: equals signs of neighbouring lines stand below one another. */
export function block({ head, items }: HclBlock): string {
  return `${head} {\n${indented(body(items))}\n}`;
}

/** An object, for an argument or within another. */
export function object(members: readonly (readonly [string, string])[]): string {
  return `{\n${indented(body(members))}\n}`;
}

export function list(expressions: readonly string[]): string {
  if (expressions.length < 2) return `[${expressions.join(', ')}]`;
  return `[\n${expressions.map((one) => `${indented(one)},\n`).join('')}]`;
}

function body(items: readonly HclItem[]): string {
  const lines: string[] = [];
  let neighbours: (readonly [string, string])[] = [];
  const flush = () => {
    const width = Math.max(0, ...neighbours.map(([name]) => name.length));
    lines.push(...neighbours.map(([name, value]) => `${name.padEnd(width)} = ${value}`));
    neighbours = [];
  };
  for (const item of items) {
    if ('head' in item) {
      flush();
      lines.push(...(lines.length > 0 ? ['', block(item)] : [block(item)]));
    } else if (item[1].includes('\n')) {
      flush();
      lines.push(`${item[0]} = ${item[1]}`);
    } else neighbours.push(item);
  }
  flush();
  return lines.join('\n');
}

function indented(text: string): string {
  return text.replace(/^(?=.)/gm, '  ');
}
