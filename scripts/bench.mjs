// Races the bundles against a local Entra and AWS; see docs/performance.md for what its tables say.
//   npm run bench -- [--rounds 15] [--node 24|20|<path>] [--only <table>]… [--write]
//                    [--peer "<command>" [--peer-clean-up "<command>"] [--peer-archive <file>]]
//                    [--peer-token-file "<command>"] [--peer-task "<command>"]
//   npm run bench -- --claims-provider [--write]
//   npm run bench -- --profile [--azure | --clean-up | --credential-process | --roles 100]
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus, release, tmpdir, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { actionArchive } from '../bench/archives.mjs';
import { bundleBytes } from '../bench/bundle-bytes.mjs';
import { calloutTable } from '../bench/callouts.mjs';
import { coldDisk, ownNode } from '../bench/cold-disk.mjs';
import { commandLine } from '../bench/command-line.mjs';
import { cleanUps, comparison } from '../bench/comparison.mjs';
import { Field } from '../bench/contestants.mjs';
import { missingPeers, Peers } from '../bench/peers.mjs';
import { profile } from '../bench/profile.mjs';
import { run } from '../bench/race.mjs';
import { openSandbox } from '../bench/sandbox.mjs';
import { scale } from '../bench/scale.mjs';
import { writeSection } from '../bench/table.mjs';
import { targetTable } from '../bench/targets.mjs';
import { waits } from '../bench/waits.mjs';
import { requireDependencies } from './fresh-clone.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const page = join(root, 'docs/performance.md');
const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '15' },
    node: { type: 'string', default: '24' },
    only: { type: 'string', multiple: true, default: [] },
    write: { type: 'boolean', default: false },
    peer: { type: 'string' },
    'peer-clean-up': { type: 'string' },
    'peer-archive': { type: 'string' },
    'peer-token-file': { type: 'string' },
    'peer-task': { type: 'string' },
    profile: { type: 'boolean', default: false },
    azure: { type: 'boolean', default: false },
    'clean-up': { type: 'boolean', default: false },
    roles: { type: 'string', default: '1' },
    'credential-process': { type: 'boolean', default: false },
    'claims-provider': { type: 'boolean', default: false },
  },
});

requireDependencies();

const MIBIBYTE = 1024 * 1024;
const ROUND_TRIP_MS = 50;
const EXPENSIVE = 30;

const node = nodeBinary(options.node);
const rounds = Number(options.rounds);
const folder = mkdtempSync(join(tmpdir(), 'bench-'));
const sandbox = await openSandbox();
const bench = { rounds, folder, sandbox };
try {
  if (options.profile) await printProfile();
  else if (options['claims-provider']) print('claims-provider', await calloutTable(node));
  else await printTables();
} finally {
  sandbox.close();
  rmSync(folder, { recursive: true, force: true });
}

async function printTables() {
  const tables = tablesAgainst(await peersHere());
  const names = options.only.length > 0 ? options.only : Object.keys(tables);
  for (const name of names) {
    if (tables[name] === undefined) throw new Error(`--only takes ${Object.keys(tables)}`);
  }
  if (options.write) refuseToLose(names);
  for (const name of names) print(name, await tables[name]());
}

/** By the name of its section, how each table is made; what several show is measured once. */
function tablesAgainst(peers) {
  const noLatency = once(() => compared('direct', 0, node, peers));
  const latency = once(() => compared('linked', ROUND_TRIP_MS, node, peers));
  const manyRoles = once(async () => {
    const field = await fieldAt('linked', ROUND_TRIP_MS);
    return scale(field, peers.exchanging(field).slice(0, 1), bench);
  });
  const programs = once(async () => commandLine(await fieldAt('direct', 0), bench));
  return {
    machine: () => [machine()],
    'no-latency': async () => (await noLatency()).lines,
    latency: async () => (await latency()).lines,
    'node-20': async () => (await compared('direct', 0, nodeBinary('20'), peers)).lines,
    scale: async () => (await manyRoles()).lines,
    'command-line': async () => (await programs()).lines,
    'cold-disk': async () => {
      const field = await fieldAt('direct', 0, ownNode(node, folder));
      return coldDisk(field, peers.all(field), bench);
    },
    waits: async () => waits(await fieldAt('linked', ROUND_TRIP_MS), peers, bench),
    bytes: () => bundleBytes(join(root, 'dist')),
    targets: async () =>
      targetTable({
        noLatency: (await noLatency()).figures,
        latency: (await latency()).figures,
        scale: (await manyRoles()).figures,
        commandLine: (await programs()).figures,
        downloadBytes: statSync(actionArchive(folder)).size,
      }),
  };
}

async function compared(link, roundTripMs, nodeOfAll, peers) {
  const field = await fieldAt(link, roundTripMs, nodeOfAll);
  // Without an exchange there is nothing that latency would change.
  const others = roundTripMs === 0 ? peers.all(field) : peers.exchanging(field);
  return comparison(field, others, bench);
}

async function fieldAt(link, roundTripMs, nodeOfAll = node, dist = join(root, 'dist')) {
  await sandbox.setLatency({ linkMs: roundTripMs, answerMs: 0 });
  return new Field({ node: nodeOfAll, dist, folder, sandbox, link: sandbox[link] });
}

/** Those on the command line; some start from a token that STS takes, be it in a file or asked for. */
async function peersHere() {
  const floor = (await fieldAt('direct', 0)).floor();
  const { printed } = await run({ ...floor, env: { ...floor.env, BENCH_PRINT_TOKEN: 'true' } });
  const [, token] = /^token (\S+)$/m.exec(printed);
  const file = join(folder, 'token');
  writeFileSync(file, token);
  await sandbox.setOidcToken(token);
  return new Peers(options, file);
}

/** Before hours of measuring, rather than after. */
function refuseToLose(names) {
  const missing = missingPeers(readFileSync(page, 'utf8'), names, options);
  if (missing.length === 0) return;
  throw new Error(
    `The tables in docs/performance.md compare with peers that this run does not have, and --write would take their columns away. Add ${missing.join(', ')}, choose other tables with --only, or leave out --write.`,
  );
}

function print(name, lines) {
  console.log(`\n${lines.join('\n')}`);
  if (options.write) writeSection(page, name, lines);
}

function once(make) {
  let made;
  return () => {
    made ??= make();
    return made;
  };
}

async function printProfile() {
  const dist = join(folder, 'dist');
  const bundle = join(root, 'scripts/bundle.mjs');
  execFileSync(process.execPath, [bundle, dist, '--source-maps'], { stdio: 'inherit' });
  const contestant = await profiled(await fieldAt('direct', 0, node, dist));
  const kept = join(root, 'bench-profile');
  const { file, modules } = await profile(contestant, kept);
  console.log(`\n${contestant.name}: own time by module, in ms under the profiler`);
  for (const [module, milliseconds] of modules.slice(0, EXPENSIVE)) {
    console.log(`${milliseconds.toFixed(1).padStart(8)}  ${module}`);
  }
  console.log(`\nThe whole profile of one run, for Chrome's developer tools: ${file}`);
}

async function profiled(field) {
  if (options['clean-up']) return (await cleanUps(field))[options.azure ? 1 : 0];
  if (options['credential-process']) return field.credentialProcess();
  return options.azure ? field.azureTask() : field.gitHubAction(Number(options.roles));
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
