/** `*` in a pattern: any number of characters, none included. */
const ANY: unique symbol = Symbol('*');
/** `?` in a pattern: exactly one character. */
const ONE: unique symbol = Symbol('?');

/** Characters to be found as they are, with wildcards between them. */
export type Pattern = readonly (string | typeof ANY | typeof ONE)[];

/** `text` with `*` and `?` as wildcards. */
export function wildcardPattern(text: string): Pattern {
  return Array.from(text, (character) => {
    if (character === '*') return ANY;
    return character === '?' ? ONE : character;
  });
}

export function literalPattern(text: string): Pattern {
  return Array.from(text);
}

/**
 * Whether all of `text` matches. Only the latest `*` is ever taken back, which makes the
 * cost at most length times length: a policy full of `a*a*a*` cannot stall the step.
 */
export function matchesPattern(pattern: Pattern, text: string): boolean {
  const characters = Array.from(text);
  let part = 0;
  let position = 0;
  let star = -1;
  let starPosition = 0;
  while (position < characters.length) {
    const expected = pattern[part];
    if (expected === ANY) {
      star = part++;
      starPosition = position;
    } else if (expected !== undefined && (expected === ONE || expected === characters[position])) {
      part++;
      position++;
    } else if (star >= 0) {
      part = star + 1;
      position = ++starPosition;
    } else {
      return false;
    }
  }
  while (pattern[part] === ANY) part++;
  return part === pattern.length;
}
