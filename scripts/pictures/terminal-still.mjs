import { LINE, rowOf, svgOf, widthOf, wrapped } from './terminal-lines.mjs';

const WIDTH = 112;

/** All of what a terminal shows. */
export function terminalStill({ label, printed, coloured }) {
  const lines = printed
    .trimEnd()
    .split('\n')
    .flatMap((line) => wrapped(line, WIDTH));
  return svgOf({
    label,
    width: widthOf(WIDTH),
    height: lines.length * LINE + 30,
    body: lines
      .map((line, row) => rowOf(line, row, coloured))
      .filter((row) => row !== '')
      .join('\n'),
  });
}
