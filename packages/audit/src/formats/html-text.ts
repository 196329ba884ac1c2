import { plainText } from '@entra-aws-creds/core/programs';

/** Markup that is safe to stand in a page: only {@link html} makes it. */
export interface Markup {
  readonly markup: string;
}

/**
 * Markup with values in it, each of them escaped unless it is markup itself; lists are joined. Values
 * stand between tags or in quoted attributes.
 */
export function html(
  parts: TemplateStringsArray,
  ...values: readonly (string | number | Markup | readonly Markup[])[]
): Markup {
  const [first = '', ...rest] = parts;
  return { markup: first + rest.map((part, index) => inserted(values[index]) + part).join('') };
}

function inserted(value: string | number | Markup | readonly Markup[] | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return escaped(value);
  return 'markup' in value ? value.markup : value.map(({ markup }) => markup).join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return plainText(text, 8_000).replace(/[&<>"']/g, (one) => ENTITIES[one] ?? '');
}
