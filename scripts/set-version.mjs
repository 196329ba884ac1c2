// Gives every file that names the version a new one: npm run version:set -- X.Y.Z
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { releaseChanges } from './release/changelog.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (file) => readFileSync(`${root}${file}`, 'utf8');
const json = (value) => `${JSON.stringify(value, null, 2)}\n`;

const next = process.argv[2] ?? '';
const current = JSON.parse(read('package.json')).version;

try {
  const numbers = parse(next);
  if (!isLater(numbers, parse(current))) throw new Error(`${next} is not later than ${current}`);
  // All of them are made before the first is written: a failure leaves no half-bumped tree.
  const files = bumped(numbers);
  for (const [file, text] of files) writeFileSync(`${root}${file}`, text);
  console.log(`${current} is now ${next} in ${[...files.keys()].join(', ')}`);
  console.log('The bundles name it too: npm run build');
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}

function parse(version) {
  // Azure DevOps knows three numbers and no pre-releases.
  if (!/^(0|[1-9]\d*)(\.(0|[1-9]\d*)){2}$/.test(version)) {
    throw new Error(`Give a version as three numbers, such as 1.2.3, not "${version}"`);
  }
  return version.split('.').map(Number);
}

function isLater(numbers, than) {
  const differing = numbers.findIndex((number, index) => number !== than[index]);
  return differing >= 0 && numbers[differing] > than[differing];
}

function bumped([major, minor, patch]) {
  const files = new Map();
  const { workspaces } = JSON.parse(read('package.json'));
  for (const folder of ['', ...workspaces.map((workspace) => `${workspace}/`)]) {
    files.set(
      `${folder}package.json`,
      json(withVersion(JSON.parse(read(`${folder}package.json`)))),
    );
  }
  files.set('package-lock.json', lockFile(workspaces));
  const release = 'packages/core/src/release.ts';
  files.set(release, replaced(release, /(?<=^ {2}version: ')[^']*/m, next));
  files.set('task.json', taskManifest({ Major: major, Minor: minor, Patch: patch }));
  if (existsSync(`${root}vss-extension.json`)) {
    files.set(
      'vss-extension.json',
      replaced('vss-extension.json', /(?<=^ {2}"version": ")[^"]*/m, next),
    );
  }
  const today = new Date().toISOString().slice(0, 10);
  files.set('CHANGELOG.md', releaseChanges(read('CHANGELOG.md'), next, today));
  for (const page of pages()) {
    const text = read(page)
      .replaceAll(/(?<=entra-aws-creds@v|EntraAwsCreds@)\d+\b(?!\.)/g, major)
      .replaceAll(/<!-- version -->[\s\S]*?<!-- \/version -->/g, (part) =>
        part.replaceAll(/\d+\.\d+\.\d+/g, next),
      );
    if (text !== read(page)) files.set(page, text);
  }
  return files;
}

function withVersion(manifest) {
  const dependencies = Object.entries(manifest.dependencies ?? {}).map(([name, version]) => [
    name,
    name.startsWith('@entra-aws-creds/') ? next : version,
  ]);
  if (dependencies.length === 0) return { ...manifest, version: next };
  return { ...manifest, version: next, dependencies: Object.fromEntries(dependencies) };
}

function lockFile(workspaces) {
  const lock = JSON.parse(read('package-lock.json'));
  for (const place of ['', ...workspaces]) lock.packages[place] = withVersion(lock.packages[place]);
  return json({ ...lock, version: next });
}

/** Line by line, or all on one: the layout is the formatter's, the numbers are ours. */
function taskManifest(version) {
  return replaced('task.json', /(?<=^ {2}"version": )\{[^}]*\}/m, (before) =>
    Object.entries(version).reduce(
      (text, [part, number]) =>
        text.replace(new RegExp(`(?<="${part}": )\\d+`), () => String(number)),
      before,
    ),
  );
}

function replaced(file, pattern, replacement) {
  const text = read(file);
  if (!pattern.test(text)) throw new Error(`${file} has no version where one was expected`);
  return text.replace(pattern, replacement);
}

function pages() {
  const docs = readdirSync(`${root}docs`).filter((name) => name.endsWith('.md'));
  return ['README.md', ...docs.map((name) => `docs/${name}`)];
}
