import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { steadyText } from './steady-text.mjs';
import { terminalFilm } from './terminal-film.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** `npm run demo`, from its command to its last line. */
export async function demoPicture() {
  const printed = execFileSync(process.execPath, [join(root, 'dist/sandbox/index.js'), 'demo'], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] },
  });
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
