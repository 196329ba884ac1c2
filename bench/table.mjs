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
  if (sectionIn(text, name) === undefined) throw new Error(`${file} has no place for ${name}`);
  writeFileSync(
    file,
    text.replace(section(name), (_, start, __, end) => [start, ...lines, end].join('\n')),
  );
}

/** What stands between the marks; undefined without them. */
export function sectionIn(text, name) {
  return section(name).exec(text)?.[2];
}

function section(name) {
  return new RegExp(`(<!-- ${name} -->)([\\s\\S]*)(<!-- /${name} -->)`);
}
