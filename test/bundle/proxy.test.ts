import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import {
  type ForwardProxyOptions,
  issueCertificate,
  startForwardProxy,
} from '@entra-aws-creds/sandbox';
import { describe, expect, test } from '@jest/globals';
import { leaksIn } from './leaks.ts';
import { mainInputs, PIPELINES, type PipelineOptions } from './pipeline.ts';
import { sandboxedPipelines } from './sandboxed-pipelines.ts';

const USER = 'CORP\\deployer';
const PASSWORD = 'p@ss:w/rd#%-Tr0ub4dor';
const LOGIN = `${encodeURIComponent(USER)}:${encodeURIComponent(PASSWORD)}`;
const SECRETS = {
  password: [PASSWORD, encodeURIComponent(PASSWORD)],
  login: [`${USER}:${PASSWORD}`, LOGIN],
};

const authority = issueCertificate({ commonName: 'proxy CA', keyType: 'ec', authority: true });
const server = issueCertificate({
  commonName: 'proxy',
  keyType: 'ec',
  issuer: authority,
  ipAddresses: ['127.0.0.1'],
});
const TLS = { cert: server.certificatePem, key: server.privateKeyPem };

const { sandbox, scenario, openPipeline } = await sandboxedPipelines();
const entra = new URL(sandbox.entraUrl).host;
const sts = new URL(sandbox.stsUrl).host;
const proxyCaFile = join(sandbox.directory, 'proxy-ca.pem');
writeFileSync(proxyCaFile, authority.certificatePem);

/** A port of this machine that nobody listens on. */
async function closedPort(): Promise<number> {
  const listener = createServer();
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const { port } = listener.address() as { port: number };
  await new Promise((resolve) => listener.close(resolve));
  return port;
}

const withLogin = (url: string, login = LOGIN) => url.replace('://', `://${login}@`);

interface Job extends PipelineOptions {
  readonly inputs?: Readonly<Record<string, string>>;
}

async function run([host, node]: (typeof PIPELINES)[number], { inputs, ...options }: Job) {
  const before = sandbox.requests.length;
  const pipeline = openPipeline(host, node, options);
  const outcome = await pipeline.step({
    ...mainInputs(sandbox, scenario),
    'retry-max-attempts': '1',
    ...inputs,
  });
  const files = pipeline.files().map((path) => readFileSync(path, 'utf8'));
  const seen = [outcome.log, outcome.kept, ...files].join('\n');
  const asked = sandbox.requests.slice(before).map(({ service }) => service);
  return { ...outcome, seen, asked };
}

type Outcome = Awaited<ReturnType<typeof run>>;

function expectRefused({ succeeded, errors, exported, seen }: Outcome, message: RegExp): void {
  expect(errors).toHaveLength(1);
  expect(errors[0]).toMatch(message);
  expect(succeeded).toBe(false);
  expect(exported).toEqual([]);
  expect(leaksIn(seen, SECRETS)).toEqual([]);
}

