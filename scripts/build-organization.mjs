// Builds what the central stack of the automation deploys: one folder of functions, which
// packages/organization/templates/central.yaml names. It is not committed.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ncc from '@vercel/ncc';
import { licencesOf } from './bundle/licences.mjs';
import { minify } from './bundle/minify.mjs';
import { compilePackages, requireDependencies } from './fresh-clone.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const target = join(root, 'packages/organization/build/functions');

requireDependencies();
compilePackages();
process.chdir(root);
process.env['TS_NODE_PROJECT'] = join(root, 'scripts/bundle/es-modules.json');
rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
const { code, assets } = await ncc(join(root, 'packages/organization/lib/lambda/main.js'), {
  mainFields: ['module', 'main'],
  externals: { 'supports-color': 'supports-color' },
  filterAssetBase: root,
  sourceMap: true,
  sourceMapBasePrefix: '',
  sourceMapRegister: false,
  cache: false,
  quiet: true,
  target: 'es2023',
});
const files = Object.entries(assets).map(([file, { source }]) => [file, String(source)]);
const maps = files.filter(([file]) => file.endsWith('.map'));
write('licenses.txt', licencesOf(maps.flatMap(([, map]) => JSON.parse(map).sources)));
for (const [file, source] of [['index.js', code], ...files]) {
  if (file.endsWith('.js')) write(file, await minify(source));
  else if (!file.endsWith('.map')) write(file, source);
}
write('package.json', `${JSON.stringify({ type: 'module' })}\n`);
console.log(`functions: ${(code.length / 1000).toFixed(0)} kB, in ${target}`);

function write(file, text) {
  writeFileSync(join(target, file), text);
}
