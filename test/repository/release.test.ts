import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { changesOf } from '../../scripts/release/changelog.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const { version } = JSON.parse(read('package.json'));

const scratch = mkdtempSync(join(tmpdir(), 'release-test-'));
const release = join(scratch, 'release');
const archive = `entra-aws-creds-action-${version}.tar.gz`;
const extension = `entra-aws-creds-${version}.vsix`;
const programs = [
  `entra-aws-creds-${version}.tgz`,
  `entra-aws-creds-credential-provider-${version}.tgz`,
  `entra-aws-creds-directory-api-${version}.zip`,
];
const published = [
  archive,
  extension,
  ...programs,
  'sbom-programs.cdx.json',
  'sbom.cdx.json',
].sort();

/** `npm run release:dry` itself fails unless it makes the same bytes twice. */
beforeAll(() => {
  const script = join(root, 'scripts/release-dry.mjs');
  execFileSync(process.execPath, [script, release], { stdio: 'pipe' });
}, 120_000);
afterAll(() => rmSync(scratch, { recursive: true }));

test('a release has all its files and no others', () => {
  expect(readdirSync(release).sort()).toEqual([...published, 'SHA256SUMS', 'notes.md'].sort());
});

test('SHA256SUMS holds the sum of each file that is published', () => {
  const sums = readFileSync(join(release, 'SHA256SUMS'), 'utf8');
  const lines = published.map((name) => {
    const content = readFileSync(join(release, name));
    return `${createHash('sha256').update(content).digest('hex')}  ${name}\n`;
  });
  expect(sums).toBe(lines.join(''));
});

test('the notes are what the changelog says of this version', () => {
  const { notes } = changesOf(read('CHANGELOG.md'), version);
  expect(readFileSync(join(release, 'notes.md'), 'utf8')).toBe(`${notes}\n`);
});

describe('the archive of the action', () => {
  const unpacked = join(scratch, `entra-aws-creds-${version}`);
  beforeAll(() => {
    execFileSync('tar', ['-xzf', join(release, archive), '-C', scratch]);
  });

  test('holds the action as it is, and nothing of the other host', () => {
    const files = readdirSync(unpacked, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name).slice(unpacked.length + 1));
    expect(files).toContain('action.yml');
    for (const file of files) {
      expect(readFileSync(join(unpacked, file)).equals(readFileSync(join(root, file)))).toBe(true);
      expect(file.replaceAll('\\', '/')).toMatch(
        /^(action\.yml|LICENSE|README\.md|dist\/(core|credential-process|github-action(-post)?)\/[\w.-]+)$/,
      );
    }
  });

  test('runs from where it was unpacked', () => {
    const main = join(unpacked, 'dist/github-action/index.js');
    const files = Object.fromEntries(
      ['GITHUB_ENV', 'GITHUB_OUTPUT', 'GITHUB_STATE'].map((name) => [name, join(scratch, name)]),
    );
    const { status, stdout } = spawnSync(process.execPath, [main], {
      cwd: tmpdir(),
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], ...files },
    });
    expect(stdout).toContain('EAC_INPUTS_WRONG');
    expect(status).toBe(1);
  });
});

describe.each([
  {
    file: 'sbom.cdx.json',
    bundles: [
      'core',
      'github-action',
      'github-action-post',
      'azure-devops-task',
      'azure-devops-task-post',
    ],
    foreign: ['jest', 'typescript', 'jose', '@entra-aws-creds/sandbox', '@entra-aws-creds/cli'],
  },
  {
    file: 'sbom-programs.cdx.json',
    bundles: ['cli', 'credential-provider', 'directory-api'],
    foreign: ['jest', 'typescript', 'azure-pipelines-task-lib'],
  },
])('the list of what is inside, $file', ({ file, bundles, foreign }) => {
  let bill: {
    serialNumber: string;
    metadata: Record<string, unknown>;
    components: { name: string; 'bom-ref': string; purl: string; licenses?: unknown[] }[];
    dependencies: { ref: string; dependsOn: string[] }[];
  };
  beforeAll(() => {
    bill = JSON.parse(readFileSync(join(release, file), 'utf8'));
  });

  test('is CycloneDX, and says of what', () => {
    expect(bill).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.5' });
    expect(bill.metadata).toMatchObject({ component: { name: 'entra-aws-creds', version } });
    expect(bill.serialNumber).toMatch(
      /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/,
    );
  });

  test.each(bundles)('names every package in the bundle %s, with its licence', (bundle) => {
    const packages = read(`dist/${bundle}/licenses.txt`)
      .split('\n')
      .filter((line) => /^(@[\w.-]+\/)?[a-z][\w.-]*$/.test(line) && hasManifest(line));
    expect(packages.length).toBeGreaterThan(0);
    for (const name of packages) {
      const component = bill.components.find((one) => one.name === name);
      expect([name, component?.licenses?.length ?? 0]).toEqual([name, 1]);
    }
  });

  test('names nothing of what is not in it', () => {
    const names = bill.components.map(({ name }) => name);
    expect(names).toContain('@azure/msal-node');
    for (const name of foreign) {
      expect(names).not.toContain(name);
    }
  });

  test('names each once, and depends on nothing that it does not name', () => {
    const refs = bill.components.map((component) => component['bom-ref']);
    expect(new Set(refs).size).toBe(refs.length);
    for (const { dependsOn } of bill.dependencies) {
      for (const ref of dependsOn) expect(refs).toContain(ref);
    }
  });

  test('says nothing of the machine that made it', () => {
    expect(JSON.stringify(bill)).not.toMatch(
      /timestamp|externalReferences|file:|https?:\/\/(?!cyclonedx\.org)/,
    );
  });
});

/** A line of licenses.txt that is a package's name, and not a word of a licence. */
function hasManifest(name: string): boolean {
  try {
    return JSON.parse(read(`node_modules/${name}/package.json`)).name === name;
  } catch {
    return false;
  }
}
