// Races the bundles against a local Entra and AWS; see docs/performance.md for what its tables say.
//   npm run bench -- [--rounds 15] [--node 24|20|<path>] [--write]
//                    [--peer "<command>"] [--peer-token-file "<command>"] [--peer-task "<command>"]
//   npm run bench -- --command-line [--write]
//   npm run bench -- --claims-provider [--write]
//   npm run bench -- --profile [--azure]
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus, release, tmpdir, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { calloutTable } from '../bench/callouts.mjs';
import { Field, stateOf } from '../bench/contestants.mjs';
import { profile } from '../bench/profile.mjs';
import { median, peakMemory, race, ratio, run, traffic } from '../bench/race.mjs';
import { openSandbox } from '../bench/sandbox.mjs';
import { table, writeSection } from '../bench/table.mjs';
import { requireDependencies } from './fresh-clone.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '15' },
    node: { type: 'string', default: '24' },
    write: { type: 'boolean', default: false },
    peer: { type: 'string', multiple: true, default: [] },
    'peer-token-file': { type: 'string', multiple: true, default: [] },
    'peer-task': { type: 'string', multiple: true, default: [] },
    profile: { type: 'boolean', default: false },
    azure: { type: 'boolean', default: false },
    'command-line': { type: 'boolean', default: false },
    'claims-provider': { type: 'boolean', default: false },
  },
});

requireDependencies();

const MIBIBYTE = 1024 * 1024;
const ROUND_TRIP_MS = 50;
const ROLES = [1, 5, 20, 100];
const EXPENSIVE = 30;

const node = nodeBinary(options.node);
const rounds = Number(options.rounds);
const folder = mkdtempSync(join(tmpdir(), 'bench-'));
const sandbox = await openSandbox();
try {
  if (options.profile) await printProfile();
  else await printTables();
} finally {
  sandbox.close();
  rmSync(folder, { recursive: true, force: true });
}

async function printProfile() {
  const dist = join(folder, 'dist');
  const bundle = join(root, 'scripts/bundle.mjs');
  execFileSync(process.execPath, [bundle, dist, '--source-maps'], { stdio: 'inherit' });
  const field = fieldAt('direct', dist);
  const contestant = options.azure ? field.azureTask() : field.gitHubAction();
  const kept = join(root, 'bench-profile');
  const { file, modules } = await profile(contestant, kept);
  console.log(`\n${contestant.name}: own time by module, in ms under the profiler`);
  for (const [module, milliseconds] of modules.slice(0, EXPENSIVE)) {
    console.log(`${milliseconds.toFixed(1).padStart(8)}  ${module}`);
  }
  console.log(`\nThe whole profile, for Chrome's developer tools: ${file}`);
}

async function printTables() {
  if (options['command-line']) return printSections([['command-line', await commandLine()]]);
  if (options['claims-provider']) {
    return printSections([['claims-provider', await calloutTable(node)]]);
  }
  const token = await aToken();
  const tokenFile = join(folder, 'token');
  writeFileSync(tokenFile, token);
  await sandbox.setOidcToken(token);
  printSections([
    ['machine', [machine()]],
    ['no-latency', await comparison('direct', 0, tokenFile)],
    ['latency', await comparison('linked', ROUND_TRIP_MS, tokenFile)],
    ['scale', await scale(tokenFile)],
    ['command-line', await commandLine()],
    ['bytes', bundleBytes()],
  ]);
}

function printSections(sections) {
  for (const [name, lines] of sections) {
    console.log(`\n${lines.join('\n')}`);
    if (options.write) writeSection(join(root, 'docs/performance.md'), name, lines);
  }
}

function fieldAt(link, dist = join(root, 'dist')) {
  return new Field({ node, dist, folder, sandbox, link: sandbox[link] });
}

/** A token that STS takes, for peers that start from one. */
async function aToken() {
  const floor = fieldAt('direct').floor();
  const { printed } = await run({ ...floor, env: { ...floor.env, BENCH_PRINT_TOKEN: 'true' } });
  return /^token (\S+)$/m.exec(printed)[1];
}

function peersIn(field, tokenFile, link) {
  const words = (command) => command.split(' ').filter((word) => word !== '');
  // Without an exchange there is nothing that latency would change.
  const tasks = link === 'direct' ? options['peer-task'] : [];
  return [
    ...options['peer-token-file'].map((command) =>
      field.peerAction('peer, token file', words(command), tokenFile),
    ),
    ...options.peer.map((command) => field.peerAction('peer, GitHub OIDC token', words(command))),
    ...tasks.map((command) => field.peerTask('peer, task start', words(command))),
  ];
}

