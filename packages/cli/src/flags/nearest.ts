/** How many letters may be wrong in a word that is still recognized. */
const TOLERANCE = 3;

/** The one of `words` that `typed` was probably meant to be. */
export function nearest(typed: string, words: readonly string[]): string | undefined {
  const byDistance = words
    .map((word) => ({ word, distance: distance(typed, word) }))
    .filter((one) => one.distance <= Math.min(TOLERANCE, Math.ceil(typed.length / 2)))
    .sort((one, other) => one.distance - other.distance);
  return byDistance[0]?.word;
}

/** Levenshtein's: letters to insert, remove or replace. */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...one].entries()) {
    const next = [index + 1];
    for (const [column, otherLetter] of [...other].entries()) {
      const replaced = (row[column] ?? 0) + (letter === otherLetter ? 0 : 1);
      next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
