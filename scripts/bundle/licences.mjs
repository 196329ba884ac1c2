import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const PACKAGE = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/;
const LICENCE_FILE = /^(?:un)?licen[cs]e(?:\.(?:txt|md))?$/i;

/**
 * The licences of every package that a bundle is made of, each under its name.
 *
 * @param {readonly string[]} sources what the source maps of the bundle name
 */
export function licencesOf(sources) {
  const folders = new Set(sources.flatMap((source) => PACKAGE.exec(source)?.[0] ?? []));
  const texts = [...folders].map((folder) => {
    const { name, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const file = readdirSync(folder).find((entry) => LICENCE_FILE.test(entry));
    const text = file === undefined ? '' : readFileSync(join(folder, file), 'utf8').trimEnd();
    return `${[name, license, text].join('\n').trimEnd()}\n`;
  });
  return [...new Set(texts)].sort().join('\n');
}