async function comparison(link, roundTripMs, tokenFile) {
  await sandbox.setLatency({ linkMs: roundTripMs, answerMs: 0 });
  const field = fieldAt(link);
  const floor = field.floor();
  const peers = peersIn(field, tokenFile, link);
  const contestants = [
    field.empty(),
    floor,
    field.gitHubAction(),
    field.azureTask(),
    ...(await cleanUps(field)),
    ...peers,
  ];
  const times = await race(contestants, rounds);
  const rows = [];
  for (const contestant of contestants) {
    const own = times.get(contestant.name);
    const memory = await peakMemory(contestant, folder);
    const { requests, connections } = await traffic(contestant, sandbox);
    rows.push([
      contestant.name,
      median(own).toFixed(0),
      ...[floor, ...peers].map(({ name }) => ratio(own, times.get(name)).toFixed(2)),
      memory === undefined ? '–' : (memory / MIBIBYTE).toFixed(0),
      requests,
      connections,
    ]);
  }
  const heads = ['floor', ...peers.map(({ name }) => name)].map((name) => `to ${name}`);
  return table(['', 'ms', ...heads, 'peak MiB', 'requests', 'connections'], rows);
}

/** The clean-up steps, with what a main step has left for them. */
async function cleanUps(field) {
  field.takeFiles();
  await run(field.gitHubAction());
  const { state, exported } = field.takeFiles();
  const { printed } = await run(field.azureTask());
  return [field.gitHubPost(state, exported), field.azurePost(stateOf(printed), exported)];
}

async function scale(tokenFile) {
  await sandbox.setLatency({ linkMs: ROUND_TRIP_MS, answerMs: 0 });
  const field = fieldAt('linked');
  const peers = peersIn(field, tokenFile, 'linked').slice(0, 1);
  const steps = ROLES.map((roles) => ({ ...field.gitHubAction(roles), name: `${roles}`, roles }));
  const times = await race([...steps, ...peers], Math.ceil(rounds / 2));
  const one = times.get(steps[0].name);
  const rows = [];
  for (const step of steps) {
    const own = times.get(step.name);
    const { requests, connections } = await traffic(step, sandbox);
    rows.push([
      step.roles,
      median(own).toFixed(0),
      ratio(own, one).toFixed(2),
      ...peers.map(({ name }) => `1/${(step.roles / ratio(own, times.get(name))).toFixed(0)}`),
      ((await peakMemory(step, folder)) / MIBIBYTE).toFixed(0),
      requests,
      connections,
    ]);
  }
  const heads = peers.map(({ name }) => `to as many runs of ${name}`);
  return table(
    ['roles', 'ms', 'to one role', ...heads, 'peak MiB', 'requests', 'connections'],
    rows,
  );
}

/** The command line against what it is held to: an empty `node`, and the action's own exchange. */
async function commandLine() {
  await sandbox.setLatency({ linkMs: 0, answerMs: 0 });
  const field = fieldAt('direct');
  const held = [field.empty(), field.gitHubAction()];
  const contestants = [...held, field.exec(), field.credentialProcess()];
  const times = await race(contestants, rounds);
  const rows = [];
  for (const contestant of contestants) {
    const own = times.get(contestant.name);
    rows.push([
      contestant.name,
      median(own).toFixed(0),
      ...held.map(({ name }) => ratio(own, times.get(name)).toFixed(2)),
      ((await peakMemory(contestant, folder)) / MIBIBYTE).toFixed(0),
      (await traffic(contestant, sandbox)).requests,
    ]);
  }
  const heads = held.map(({ name }) => `to ${name}`);
  return table(['', 'ms', ...heads, 'peak MiB', 'requests'], rows);
}

/** What is read at the start of a step, and what only when it is needed. */
function bundleBytes() {
  const dist = join(root, 'dist');
  const rows = readdirSync(dist).map((name) => {
    const files = readdirSync(join(dist, name)).filter((file) => file.endsWith('.js'));
    const sizes = files.map((file) => statSync(join(dist, name, file)).size);
    const entry = statSync(join(dist, name, 'index.js')).size;
    const kilobytes = (bytes) => (bytes / 1000).toFixed(1);
    return [`\`${name}\``, kilobytes(entry), kilobytes(sizes.reduce((sum, size) => sum + size))];
  });
  return table(['bundle', 'entry, kB', 'with all that is loaded when needed, kB'], rows);
}

function machine() {
  const [{ model }] = cpus();
  const memory = Math.round(totalmem() / MIBIBYTE / 1024);
  const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
  const now = new Date().toISOString().slice(0, 10);
  return `${now}: Node ${version} on ${type()} ${release().split('-')[0]}, ${cpus().length} × ${model}, ${memory} GiB; medians of ${rounds} rounds, ratios within a round.`;
}

/** `24` and `20` are the versions that the tests run on. */
function nodeBinary(name) {
  const installed = join(root, `test/node-versions/node_modules/node-${name}/bin/node`);
  if (!/^\d+$/.test(name)) return name;
  if (!existsSync(installed)) {
    execFileSync(process.execPath, [join(root, 'test/node-versions/install.mjs')]);
  }
  return installed;
}
