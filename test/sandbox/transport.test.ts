import { X509Certificate } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { Agent } from 'node:https';
import { join } from 'node:path';
import {
  type Fault,
  issueCertificate,
  runGitHubAction,
  standardScenario,
  startSandbox,
} from '@entra-aws-creds/sandbox';
import { afterEach, describe, expect, test } from '@jest/globals';
import { sandboxOfFile } from '../standard-sandbox.ts';
import { send } from './client.ts';

const sandbox = await sandboxOfFile();
const keys = `${sandbox.entraUrl}/common/discovery/keys`;
afterEach(() => {
  sandbox.latencyMs = 0;
});

describe('the servers', () => {
  test.each(['localhost', '127.0.0.1'])(
    'prove themselves to who trusts the CA as %s',
    async (name) => {
      expect((await send(sandbox, keys.replace('localhost', name))).status).toBe(200);
      expect(readFileSync(sandbox.caFile, 'utf8')).toBe(sandbox.caPem);
    },
  );

  test('are strangers to who does not', async () => {
    const caPem = issueCertificate({ commonName: 'x', keyType: 'ec' }).certificatePem;
    await expect(send({ ...sandbox, caPem }, keys)).rejects.toThrow('unable to');
  });

  test('are trusted by a process that is given the file', async () => {
    const script = join(sandbox.directory, 'fetch.mjs');
    writeFileSync(script, `console.log((await fetch(process.env['INPUT_URL'])).status);`);
    const env = { NODE_EXTRA_CA_CERTS: sandbox.caFile };
    const result = await runGitHubAction({ script, inputs: { url: keys }, env });
    expect(result.log).toEqual(['200']);
  });

  test('record the requests and number the connections', async () => {
    const start = sandbox.requests.length;
    const before = sandbox.connections.entra;
    const agent = new Agent({ keepAlive: true, ca: sandbox.caPem });
    await send(sandbox, `${keys}?a=b`, { agent, headers: { 'x-own': '1' } });
    await send(sandbox, keys, { agent });
    agent.destroy();
    const [first, second] = sandbox.requests.slice(start);
    expect(first).toMatchObject({
      service: 'entra',
      method: 'GET',
      path: '/common/discovery/keys',
      query: 'a=b',
      body: '',
    });
    expect(first?.headers['x-own']).toBe('1');
    expect(second?.connection).toBe(first?.connection);
    expect(sandbox.connections.entra).toBe(before + 1);
  });

  test('answer as late as they are told to', async () => {
    sandbox.latencyMs = 120;
    const start = Date.now();
    await send(sandbox, keys);
    expect(Date.now() - start).toBeGreaterThanOrEqual(115);
  });

  test('run side by side without knowing each other', async () => {
    const other = await startSandbox();
    const [a, b] = await Promise.all([
      standardScenario(sandbox),
      standardScenario(other, { tokenVersion: 2 }),
    ]);
    expect(a.tenantId).not.toBe(b.tenantId);
    expect(other.entra.findTenant(a.tenantId)).toBeUndefined();
    expect(readFileSync(a.certificatePath, 'utf8')).toBe(a.pem);
    await other.close();
    expect(() => readFileSync(other.caFile)).toThrow('ENOENT');
  });
});

describe('a fault', () => {
  test.each<[Fault, RegExp]>([
    [{ fault: 'reset' }, /ECONNRESET/],
    [{ fault: 'reset-mid-body' }, /ECONNRESET/],
    [{ fault: 'truncate', afterBytes: 5 }, /aborted/],
    [{ fault: 'raw', bytes: 'SSH-2.0-OpenSSH_9.6\r\n' }, /Parse Error/],
  ])('%j spoils the transport', async (fault, message) => {
    sandbox.intercept = () => fault;
    await expect(send(sandbox, keys)).rejects.toThrow(message);
  });

  test('of delay only delays', async () => {
    sandbox.intercept = () => ({ fault: 'delay', milliseconds: 100 });
    const start = Date.now();
    expect((await send(sandbox, keys)).status).toBe(200);
    expect(Date.now() - start).toBeGreaterThanOrEqual(95);
  });

  test('of hanging never answers', async () => {
    sandbox.intercept = () => ({ fault: 'hang' });
    const answer = send(sandbox, keys).catch(() => 'broken off');
    const late = new Promise((resolve) => setTimeout(resolve, 150, 'late'));
    expect(await Promise.race([answer, late])).toBe('late');
  });

  test('can be an answer, to one service only', async () => {
    const response = { status: 429, headers: { 'retry-after': '7' }, body: 'slow down' };
    sandbox.intercept = (service) => (service === 'sts' ? response : undefined);
    expect((await send(sandbox, keys)).status).toBe(200);
    const refused = await send(sandbox, sandbox.stsUrl);
    expect(refused).toMatchObject({ status: 429, body: 'slow down' });
    expect(refused.headers['retry-after']).toBe('7');
  });
});

describe('a certificate', () => {
  test('is what was asked for', () => {
    const notBefore = new Date('2026-01-01T00:00:00Z');
    const notAfter = new Date('2051-01-01T00:00:00Z');
    const issued = issueCertificate({ commonName: 'Bäckerei', notBefore, notAfter });
    const parsed = new X509Certificate(issued.certificatePem);
    expect(parsed.subject).toBe('CN=Bäckerei');
    expect(new Date(parsed.validFrom)).toEqual(notBefore);
    expect(new Date(parsed.validTo)).toEqual(notAfter);
    expect(parsed.fingerprint256.replaceAll(':', '')).toBe(issued.thumbprintSha256);
    expect(parsed.fingerprint.replaceAll(':', '')).toBe(issued.thumbprintSha1);
    expect(parsed.serialNumber).toBe(issued.serialNumber);
    expect(parsed.publicKey.asymmetricKeyType).toBe('rsa');
    expect(parsed.verify(parsed.publicKey)).toBe(true);
    expect(issued.privateKeyPem).toMatch(/^-----BEGIN PRIVATE KEY-----/);
    expect(issued.chainPem).toBe(issued.certificatePem);
  });

  test('chains to its issuers', () => {
    const root = issueCertificate({ commonName: 'root', keyType: 'ec', authority: true });
    const middle = issueCertificate({
      commonName: 'middle',
      keyType: 'ec',
      authority: true,
      issuer: root,
    });
    const leaf = issueCertificate({ commonName: 'leaf', keyType: 'ec', issuer: middle });
    const parsed = new X509Certificate(leaf.certificatePem);
    const issuer = new X509Certificate(middle.certificatePem);
    expect(parsed.checkIssued(issuer)).toBe(true);
    expect(parsed.verify(issuer.publicKey)).toBe(true);
    expect(issuer.ca).toBe(true);
    expect(leaf.chainPem).toBe(leaf.certificatePem + middle.certificatePem);
  });

  test('can be renewed with the key it had', () => {
    const { privateKeyPem, ...first } = issueCertificate({ commonName: 'a', keyType: 'ec' });
    const second = issueCertificate({ commonName: 'a', privateKeyPem });
    expect(second.privateKeyPem).toBe(privateKeyPem);
    expect(second.thumbprintSha256).not.toBe(first.thumbprintSha256);
  });
});
