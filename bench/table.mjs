import { readFileSync, writeFileSync } from 'node:fs';

/** A Markdown table as lines. */
export function table(heads, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [
    line(heads),
    line(heads.map((_, index) => (index === 0 ? '---' : '---:'))),
    ...rows.map(line),
  ];
}

/** Puts `lines` between the marks `<!-- name -->` and `<!-- /name -->` of a Markdown file. */
export function writeSection(file, name, lines) {
  const text = readFileSync(file, 'utf8');
  const between = new RegExp(`(<!-- ${name} -->)[\\s\\S]*(<!-- /${name} -->)`);
  if (!between.test(text)) throw new Error(`${file} has no place for ${name}`);
  writeFileSync(
    file,
    text.replace(between, (_, start, end) => [start, ...lines, end].join('\n')),
  );
}
