import { fill, hasPlaceholder } from './placeholder.ts';

/** A text as one word of a shell; nothing is expanded in it but placeholders, which are variables. */
export function word(text: string): string {
  if (/^[\w./:@=,+-]+$/.test(text)) return text;
  if (!hasPlaceholder(text)) return `'${text.replaceAll("'", `'\\''`)}'`;
  const escaped = (part: string) => part.replace(/[\\"$`]/g, '\\$&');
  return `"${fill(text, escaped, (name) => `$${name}`)}"`;
}
