// Packs the Azure DevOps extension: npm run package:ado [-- file]. The same sources give the same bytes.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import JSZip from 'jszip';
import { OF_TASK } from './bundle/bundles.mjs';
import { problemsOf } from './extension/task-manifest.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const readJson = (file) => JSON.parse(readFileSync(join(root, file), 'utf8'));
const manifest = readJson('vss-extension.json');
const task = readJson('task.json');
const target = resolve(
  process.argv[2] ?? join(root, `release/${manifest.id}-${manifest.version}.vsix`),
);

try {
  const problems = [...problemsOf(task, root), ...versionProblems()];
  if (problems.length > 0)
    throw new Error(`task.json cannot be packed:\n  ${problems.join('\n  ')}`);
  const stage = mkdtempSync(join(tmpdir(), 'extension-'));
  try {
    layOut(stage);
    const packed = await sameBytes(pack(stage));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, packed);
    console.log(`${target}: ${Math.round(packed.length / 1000)} kB`);
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}

function versionProblems() {
  const { Major, Minor, Patch } = task.version;
  const version = `${Major}.${Minor}.${Patch}`;
  return version === manifest.version
    ? []
    : [`its version is ${version}, that of vss-extension.json ${manifest.version}`];
}

/** The task beside its bundles, as its targets say. */
function layOut(stage) {
  const folder = join(stage, task.name);
  const copy = (from, to) => cpSync(join(root, from), to, { recursive: true });
  mkdirSync(folder);
  copy('task.json', join(folder, 'task.json'));
  copy('extension/task-icon.png', join(folder, 'icon.png'));
  copy('LICENSE', join(folder, 'LICENSE'));
  for (const bundle of OF_TASK) copy(`dist/${bundle}`, join(folder, 'dist', bundle));
  copy('vss-extension.json', join(stage, 'vss-extension.json'));
  copy('extension/overview.md', join(stage, 'overview.md'));
  copy('extension/icon-128.png', join(stage, 'icon.png'));
  copy('extension/icon-512.png', join(stage, 'icon-large.png'));
  copy('LICENSE', join(stage, 'LICENSE'));
}

function pack(stage) {
  const tfx = join(root, 'node_modules/tfx-cli/_build/tfx-cli.js');
  const output = join(stage, 'packed.vsix');
  const said = execFileSync(
    process.execPath,
    [
      tfx,
      'extension',
      'create',
      '--no-prompt',
      '--no-color',
      '--root',
      stage,
      '--output-path',
      output,
    ],
    { cwd: stage, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] },
  );
  // It only warns of what makes a task unusable.
  if (/warning|error/i.test(said)) throw new Error(`The extension cannot be packed:\n${said}`);
  return readFileSync(output);
}

/** Without the order and the times that the files happened to have. */
async function sameBytes(vsix) {
  const packed = await JSZip.loadAsync(vsix);
  const names = Object.keys(packed.files).filter((name) => !packed.files[name].dir);
  const sorted = new JSZip();
  for (const name of names.sort()) {
    const content = await packed.files[name].async('nodebuffer');
    sorted.file(name, content, { date: new Date('1980-01-01T00:00:00Z'), createFolders: false });
  }
  return sorted.generateAsync({
    type: 'nodebuffer',
    compression: 'DEFLATE',
    compressionOptions: { level: 9 },
    platform: 'UNIX',
  });
}
