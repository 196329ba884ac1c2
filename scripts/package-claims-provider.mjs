// Packs the claims provider with its rules, as a function app is deployed: bundle, host.json and rules.
//   npm run package:claims-provider -- <rules.json> [<file.zip>]
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import JSZip from 'jszip';
import { compilePackages } from './fresh-clone.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const [, , rulesFile, target = 'claims-provider.zip'] = process.argv;
if (rulesFile === undefined) {
  console.error('npm run package:claims-provider -- <rules.json> [<file.zip>]');
  process.exit(64);
}

compilePackages();
const { readRules, RulesProblem } = await import('@entra-aws-creds/claims-provider');
const rules = readFileSync(rulesFile, 'utf8');
try {
  readRules(rules);
} catch (error) {
  if (!(error instanceof RulesProblem)) throw error;
  for (const problem of error.problems) console.error(`${rulesFile}: ${problem}`);
  process.exit(1);
}

const { version, license } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const bundle = join(root, 'dist/claims-provider');
const manifest = { name: 'claims-provider', version, license, type: 'module', main: 'index.js' };
const files = [
  ...readdirSync(bundle)
    .filter((name) => name !== 'package.json')
    .map((name) => [name, readFileSync(join(bundle, name))]),
  ['host.json', readFileSync(join(root, 'packages/claims-provider/azure/host.json'))],
  ['package.json', `${JSON.stringify(manifest, undefined, 2)}\n`],
  ['rules.json', rules],
];
const zip = new JSZip();
// The same files give the same bytes.
const date = new Date('2000-01-01T00:00:00Z');
for (const [name, content] of files.sort()) zip.file(name, content, { date });
const options = { type: 'nodebuffer', compression: 'DEFLATE', platform: 'UNIX' };
writeFileSync(target, await zip.generateAsync(options));
console.log(resolve(target));
