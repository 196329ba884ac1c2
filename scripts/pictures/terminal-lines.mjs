// Lines of a terminal as text elements of an SVG, on a paper that is light or dark as the reader's page is.
export const LINE = 18;
const MARGIN = 16;
const CHARACTER = 7.25;

/** Names of classes, each with its colour on light and on dark paper. */
const COLOURS = {
  high: ['#b3261e', '#ff7b72'],
  medium: ['#9a5b00', '#e3a03b'],
  low: ['#0b5cad', '#6cb6ff'],
  fine: ['#1a7f37', '#56d364'],
  soft: ['#57606a', '#9198a1'],
};

/** @param wanted how many characters the longest line has */
export function widthOf(wanted) {
  return Math.ceil(wanted * CHARACTER) + 2 * MARGIN;
}

/** @param more further rules of the style sheet */
export function svgOf({ width, height, label, body, more = '' }) {
  const colours = (which) =>
    Object.entries(COLOURS).map(([name, pair]) => `.${name}{fill:${pair[which]}}`);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(label)}">
<style>
:root{color-scheme:light dark;--ink:#1f2328;--paper:#f6f8fa;--line:#d0d7de}
text{font:12px ui-monospace,Menlo,Consolas,monospace;fill:var(--ink);white-space:pre}
${colours(0).join('')}
@media (prefers-color-scheme:dark){:root{--ink:#e6edf3;--paper:#0d1117;--line:#30363d}${colours(1).join('')}}
${more}</style>
<rect x=".5" y=".5" width="${width - 1}" height="${height - 1}" rx="8" fill="var(--paper)" stroke="var(--line)"/>
${body}
</svg>
`;
}

/** A row, counted from 0. `coloured` has pairs of a pattern and the class of what it matches. */
export function rowOf(line, row, coloured) {
  if (line === '') return '';
  return `<text x="${MARGIN}" y="${30 + row * LINE}" xml:space="preserve">${inColour(line, coloured)}</text>`;
}

function inColour(line, coloured) {
  for (const [pattern, name] of coloured) {
    const found = pattern.exec(line);
    if (found === null) continue;
    const [before, after] = [line.slice(0, found.index), line.slice(found.index + found[0].length)];
    return `${escaped(before)}<tspan class="${name}">${escaped(found[0])}</tspan>${escaped(after)}`;
  }
  return escaped(line);
}

/** A line in as many as it takes; those after the first begin like it, and a little further in. */
export function wrapped(line, width, indent = `${/^[ │]*/.exec(line)[0]}  `) {
  if (line.length <= width) return [line];
  const space = line.lastIndexOf(' ', width);
  const cut = space > indent.length ? space : width;
  return [line.slice(0, cut), ...wrapped(indent + line.slice(cut).trimStart(), width, indent)];
}

export function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
