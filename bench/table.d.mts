/** A Markdown table as lines. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string[];
/** Puts `lines` between the marks `<!-- name -->` and `<!-- /name -->` of a Markdown file. */
export function writeSection(file: string, name: string, lines: readonly string[]): void;
