/** Everything that is not plain text: control characters, line separators, bidi overrides. */
const NOT_PLAIN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu;

/** Text that a server may have a part in, as a line that moves no cursor and colours nothing. */
export function plainLine(text: string): string {
  return text.replace(NOT_PLAIN, ' ').trim();
}
