// Packs the directory API as a function app is deployed: bundle and host.json.
//   npm run package:directory-api -- [<file.zip>]
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import JSZip from 'jszip';

const root = fileURLToPath(new URL('..', import.meta.url));
const [, , target = 'directory-api.zip'] = process.argv;

const { version, license } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const bundle = join(root, 'dist/directory-api');
const manifest = { name: 'directory-api', version, license, type: 'module', main: 'index.js' };
const files = [
  ...readdirSync(bundle)
    .filter((name) => name !== 'package.json')
    .map((name) => [name, readFileSync(join(bundle, name))]),
  ['host.json', readFileSync(join(root, 'packages/directory-api/azure/host.json'))],
  ['package.json', `${JSON.stringify(manifest, undefined, 2)}\n`],
];
const zip = new JSZip();
// The same files give the same bytes.
const date = new Date('2000-01-01T00:00:00Z');
for (const [name, content] of files.sort()) zip.file(name, content, { date });
const options = { type: 'nodebuffer', compression: 'DEFLATE', platform: 'UNIX' };
writeFileSync(target, await zip.generateAsync(options));
console.log(resolve(target));
