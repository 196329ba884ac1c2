import { plainLine } from '../sign-in/plain-line.ts';

/** Names and what belongs to each, under one another. */
export function namedLines(
  rows: readonly (readonly [name: string, text: string])[],
): readonly string[] {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, text]) => `${name.padEnd(width)}  ${plainLine(text)}`);
}

/** A time, to the minute, in UTC. */
export function minuteOf(date: Date): string {
  return `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** With the plural where there is not one of it. */
export function countOf(number: number, what: string, many = `${what}s`): string {
  return `${number} ${number === 1 ? what : many}`;
}
