import type { Text } from '../plan/later.ts';

/** In no name or ID: Unicode keeps it for private use. */
const EDGE = '\uE000';

/** Stands for what is known only when the code runs, within a text of any form. */
export type PlaceholderName = 'client_id' | 'subject' | 'sid' | 'provider' | 'account';

export function placeholder(name: PlaceholderName): string {
  return `${EDGE}${name}${EDGE}`;
}

export function withPlaceholders(text: Text): string {
  if (typeof text === 'string') return text;
  return text.prefix + placeholder(text.after === 'application' ? 'client_id' : 'subject');
}

export function hasPlaceholder(text: string): boolean {
  return text.includes(EDGE);
}

/** The text, each part of it in the words of a form. */
export function fill(
  text: string,
  literal: (text: string) => string,
  value: (name: PlaceholderName) => string,
): string {
  return text
    .split(EDGE)
    .map((part, index) => (index % 2 === 0 ? literal(part) : value(part as PlaceholderName)))
    .join('');
}
