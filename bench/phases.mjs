// Says what the processor time of a step's main thread goes to, next to the floor, which does the same without
// dependencies:
//   node bench/phases.mjs [--rounds 30] [--azure]
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Field } from './contestants.mjs';
import { run } from './race.mjs';
import { openSandbox } from './sandbox.mjs';
import { table } from './table.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const MARKS = fileURLToPath(new URL('phase-marks.cjs', import.meta.url));
const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '30' },
    azure: { type: 'boolean', default: false },
  },
});

const node = join(root, 'test/node-versions/node_modules/node-24/bin/node');
const folder = mkdtempSync(join(tmpdir(), 'phases-'));
const sandbox = await openSandbox();
try {
  const dist = join(root, 'dist');
  const field = new Field({ node, dist, folder, sandbox, link: sandbox.direct });
  const step = options.azure ? field.azureTask() : field.gitHubAction();
  const contestants = [field.floor(), step];
  const rounds = contestants.map(() => []);
  for (let round = 0; round < Number(options.rounds); round += 1) {
    for (const [index, contestant] of contestants.entries()) {
      rounds[index].push(await phasesOf(contestant));
    }
  }
  const names = Object.keys(rounds[0][0]);
  const rows = names.map((name) => [
    name,
    ...rounds.map((all) => mean(all.map((phases) => phases[name])).toFixed(1)),
  ]);
  console.log(table(['', 'floor, ms', `${step.name}, ms`], rows).join('\n'));
} finally {
  sandbox.close();
  rmSync(folder, { recursive: true, force: true });
}

/** Not the median: the system counts in ticks, of which a short part has one or none. */
function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** By what it goes to, processor time in ms. */
async function phasesOf(contestant) {
  const file = join(folder, 'phases.json');
  await run(contestant, { NODE_OPTIONS: `--require=${MARKS}`, BENCH_PHASES: file });
  const marks = JSON.parse(readFileSync(file, 'utf8'));
  const all = (name) => marks.filter((mark) => mark.name === name);
  const [[node], [ready], [connection], [exit]] = ['node', 'ready', 'connect', 'exit'].map(all);
  const [entra, sts] = all('request');
  const [token, credentials] = all('answer');
  // After its own file and core, a step loads what makes the login; the floor loads nothing.
  const [, , login = entra] = all('file');
  const own = (from, to) => to.at - from.at - (to.connect - from.connect) - (to.keys - from.keys);
  return {
    "Node's start": node.at,
    "Node's crypto, TLS and HTTP": ready.at - node.at,
    'the code of the host and of core; masks': own(ready, connection),
    'connections begun': exit.connect,
    'the key read, signatures': exit.keys,
    'inputs and the certificate': own(connection, login),
    'MSAL, until its request; handshakes': own(login, entra),
    "Entra's answer awaited, the code of the SDK": own(entra, token),
    'the token read, the request to STS written': own(token, sts),
    'the answer of STS awaited': own(sts, credentials),
    'the answer read, checked and published': own(credentials, exit),
    all: exit.at,
  };
}