describe.each(PIPELINES)('%s on %s', (...at) => {
  test('http-proxy takes what goes to Entra and to AWS, and the log says so', async () => {
    await using proxy = await startForwardProxy();
    const outcome = await run(at, { inputs: { 'http-proxy': proxy.url } });
    expect(outcome.errors).toEqual([]);
    expect(outcome.asked).toEqual(['entra', 'sts']);
    expect(proxy.connects).toEqual([
      { target: entra, outcome: 'tunnel' },
      { target: sts, outcome: 'tunnel' },
    ]);
    expect(outcome.log).toContain(`through ${new URL(proxy.url).host}`);
  });

  test('a login is sent to the proxy and shown to nobody, whatever is debugged', async () => {
    await using proxy = await startForwardProxy({ user: USER, password: PASSWORD });
    const outcome = await run(at, {
      inputs: { 'http-proxy': withLogin(proxy.url) },
      environment: { DEBUG: '*', NODE_DEBUG: 'http,https,tls,net' },
      debug: true,
    });
    expect(outcome.errors).toEqual([]);
    expect(proxy.connects.map(({ outcome: result }) => result)).toEqual(['tunnel', 'tunnel']);
    expect(outcome.seen.length).toBeGreaterThan(1_000);
    expect(leaksIn(outcome.seen, SECRETS)).toEqual([]);
  });

  test.each([
    ['a wrong login', (url: string) => withLogin(url, 'deployer:wrong'), /rejects the user name/],
    ['no login', (url: string) => url, /none are given/],
  ])('%s is told apart', async (_, urlOf, message) => {
    await using proxy = await startForwardProxy({ user: USER, password: PASSWORD });
    const outcome = await run(at, { inputs: { 'http-proxy': urlOf(proxy.url) } });
    expectRefused(outcome, /^EAC_PROXY_CREDENTIALS: .*HTTP 407/);
    expect(outcome.errors[0]).toMatch(message);
    expect(outcome.asked).toEqual([]);
  });

  const answers: readonly (readonly [string, string, RegExp])[] = [
    [
      'a proxy that wants NTLM',
      'HTTP/1.1 407 No\r\nProxy-Authenticate: NTLM\r\nProxy-Authenticate: Negotiate\r\n\r\n',
      /^EAC_PROXY_CREDENTIALS: .*NTLM or Negotiate/,
    ],
    [
      'a proxy that forbids the host',
      'HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n',
      /^EAC_PROXY_REFUSED: .*HTTP 403/,
    ],
    [
      'a proxy that does not reach the host',
      'HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\n\r\n<h1>##vso[task.complete]</h1>',
      /^EAC_PROXY_REFUSED: .*HTTP 502/,
    ],
    [
      'a web server that says 200 to anything',
      'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>hello</html>',
      /^EAC_PROXY: .*a page of its own/,
    ],
    ['something that is no HTTP', 'SSH-2.0-OpenSSH_9.6\r\n\r\n', /^EAC_PROXY: .*like a proxy/],
    ['something that hangs up', '', /^EAC_PROXY: /],
  ];

  test.each(answers)('%s is told apart', async (_, answer, message) => {
    await using proxy = await startForwardProxy({ instead: () => answer });
    const outcome = await run(at, { inputs: { 'http-proxy': withLogin(proxy.url) } });
    expectRefused(outcome, message);
    expect(outcome.errors[0]).toContain(new URL(proxy.url).host);
    expect(outcome.asked).toEqual([]);
  });

  test('a proxy that lets only Entra through fails the exchange', async () => {
    const instead: ForwardProxyOptions['instead'] = (target) =>
      target === sts ? 'HTTP/1.1 403 Forbidden\r\n\r\n' : undefined;
    await using proxy = await startForwardProxy({ instead });
    const outcome = await run(at, { inputs: { 'http-proxy': proxy.url } });
    expectRefused(outcome, /^EAC_PROXY_REFUSED: /);
    expect(outcome.errors[0]).toContain(sts);
    expect(outcome.asked).toEqual(['entra']);
  });

  test.each([
    [
      'that nobody listens on',
      async () => `http://127.0.0.1:${await closedPort()}`,
      /ECONNREFUSED/,
    ],
    [
      'whose name is unknown',
      async () => 'http://proxy.invalid:8080',
      /could not be found by that name/,
    ],
  ])('a proxy %s is told apart, and never gone around', async (_, urlOf, message) => {
    const outcome = await run(at, { inputs: { 'http-proxy': withLogin(await urlOf()) } });
    expectRefused(outcome, /^EAC_PROXY: /);
    expect(outcome.errors[0]).toMatch(message);
    expect(outcome.asked).toEqual([]);
  });

  test('a proxy that speaks TLS is trusted by AWS_CA_BUNDLE', async () => {
    await using proxy = await startForwardProxy({ tls: TLS, user: USER, password: PASSWORD });
    const outcome = await run(at, {
      inputs: { 'http-proxy': withLogin(proxy.url) },
      environment: { AWS_CA_BUNDLE: proxyCaFile },
    });
    expect(outcome.errors).toEqual([]);
    expect(proxy.connects).toHaveLength(2);
    expect(leaksIn(outcome.seen, SECRETS)).toEqual([]);
  });

  test('a proxy that nobody vouches for is sent no login', async () => {
    await using proxy = await startForwardProxy({ tls: TLS, user: USER, password: PASSWORD });
    const outcome = await run(at, {
      inputs: { 'http-proxy': withLogin(proxy.url) },
      environment: { NODE_TLS_REJECT_UNAUTHORIZED: '0' },
    });
    expectRefused(outcome, /^EAC_PROXY: .*could not be trusted/);
    expect(proxy.connects).toEqual([]);
  });

  test('what is at the other end of a tunnel must be vouched for', async () => {
    await using proxy = await startForwardProxy();
    const outcome = await run(at, {
      inputs: { 'http-proxy': proxy.url },
      environment: { NODE_EXTRA_CA_CERTS: '', NODE_TLS_REJECT_UNAUTHORIZED: '0' },
    });
    expectRefused(outcome, /^EAC_ENTRA_TLS: /);
    expect(proxy.connects).toHaveLength(1);
  });

  test('no-proxy names what goes past it', async () => {
    await using proxy = await startForwardProxy();
    const past = async (list: string) => {
      const before = proxy.connects.length;
      const inputs = { 'http-proxy': proxy.url, 'no-proxy': list };
      const outcome = await run(at, { inputs });
      expect(outcome.errors).toEqual([]);
      return proxy.connects.slice(before).map(({ target }) => target);
    };
    expect(await past('*')).toEqual([]);
    expect(await past(new URL(sandbox.stsUrl).hostname)).toEqual([]);
    expect(await past(`elsewhere.example, ${sts}`)).toEqual([entra]);
  });

  test('HTTPS_PROXY and NO_PROXY count, but less than the inputs', async () => {
    await using proxy = await startForwardProxy();
    await using other = await startForwardProxy();
    const environment = { HTTPS_PROXY: proxy.url, HTTP_PROXY: other.url, NO_PROXY: sts };
    const outcome = await run(at, { environment });
    expect(outcome.errors).toEqual([]);
    expect(proxy.connects.map(({ target }) => target)).toEqual([entra]);
    expect(other.connects).toEqual([]);
    expect(outcome.log).toContain('HTTPS_PROXY');

    await run(at, { environment, inputs: { 'http-proxy': other.url, 'no-proxy': entra } });
    expect(proxy.connects).toHaveLength(1);
    expect(other.connects.map(({ target }) => target)).toEqual([sts]);
  });

  test('AWS_CA_BUNDLE vouches for Entra and AWS alike, besides what Node trusts', async () => {
    const trust = (environment: Record<string, string>) => run(at, { environment });
    const none = { NODE_EXTRA_CA_CERTS: '' };
    expect((await trust({ ...none, AWS_CA_BUNDLE: sandbox.caFile })).errors).toEqual([]);
    expect((await trust({ AWS_CA_BUNDLE: proxyCaFile })).errors).toEqual([]);
    expectRefused(await trust({ ...none, AWS_CA_BUNDLE: proxyCaFile }), /^EAC_ENTRA_TLS: /);
    expectRefused(await trust(none), /^EAC_ENTRA_TLS: /);
    const missing = await trust({ AWS_CA_BUNDLE: '/nowhere/ca.pem' });
    expectRefused(missing, /^EAC_CA_FILE: .*AWS_CA_BUNDLE.*ENOENT/);
  });
});

