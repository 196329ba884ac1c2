import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { compilePackages } from '../scripts/fresh-clone.mjs';

/** Starts the sandbox as another process, from its sources as they are. */
export async function openSandbox() {
  compilePackages();
  const child = fork(fileURLToPath(new URL('sandbox-process.mjs', import.meta.url)));
  const [{ ready }] = await once(child, 'message');
  const waiting = new Map();
  let last = 0;
  child.on('message', ({ id, answer }) => waiting.get(id)?.(answer));
  const ask = (question, value) =>
    new Promise((resolve) => {
      last += 1;
      waiting.set(last, resolve);
      child.send({ id: last, ask: question, value });
    });
  return {
    ...ready,
    setLatency: (latency) => ask('setLatency', latency),
    setOidcToken: (token) => ask('setOidcToken', token),
    traffic: () => ask('traffic'),
    requestsFrom: (number) => ask('requestsFrom', number),
    close: () => child.disconnect(),
  };
}
