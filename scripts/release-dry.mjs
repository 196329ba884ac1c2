// Makes everything that a release consists of, twice, and fails unless both are the same byte for byte.
// What is published is exactly what this leaves in release/, or in the folder that is named.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { OF_ACTION } from './bundle/bundles.mjs';
import { billOfMaterials } from './release/bill-of-materials.mjs';
import { changesOf } from './release/changelog.mjs';
import { tarArchive } from './release/tar-archive.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const target = resolve(process.argv[2] ?? join(root, 'release'));
const read = (file) => readFileSync(join(root, file), 'utf8');

const { version } = JSON.parse(read('package.json'));
/** Each by the command that also makes it alone. */
const PACKED = [
  ['package-ado.mjs', `entra-aws-creds-${version}.vsix`],
  ['package-cli.mjs', `entra-aws-creds-${version}.tgz`],
  ['package-credential-provider.mjs', `entra-aws-creds-credential-provider-${version}.tgz`],
  ['package-directory-api.mjs', `entra-aws-creds-directory-api-${version}.zip`],
];
/** What a job downloads, and what people and servers install, are made of different things. */
const OF_JOBS = ['core', 'github-action', 'azure-devops-task', 'credential-process'];
const PROGRAMS = ['cli', 'credential-provider', 'directory-api'];
const { date, notes } = changesOf(read('CHANGELOG.md'), version);
const scratch = mkdtempSync(join(tmpdir(), 'release-'));

try {
  const [first, second] = ['first', 'second'].map((name) => release(join(scratch, name)));
  const differing = [...first.keys()].filter((name) => !first.get(name).equals(second.get(name)));
  if (differing.length > 0) {
    throw new Error(`Made twice, these files differ: ${differing.join(', ')}`);
  }
  rmSync(target, { recursive: true, force: true });
  cpSync(join(scratch, 'first'), target, { recursive: true });
  console.log(`${target} holds ${version} of ${date}; made twice, the same bytes:`);
  for (const [name, content] of first) console.log(`  ${digest(content)}  ${name}`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function release(folder) {
  mkdirSync(folder);
  const write = (name, content) => writeFileSync(join(folder, name), content);

  for (const [script, name] of PACKED) {
    execFileSync(process.execPath, [join(root, 'scripts', script), join(folder, name)], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  }
  write(`entra-aws-creds-action-${version}.tar.gz`, actionArchive());
  write('sbom.cdx.json', billOfMaterials(root, version, OF_JOBS));
  write('sbom-programs.cdx.json', billOfMaterials(root, version, PROGRAMS));
  const sums = [...filesIn(folder)].map(([name, content]) => `${digest(content)}  ${name}\n`);
  write('SHA256SUMS', sums.join(''));
  write('notes.md', `${notes}\n`);
  return filesIn(folder);
}

/** What a runner needs that cannot reach the repository, and nothing of the other host. */
function actionArchive() {
  const paths = OF_ACTION.flatMap((bundle) =>
    readdirSync(join(root, 'dist', bundle)).map((name) => `dist/${bundle}/${name}`),
  );
  const files = ['action.yml', 'LICENSE', 'README.md', ...paths].map((path) => [
    `entra-aws-creds-${version}/${path}`,
    readFileSync(join(root, path)),
  ]);
  return tarArchive(files, new Date(`${date}T00:00:00Z`));
}

function filesIn(folder) {
  const names = readdirSync(folder).sort();
  return new Map(names.map((name) => [name, readFileSync(join(folder, name))]));
}

function digest(content) {
  return createHash('sha256').update(content).digest('hex');
}
