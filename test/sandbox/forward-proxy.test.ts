import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { connect as connectSecurely } from 'node:tls';
import { type ForwardProxyOptions, startForwardProxy } from '@entra-aws-creds/sandbox';
import { expect, test } from '@jest/globals';
import { sandboxOfFile } from '../standard-sandbox.ts';

const sandbox = await sandboxOfFile();

const basic = (text: string) =>
  `Proxy-Authorization: Basic ${Buffer.from(text).toString('base64')}`;

/** What a proxy answers to the head of a request, up to the empty line. */
async function ask(socket: Socket, ...lines: string[]): Promise<string> {
  socket.write(`${[...lines, '', ''].join('\r\n')}`);
  const chunks: Buffer[] = [];
  for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
    chunks.push(chunk as Buffer);
    if (chunks.join('').includes('\r\n\r\n')) break;
  }
  return Buffer.concat(chunks).toString();
}

const target = () => new URL(sandbox.entraUrl).host;
const open = (url: string) => connect(Number(new URL(url).port), '127.0.0.1');

async function statusOf(options: ForwardProxyOptions, lines: string[]): Promise<string> {
  await using proxy = await startForwardProxy(options);
  const socket = open(proxy.url);
  const answer = await ask(socket, ...lines);
  socket.destroy();
  return answer.split(' ')[1] ?? '';
}

test('a tunnel leads to the target, and what goes through it is not seen', async () => {
  await using proxy = await startForwardProxy();
  const socket = open(proxy.url);
  expect(await ask(socket, `CONNECT ${target()} HTTP/1.1`, `Host: ${target()}`)).toMatch(
    /^HTTP\/1\.1 200 /,
  );
  const inside = connectSecurely({ socket, ca: sandbox.caPem, servername: 'localhost' });
  await once(inside, 'secureConnect');
  expect(inside.authorized).toBe(true);
  expect(proxy.connects).toEqual([{ target: target(), outcome: 'tunnel' }]);
  expect(proxy.open).toBe(1);
  inside.destroy();
});

test.each([
  ['the right ones', [basic('user:pass')], '200'],
  ['wrong ones', [basic('user:other')], '407'],
  ['none', [], '407'],
])('it asks for user name and password: %s', async (_, headers, status) => {
  const lines = [`CONNECT ${target()} HTTP/1.1`, `Host: ${target()}`, ...headers];
  expect(await statusOf({ user: 'user', password: 'pass' }, lines)).toBe(status);
});

test('a target that nobody listens on is a bad gateway', async () => {
  expect(await statusOf({}, ['CONNECT 127.0.0.1:1 HTTP/1.1', 'Host: 127.0.0.1:1'])).toBe('502');
});

test('it does nothing but CONNECT', async () => {
  expect(await statusOf({}, ['GET http://127.0.0.1/ HTTP/1.1', 'Host: 127.0.0.1'])).toBe('405');
});

test('it can be made to answer something else, target by target', async () => {
  const instead = (asked: string) =>
    asked.startsWith('no.example') ? 'HTTP/1.1 403 Forbidden\r\n\r\n' : undefined;
  const connectTo = (host: string) => [`CONNECT ${host} HTTP/1.1`, `Host: ${host}`];
  expect(await statusOf({ instead }, connectTo('no.example:443'))).toBe('403');
  expect(await statusOf({ instead }, connectTo(target()))).toBe('200');
});

test('closing it closes what is open', async () => {
  const proxy = await startForwardProxy({ instead: () => 'hang' });
  const socket = open(proxy.url);
  socket.write(`CONNECT ${target()} HTTP/1.1\r\nHost: ${target()}\r\n\r\n`);
  await once(socket, 'connect');
  socket.on('error', () => {});
  const closed = new Promise((resolve) => socket.once('close', resolve));
  await proxy.close();
  await closed;
  expect(proxy.open).toBe(0);
});
