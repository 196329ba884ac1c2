// Builds dist/: TypeScript to ES modules, then one folder per bundle. The same sources give the same bytes.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import ncc from '@vercel/ncc';

const root = fileURLToPath(new URL('..', import.meta.url));
const target = resolve(root, process.argv[2] ?? 'dist');

/** Folder in dist/ and the compiled entry that it is made of. */
export const BUNDLES = {
  'github-action': 'packages/github-action/lib/main.js',
  'github-action-post': 'packages/github-action/lib/post.js',
  'azure-devops-task': 'packages/azure-devops-task/lib/main.js',
  'azure-devops-task-post': 'packages/azure-devops-task/lib/post.js',
  'credential-process': 'packages/credential-process/lib/main.js',
  sandbox: 'packages/sandbox/lib/cli.js',
};

const tsc = join(root, 'node_modules/typescript/bin/tsc');
execFileSync(process.execPath, [tsc, '-b', join(root, 'tsconfig.json')], { stdio: 'inherit' });

rmSync(target, { recursive: true, force: true });
for (const [name, entry] of Object.entries(BUNDLES)) await bundle(name, join(root, entry));

async function bundle(name, entry) {
  if (!existsSync(entry)) throw new Error(`${entry} was not compiled`);
  const { code, assets } = await ncc(entry, {
    minify: true,
    license: 'licenses.txt',
    // Another package asks for it and does without; whether it lies around must not change the bytes.
    externals: ['supports-color'],
    cache: false,
    quiet: true,
    target: 'es2023',
  });
  const folder = join(target, name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'index.js'), code);
  for (const [file, { source }] of Object.entries(assets))
    writeFileSync(join(folder, file), source);
  console.log(`${name}: ${(code.length / 1000).toFixed(0)} kB`);
}
