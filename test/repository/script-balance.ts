type Language = 'powershell' | 'hcl' | 'groovy';

/** Texts and comments of a language: what is in them opens and closes nothing. */
const TEXTS: Readonly<Record<Language, RegExp>> = {
  powershell: /@"\n[\s\S]*?\n"@|@'\n[\s\S]*?\n'@|"(?:[^"`]|`[\s\S])*"|'(?:[^']|'')*'|#.*$/gm,
  hcl: /"(?:[^"\\]|\\.)*"|#.*$|\/\/.*$/gm,
  groovy: /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|\/\/.*$/gm,
};
const CLOSING: Readonly<Record<string, string>> = { '{': '}', '(': ')', '[': ']' };

/**
 * The first bracket or quotation mark of a script that has no other half, for languages without a parser
 * at hand; undefined where there is none.
 */
export function unbalanced(script: string, language: Language): string | undefined {
  const code = script.replaceAll(TEXTS[language], '');
  const open: string[] = [];
  for (const [mark] of code.matchAll(/[{}()[\]"']/g)) {
    if (/["']/.test(mark)) return mark;
    const closing = CLOSING[mark];
    if (closing !== undefined) open.push(closing);
    else if (open.pop() !== mark) return mark;
  }
  return open.at(-1);
}
