// Measures what the unit tests of core and trust-policy run of these two packages, and fails below the
// minimum. With --write, the figures go into docs/testing.md.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { requireDependencies } from './fresh-clone.mjs';

requireDependencies();

const PACKAGES = ['core', 'trust-policy'];
/** Percent, a little under what was measured last: a change must not lower it unseen. */
const MINIMUM = {
  core: { lines: 93, branches: 88, functions: 90 },
  'trust-policy': { lines: 99, branches: 96, functions: 98 },
};
/** A module with less of its lines run is named on the page, with the reason. */
const EXPLAINED_BELOW = 50;

const root = fileURLToPath(new URL('..', import.meta.url));
const page = join(root, 'docs/testing.md');

const summary = measured();
const figures = PACKAGES.map((name) => [name, figuresOf(name)]);
for (const [name, figure] of figures) {
  console.log(
    `${name}: ${Object.entries(figure)
      .map(([kind, percent]) => `${percent} % of ${kind}`)
      .join(', ')}`,
  );
  for (const [kind, least] of Object.entries(MINIMUM[name])) {
    if (figure[kind] < least)
      fail(`${name}: fewer than ${least} % of ${kind} are run by its tests`);
  }
}

const text = readFileSync(page, 'utf8');
for (const [path, { lines }] of summary) {
  if (lines.pct < EXPLAINED_BELOW && !text.includes(`\`${path}\``)) {
    fail(`${path}: ${lines.pct} % of its lines are run, and docs/testing.md does not say why`);
  }
}
if (process.argv.includes('--write')) writeFileSync(page, withFigures(text));

/** Jest's figures of each module, by its path in packages/. */
function measured() {
  const folder = mkdtempSync(join(tmpdir(), 'coverage-'));
  const tests = PACKAGES.map((name) => `test/${name}/`);
  const { status } = spawnSync(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      '--experimental-vm-modules',
      join(root, 'node_modules/jest/bin/jest.js'),
      ...tests,
      '--maxWorkers=100%',
      '--coverage',
      '--coverageProvider=v8',
      '--coverageReporters=json-summary',
      `--coverageDirectory=${folder}`,
      `--collectCoverageFrom=packages/{${PACKAGES.join()}}/src/**/*.ts`,
    ],
    { cwd: root, stdio: 'inherit' },
  );
  if (status !== 0) process.exit(status ?? 1);
  const { total: _, ...files } = JSON.parse(
    readFileSync(join(folder, 'coverage-summary.json'), 'utf8'),
  );
  rmSync(folder, { recursive: true });
  return Object.entries(files).map(([path, figure]) => [
    path.slice(join(root, 'packages').length + 1).replaceAll('\\', '/'),
    figure,
  ]);
}

function figuresOf(name) {
  const files = summary.filter(([path]) => path.startsWith(`${name}/`));
  return Object.fromEntries(
    Object.keys(MINIMUM[name]).map((kind) => {
      const sum = (what) => files.reduce((all, [, figure]) => all + figure[kind][what], 0);
      return [kind, Math.floor((1000 * sum('covered')) / sum('total')) / 10];
    }),
  );
}

function withFigures(text) {
  const rows = figures.map(
    ([name, { lines, branches, functions }]) =>
      `| \`packages/${name}\` | ${lines} % | ${branches} % | ${functions} % |`,
  );
  const table = ['| package | lines | branches | functions |', '|---|---|---|---|', ...rows];
  return text.replace(
    /<!-- coverage -->[\s\S]*<!-- \/coverage -->/,
    () => `<!-- coverage -->\n${table.join('\n')}\n<!-- /coverage -->`,
  );
}

function fail(reason) {
  console.error(reason);
  process.exitCode = 1;
}
