// Holds the workflows, and the examples of docs/github.md and docs/audit.md, against actionlint and zizmor. A linter that
// is not here is fetched into .cache/; where that cannot be, this says so, and fails only with --require.
import { execFileSync, spawnSync } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { documentedWorkflows } from './documented-workflows.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const cache = join(root, '.cache', 'workflow-linters');
const windows = process.platform === 'win32';
const executable = (name) => (windows ? `${name}.exe` : name);

const LINTERS = [
  {
    name: 'actionlint',
    version: '1.7.12',
    path: join(cache, 'actionlint-1.7.12', executable('actionlint')),
    fetch({ path, version }) {
      execFileSync('go', ['install', `github.com/rhysd/actionlint/cmd/actionlint@v${version}`], {
        env: { ...process.env, GOBIN: dirname(path) },
        stdio: 'pipe',
      });
    },
    runs: [
      { what: 'the workflows', in: root, arguments: workflowsIn },
      {
        what: 'the examples of the documentation',
        in: join(cache, 'examples'),
        arguments: workflowsIn,
      },
    ],
  },
  {
    name: 'zizmor',
    version: '1.32.0',
    path: join(cache, 'zizmor-1.32.0', windows ? 'Scripts' : 'bin', executable('zizmor')),
    fetch({ path, version }) {
      const environment = dirname(dirname(path));
      execFileSync(windows ? 'python' : 'python3', ['-m', 'venv', environment], { stdio: 'pipe' });
      const python = join(dirname(path), executable('python'));
      execFileSync(python, ['-m', 'pip', 'install', '--quiet', `zizmor==${version}`], {
        stdio: 'pipe',
      });
    },
    runs: [
      {
        what: 'the workflows, action.yml and dependabot.yml',
        in: root,
        arguments: () => ['--offline', '--quiet', '--persona=auditor', '.github', 'action.yml'],
      },
    ],
  },
];

writeExamples(join(cache, 'examples'));
const outcomes = LINTERS.map(lint);
if (outcomes.includes('findings')) process.exitCode = 1;
else if (outcomes.includes('not run') && process.argv.includes('--require')) process.exitCode = 1;

function lint(linter) {
  const command = found(linter);
  if (command === undefined) return 'not run';
  const clean = linter.runs.filter((run) => {
    console.log(`${linter.name} ${linter.version}: ${run.what}`);
    const { status, error } = spawnSync(command, run.arguments(run.in), {
      cwd: run.in,
      stdio: 'inherit',
    });
    if (error !== undefined) throw error;
    return status === 0;
  });
  return clean.length === linter.runs.length ? 'clean' : 'findings';
}

/** The version that was asked for, wherever it lies. */
function found(linter) {
  if (saysVersion(linter.name, linter.version)) return linter.name;
  try {
    if (!saysVersion(linter.path, linter.version)) linter.fetch(linter);
    return linter.path;
  } catch (error) {
    const reason = String(error.stderr ?? '').trim() || error.message;
    console.log(`${linter.name} ${linter.version} did NOT run: it cannot be had here (${reason})`);
    return undefined;
  }
}

function saysVersion(command, version) {
  const { status, stdout } = spawnSync(command, ['--version'], { encoding: 'utf8' });
  return status === 0 && stdout.split(/\s+/).some((word) => word.replace(/^v/, '') === version);
}

function workflowsIn(folder) {
  const names = readdirSync(join(folder, '.github', 'workflows'));
  return names.map((name) => join('.github', 'workflows', name));
}

/** As a repository of its own whose action is the one here, so that its inputs are checked as well. */
function writeExamples(folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, '.git'), { recursive: true });
  mkdirSync(join(folder, '.github', 'workflows'), { recursive: true });
  copyFileSync(join(root, 'action.yml'), join(folder, 'action.yml'));
  // Labels that a reader gives to runners of their own.
  writeFileSync(
    join(folder, '.github', 'actionlint.yaml'),
    'self-hosted-runner: { labels: [azure] }\n',
  );
  cpSync(join(root, 'dist'), join(folder, 'dist'), { recursive: true });
  const page = ['github.md', 'audit.md']
    .map((name) => readFileSync(join(root, 'docs', name), 'utf8'))
    .join('\n');
  for (const { file, text } of documentedWorkflows(page)) {
    const path = join(folder, file);
    if (existsSync(path)) throw new Error(`The documentation shows ${file} twice`);
    writeFileSync(path, text.replaceAll(/uses: org\/entra-aws-creds@\S+/g, 'uses: ./'));
  }
}
