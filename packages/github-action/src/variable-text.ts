/**
 * A variable as the runner reads it from its file. The toolkit ends every value with a random word, for which
 * it loads OpenSSL; a word that is not in the value does as well.
 *
 * @returns without the line break at its end
 * @see https://docs.github.com/actions/reference/workflow-commands-for-github-actions#multiline-strings
 */
export function variableText(name: string, value: string): string {
  if (!/[\r\n]/.test(value)) return `${name}=${value}`;
  let end = 'end';
  while (value.includes(end)) end += '.';
  return [`${name}<<${end}`, value, end].join('\n');
}
