// Makes every picture of docs/pictures from what the built programs print on the sandbox, or those that are named.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compilePackages, requireDependencies } from './fresh-clone.mjs';

requireDependencies();
compilePackages();
const { PICTURES } = await import('./pictures/pictures.mjs');

const folder = fileURLToPath(new URL('../docs/pictures', import.meta.url));
const named = process.argv.slice(2);
for (const [name, make] of Object.entries(PICTURES)) {
  if (named.length === 0 || named.includes(name)) writeFileSync(join(folder, name), await make());
}
