/** The rows of RFC 4180, every cell of which is quoted. */
export function csvRows(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [[]];
  const cells = /"((?:[^"]|"")*)"(,|\r\n)/gy;
  for (let match = cells.exec(text); match !== null; match = cells.exec(text)) {
    rows.at(-1)?.push((match[1] ?? '').replaceAll('""', '"'));
    if (match[2] === '\r\n') rows.push([]);
    if (cells.lastIndex === text.length) return rows.slice(0, -1);
  }
  throw new Error('This is no CSV of ours.');
}
