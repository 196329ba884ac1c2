/** Control characters, line separators, bidi overrides and the escape character: everything that is not plain text. */
const NOT_PLAIN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu;

/** Stands at the end of a text of which the rest is left out. */
export const CUT = '…';

/**
 * Untrusted text as one line that is only text: no line breaks, no control characters,
 * no more than `limit` characters, and nothing that an agent reading the log would take
 * for a command (`##vso[…]` and `##[…]` are recognised anywhere in a line, `::…::` at its start).
 *
 * @see https://github.com/microsoft/azure-pipelines-tasks/blob/master/docs/authoring/commands.md
 * @see https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 */
export function plainText(text: string, limit = 1_000): string {
  // Cut before the patterns run, so that tens of megabytes from a server cost nothing.
  const head = text.slice(0, limit * 2);
  const line = head
    .replace(NOT_PLAIN, ' ')
    .replace(/ {2,}/g, ' ')
    .replace(/##(?=\[|vso\[)/gi, '# #')
    .trim()
    .replace(/^::/, ': :');
  return line.length > limit || head.length < text.length ? `${line.slice(0, limit)}${CUT}` : line;
}

/** An untrusted value in double quotes, short enough to stand in a sentence. */
export function quote(value: string): string {
  return `"${plainText(value, 120)}"`;
}
