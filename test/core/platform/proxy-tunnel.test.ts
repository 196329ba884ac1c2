import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { issueCertificate, startForwardProxy } from '@entra-aws-creds/sandbox';
import { afterEach, expect, test } from '@jest/globals';
import { HttpsNetwork } from '../../../packages/core/src/platform/https-network.ts';
import { NetworkFailure } from '../../../packages/core/src/platform/network.ts';
import type { NetworkRoute } from '../../../packages/core/src/platform/network-route.ts';
import { sandboxOfFile } from '../../standard-sandbox.ts';

const authority = issueCertificate({ commonName: 'CA', keyType: 'ec', authority: true });
const sandbox = await sandboxOfFile();
let network: HttpsNetwork | undefined;

afterEach(() => network?.close());

function through(proxy: string, milliseconds = 10_000): HttpsNetwork {
  const route: NetworkRoute = {
    proxy: { url: new URL(proxy), credentials: undefined, setBy: 'the test' },
    bypasses: () => false,
    trustedFiles: [{ setBy: 'the test', certificates: [sandbox.caPem, authority.certificatePem] }],
  };
  network = new HttpsNetwork(route, {
    milliseconds: () => milliseconds,
    signal: new AbortController().signal,
  });
  return network;
}

const get = (url: string) =>
  ({ method: 'GET', url: new URL('/elsewhere', url), headers: {} }) as const;

async function failureOf(sent: Promise<unknown>): Promise<NetworkFailure> {
  const failure = await sent.catch((error: unknown) => error);
  if (failure instanceof NetworkFailure) return failure;
  throw new Error('did not fail');
}

async function until(settled: () => boolean): Promise<void> {
  for (let round = 0; round < 500 && !settled(); round += 1) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  expect(settled()).toBe(true);
}

test('requests to one host share a tunnel, those to another have their own', async () => {
  await using proxy = await startForwardProxy();
  const { entraUrl, stsUrl } = sandbox;
  const sender = through(proxy.url);
  for (const url of [entraUrl, entraUrl, stsUrl, entraUrl]) {
    expect((await sender.send(get(url))).status).toBeGreaterThanOrEqual(400);
  }
  expect(proxy.connects.map(({ target }) => target)).toEqual(
    [entraUrl, stsUrl].map((url) => new URL(url).host),
  );
});

test('the name in the certificate is compared behind the proxy too, also of an address', async () => {
  await using proxy = await startForwardProxy();
  const { port } = new URL(sandbox.entraUrl);
  expect((await through(proxy.url).send(get(`https://127.0.0.1:${port}`))).status).toBe(404);
  network?.close();

  // Of the address of the proxy, which is no excuse.
  const { certificatePem: cert, privateKeyPem: key } = issueCertificate({
    commonName: 'other',
    keyType: 'ec',
    issuer: authority,
    dnsNames: ['other.example'],
  });
  const other = createServer({ cert, key }).listen(0, '127.0.0.1');
  await once(other, 'listening');
  const url = `https://127.0.0.1:${(other.address() as AddressInfo).port}`;
  const failure = await failureOf(through(proxy.url).send(get(url)));
  other.close();
  expect(failure).toMatchObject({ kind: 'tls', systemCode: 'ERR_TLS_CERT_ALTNAME_INVALID' });
});

test('a proxy that opens no connection in time is to blame for it', async () => {
  await using proxy = await startForwardProxy({ instead: () => 'hang' });
  const failure = await failureOf(through(proxy.url, 300).send(get(sandbox.entraUrl)));
  expect(failure.kind).toBe('proxy');
  expect(failure.message).toMatch(/opened no connection to localhost:\d+ in 0\.3 s$/);
});

test('a target that does not answer is to blame for it', async () => {
  await using proxy = await startForwardProxy();
  sandbox.intercept = () => ({ fault: 'hang' });
  const failure = await failureOf(through(proxy.url, 500).send(get(sandbox.entraUrl)));
  expect(failure.kind).toBe('timeout');
});

test('closing lets go of every connection, whether idle or not yet open', async () => {
  await using idle = await startForwardProxy();
  await through(idle.url).send(get(sandbox.entraUrl));
  expect(idle.open).toBe(1);
  network?.close();
  await until(() => idle.open === 0);

  await using hanging = await startForwardProxy({ instead: () => 'hang' });
  const sent = failureOf(through(hanging.url).send(get(sandbox.entraUrl)));
  await until(() => hanging.connects.length === 1);
  network?.close();
  expect((await sent).kind).toBe('proxy');
  await until(() => hanging.open === 0);
});
