// Packs packages/credential-provider for npm: its bundle and its types, nothing to install besides.
//   npm run package:credential-provider [-- <file.tgz>]
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compilePackages } from './fresh-clone.mjs';
import { packFolder } from './package/npm-tarball.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const source = join(root, 'packages/credential-provider');
const own = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8'));
const release = readFileSync(join(root, 'packages/core/src/release.ts'), 'utf8');
const [, repository] = /repository: '(.+)'/.exec(release);
const { name, version, description, license, engines } = own;
const target = resolve(
  process.argv[2] ?? join(root, `entra-aws-creds-credential-provider-${version}.tgz`),
);

compilePackages();
const scratch = mkdtempSync(join(tmpdir(), 'package-credential-provider-'));
try {
  const folder = join(scratch, 'package');
  cpSync(join(root, 'dist/credential-provider'), join(folder, 'dist'), { recursive: true });
  cpSync(join(root, 'LICENSE'), join(folder, 'LICENSE'));
  cpSync(join(source, 'README.md'), join(folder, 'README.md'));
  mkdirSync(join(folder, 'types'));
  for (const [file, text] of declarations('index.d.ts')) {
    writeFileSync(join(folder, 'types', file), text);
  }
  const manifest = {
    name,
    version,
    description,
    license,
    repository,
    type: 'module',
    engines,
    exports: { '.': { types: './types/index.d.ts', default: './dist/index.js' } },
  };
  packFolder(folder, manifest, target);
  console.log(target);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/** A declaration file and those that it is made of, which must be the package's own. */
function declarations(file, found = new Map()) {
  if (found.has(file)) return found;
  const text = readFileSync(join(source, 'lib', file), 'utf8');
  // Compilers of any age find a file by the name that it would have as JavaScript.
  found.set(file, text.replaceAll(/(?<=from '\.\/[\w-]+)\.ts(?=')/g, '.js'));
  for (const [, specifier] of text.matchAll(/\b(?:from|import\()\s*['"]([^'"]+)['"]/g)) {
    const [, module] = /^\.\/([\w-]+)\.ts$/.exec(specifier) ?? [];
    if (module === undefined) throw new Error(`${file} needs the types of ${specifier}`);
    declarations(`${module}.d.ts`, found);
  }
  return found;
}
