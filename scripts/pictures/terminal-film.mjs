import { LINE, rowOf, svgOf, widthOf, wrapped } from './terminal-lines.mjs';

const WIDTH = 112;
const ROWS = 27;
const LINE_S = 0.35;
const PAUSE_S = 1.2;
const END_S = 6;

/**
 * What a terminal shows, as it comes: first a curtain goes down, then the lines go up. It runs three times and
 * rests on its first screen, which is also all that is shown where nothing may move.
 */
export function terminalFilm({ label, printed, coloured }) {
  const [command = '', ...said] = printed.trimEnd().split('\n');
  const moments = [{ at: 0, rows: 1 }];
  const lines = [command];
  let at = PAUSE_S;
  for (const line of said) {
    lines.push(...wrapped(line, WIDTH));
    at += line.startsWith('──') ? PAUSE_S : LINE_S;
    if (line !== '') moments.push({ at, rows: lines.length });
  }
  const whole = at + END_S;
  const height = ROWS * LINE + 30;
  const width = widthOf(WIDTH);
  const inside = `x="2" width="${width - 4}"`;
  return svgOf({
    label,
    width,
    height,
    more: `.roll,.curtain{animation:roll ${whole.toFixed(1)}s step-end 3}
.curtain{animation-name:curtain;transform:translateY(${ROWS * LINE}px)}
${keyframes('curtain', moments, whole, (rows) => Math.min(rows, ROWS))}
${keyframes('roll', moments, whole, (rows) => -Math.max(rows - ROWS, 0))}
@media (prefers-reduced-motion:reduce){.roll,.curtain{animation:none}}
`,
    body: `<clipPath id="screen"><rect ${inside} y="17" height="${ROWS * LINE + 1}"/></clipPath>
<g clip-path="url(#screen)">
<g class="roll">
${lines
  .map((line, row) => rowOf(line, row, coloured))
  .filter((row) => row !== '')
  .join('\n')}
</g>
<rect class="curtain" ${inside} y="16" height="${ROWS * LINE}" fill="var(--paper)"/>
</g>`,
  });
}

/** The moments at which something moves, in percent of the whole. */
function keyframes(name, moments, whole, linesAt) {
  const frames = [];
  let last;
  for (const { at, rows } of moments) {
    const lines = linesAt(rows);
    if (lines === last) continue;
    frames.push(`${((at / whole) * 100).toFixed(1)}%{transform:translateY(${lines * LINE}px)}`);
    last = lines;
  }
  return `@keyframes ${name}{${frames.join('')}}`;
}
