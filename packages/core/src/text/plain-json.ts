/** What is not to be seen as itself: control and format characters and other line ends than those of the layout. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/**
 * `value` as JSON over several lines, to be copied out of a log: whoever reads it as JSON gets the same
 * value, and whoever reads it as text gets printable characters and nothing that an agent takes for a
 * command. No line begins with anything but space, a bracket or a double quote.
 */
export function plainJson(value: unknown): string {
  const lines = JSON.stringify(value, null, 2).split('\n');
  return lines
    .map((line) => line.replace(HIDDEN, escaped).replace(/##(?=\[|vso\[)/gi, '#\\u0023'))
    .join('\n');
}

function escaped(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}
