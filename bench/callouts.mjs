import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { table } from './table.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const HOST = join(root, 'test/claims-provider/functions-host.mjs');
const WARM_UP = 100;

/**
 * Races the claims provider against a function that does nothing, callout by callout, each for somebody else, so
 * that none is answered from memory.
 *
 * @returns the lines of a table: percentiles of both in ms, and their ratio
 */
export async function calloutTable(node) {
  const sandbox = fork(fileURLToPath(new URL('callouts-process.mjs', import.meta.url)));
  const [ready] = await once(sandbox, 'message');
  const empty = await startHost(node, join(root, 'bench/empty-function.mjs'), ready);
  const provider = await startHost(node, join(root, 'dist/claims-provider/index.js'), ready);
  try {
    const times = new Map([empty, provider].map((host) => [host, []]));
    for (const [index, callout] of ready.callouts.entries()) {
      for (const host of index % 2 === 0 ? [empty, provider] : [provider, empty]) {
        const milliseconds = await answered(host, ready, callout);
        if (index >= WARM_UP) times.get(host).push(milliseconds);
      }
    }
    return rows(times.get(empty), times.get(provider));
  } finally {
    for (const host of [empty, provider]) {
      host.agent.destroy();
      host.child.kill();
    }
    sandbox.disconnect();
  }
}

function rows(empty, provider) {
  const at = (times, share) =>
    [...times].sort((a, b) => a - b)[Math.ceil(times.length * share) - 1];
  const lines = [0.5, 0.9, 0.99].map((share) => {
    const [own, other] = [at(provider, share), at(empty, share)];
    const name = `${Math.round(share * 100)}th percentile`;
    return [name, other.toFixed(1), own.toFixed(1), (own / other).toFixed(1)];
  });
  return table(['', 'empty function, ms', 'claims provider, ms', 'ratio'], lines);
}

async function startHost(node, bundle, { tls, caFile, environment }) {
  const child = spawn(node, [HOST, bundle, tls], {
    env: { ...environment, NODE_EXTRA_CA_CERTS: caFile },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const port = await new Promise((resolve) => {
    let said = '';
    child.stdout.on('data', (chunk) => {
      said = said.slice(-1000) + chunk;
      const found = /^port (\d+)$/m.exec(said);
      if (found !== null) resolve(found[1]);
    });
  });
  const agent = new Agent({ keepAlive: true, ca: readFileSync(caFile) });
  return { child, agent, url: `https://localhost:${port}/api/claims` };
}

function answered({ agent, url }, { authorization }, body) {
  return new Promise((resolve, reject) => {
    const begun = performance.now();
    const headers = { authorization, 'content-type': 'application/json' };
    const outgoing = request(url, { method: 'POST', agent, headers }, (incoming) => {
      incoming.resume().on('end', () => {
        if (incoming.statusCode === 200) resolve(performance.now() - begun);
        else reject(new Error(`a callout was answered with HTTP ${incoming.statusCode}`));
      });
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
