import { text } from 'node:stream/consumers';
import { startProgram } from './built-program.mjs';
import { steadyText } from './steady-text.mjs';
import { terminalFilm } from './terminal-film.mjs';

/** `npm run demo`, from its command to its last line. */
export async function demoPicture() {
  const child = startProgram('sandbox', ['demo']);
  child.stderr.resume();
  const printed = await text(child.stdout);
  return terminalFilm({
    label: 'A terminal in which npm run demo logs in with a certificate, on GitHub and on Azure',
    printed: `$ npm run demo\n${steadyText(printed)}`,
    coloured: [
      [/^\$ .*/, 'fine'],
      [/^── .*/, 'low'],
      [/^Both jobs .*/, 'fine'],
      [/\*\*\*, secret \*\*\*/, 'medium'],
      [/^ {2}(?:exported|requests)/, 'fine'],
      [/^ +│/, 'soft'],
    ],
  });
}