const AGENTS = PIPELINES.filter(([host]) => host === 'Azure Pipelines');

describe.each(AGENTS)('the agent, %s on %s', (...at) => {
  test('its own proxy is used, with its login', async () => {
    await using proxy = await startForwardProxy({ user: USER, password: PASSWORD });
    const outcome = await run(at, {
      environment: { HTTPS_PROXY: 'http://proxy.invalid' },
      variables: {
        'Agent.ProxyUrl': { value: proxy.url },
        'Agent.ProxyUsername': { value: USER },
        'Agent.ProxyPassword': { value: PASSWORD, secret: true },
      },
      debug: true,
    });
    expect(outcome.errors).toEqual([]);
    expect(proxy.connects.map(({ target }) => target)).toEqual([entra, sts]);
    expect(outcome.log).toContain('The proxy setting of the agent');
    expect(leaksIn(outcome.seen, SECRETS)).toEqual([]);
  });

  test('its list says what goes past it, and no-proxy takes its place', async () => {
    await using proxy = await startForwardProxy();
    const variables = {
      'Agent.ProxyUrl': { value: proxy.url },
      'Agent.ProxyBypassList': {
        value: JSON.stringify(['(', `:${new URL(sandbox.stsUrl).port}$`]),
      },
    };
    expect((await run(at, { variables })).errors).toEqual([]);
    expect(proxy.connects.map(({ target }) => target)).toEqual([entra]);
    await run(at, { variables, inputs: { 'no-proxy': entra } });
    expect(proxy.connects.map(({ target }) => target)).toEqual([entra, sts]);
  });

  test('http-proxy takes its place', async () => {
    await using proxy = await startForwardProxy();
    const outcome = await run(at, {
      variables: { 'Agent.ProxyUrl': { value: 'http://proxy.invalid:8080' } },
      inputs: { 'http-proxy': proxy.url },
    });
    expect(outcome.errors).toEqual([]);
    expect(proxy.connects).toHaveLength(2);
  });

  test('its CA file is trusted', async () => {
    const trust = (path: string) =>
      run(at, {
        environment: { NODE_EXTRA_CA_CERTS: '' },
        variables: { 'Agent.CAInfo': { value: path } },
      });
    expect((await trust(sandbox.caFile)).errors).toEqual([]);
    expectRefused(await trust('/nowhere/ca.pem'), /^EAC_CA_FILE: .*agent.*ENOENT/);
  });
});
