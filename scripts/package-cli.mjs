// Packs the command line as the npm package `entra-aws-creds`: bundles only, nothing to install besides.
//   npm run package:cli [-- <file.tgz>]
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { OF_ACTION, OF_TASK } from './bundle/bundles.mjs';
import { packFolder } from './package/npm-tarball.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (file) => readFileSync(join(root, file), 'utf8');
const { version, license, engines } = JSON.parse(read('package.json'));
const { description } = JSON.parse(read('packages/cli/package.json'));
const [, repository] = /repository: '(.+)'/.exec(read('packages/core/src/release.ts'));
const target = resolve(process.argv[2] ?? join(root, `entra-aws-creds-${version}.tgz`));

/** `sandbox demo` runs the action and the task, as their hosts find them. */
const BUNDLES = [...new Set(['cli', ...OF_ACTION, ...OF_TASK])];
const FILES = ['LICENSE', 'action.yml', 'task.json'];
const ENTRY = 'dist/cli/index.js';

const scratch = mkdtempSync(join(tmpdir(), 'package-cli-'));
try {
  const folder = join(scratch, 'package');
  for (const bundle of BUNDLES) {
    cpSync(join(root, 'dist', bundle), join(folder, 'dist', bundle), { recursive: true });
  }
  for (const file of FILES) cpSync(join(root, file), join(folder, file));
  cpSync(join(root, 'docs/command-line.md'), join(folder, 'README.md'));
  // Shells start a script by its first line; the bundle is the same otherwise.
  writeFileSync(join(folder, ENTRY), `#!/usr/bin/env node\n${read(ENTRY)}`, { mode: 0o755 });
  const manifest = {
    name: 'entra-aws-creds',
    version,
    description,
    license,
    repository,
    type: 'module',
    engines,
    bin: { 'entra-aws-creds': ENTRY },
  };
  packFolder(folder, manifest, target);
  console.log(target);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
