// Builds dist/: TypeScript to ES modules, then one folder per bundle. The same sources give the same bytes.
// With --source-maps, for a profile: not minified, and with maps beside the bundles.
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import ncc from '@vercel/ncc';
import { AS_COMMONJS, BUNDLES, LOADING_CORE } from './bundle/bundles.mjs';
import { licencesOf } from './bundle/licences.mjs';
import { minify } from './bundle/minify.mjs';
import { compilePackages, hasSources } from './fresh-clone.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { 'source-maps': { type: 'boolean', default: false } },
});
const target = resolve(root, positionals[0] ?? 'dist');
// From here the bundler counts its paths, which it numbers modules by.
process.chdir(root);

/** A package asks for it and does without; whether it lies around must not change the bytes. */
const OPTIONAL = { 'supports-color': 'supports-color' };
/** The worker of Azure Functions hands it to what it loads; there is no such package. */
const OF_WORKER = { '@azure/functions-core': '@azure/functions-core' };
const SHARED = { '@entra-aws-creds/core': '../core/index.js' };

compilePackages();

// Where packages keep the ES modules that they publish for bundlers, which leave out what is not used; ncc
// by itself takes the CommonJS ones, whole. By this variable its resolver finds the file.
process.env['TS_NODE_PROJECT'] = join(root, 'scripts/bundle/es-modules.json');

rmSync(target, { recursive: true, force: true });
for (const [name, entry] of Object.entries(BUNDLES)) {
  if (hasSources(entry.split('/lib/', 1)[0])) await bundle(name, join(root, entry));
}

async function bundle(name, entry) {
  if (!existsSync(entry)) throw new Error(`${entry} was not compiled`);
  const isCommonJs = AS_COMMONJS.includes(name);
  const { code, assets } = await ncc(entry, {
    mainFields: ['module', 'main'],
    externals: { ...OPTIONAL, ...OF_WORKER, ...(LOADING_CORE.includes(name) && SHARED) },
    esm: !isCommonJs,
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
  // Above it, all is said to be ES modules.
  if (isCommonJs) write(name, 'package.json', '{\n  "type": "commonjs"\n}');
  const licences = licencesOf(maps.flatMap(([, map]) => JSON.parse(map).sources));
  if (licences !== '') write(name, 'licenses.txt', licences);
  for (const [file, source] of [['index.js', code], ...files]) {
    if (values['source-maps']) write(name, file, source);
    else if (file.endsWith('.js')) write(name, file, await minify(source, isCommonJs));
    else if (!file.endsWith('.map')) write(name, file, source);
  }
  console.log(`${name}: ${(code.length / 1000).toFixed(0)} kB`);
}

function write(name, file, text) {
  const path = join(target, name, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
