import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import {
  type IssuedCertificate,
  issueCertificate,
  type Sandbox,
  type StandardScenario,
  standardScenario,
  startSandbox,
} from '@entra-aws-creds/sandbox';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mainInputs, openPipeline, REPOSITORY } from '../bundle/pipeline.ts';
import { postForm } from '../sandbox/client.ts';
import { type JudgeProcess, startJudge } from './judge-process.ts';
import { type JudgeTls, judgeTls } from './judge-tls.ts';

/*
 * oidc-provider verifies the assertions that the bundles sign: signature, times, issuer, audience, single
 * use. It stands where Entra does, so the step sends it what it would send Entra.
 */

let sandbox: Sandbox;
let certificate: IssuedCertificate;
let scenario: StandardScenario;
let tls: JudgeTls;
let judge: JudgeProcess;
let url: string;

beforeAll(async () => {
  sandbox = await startSandbox();
  certificate = issueCertificate({ commonName: 'pipeline' });
  scenario = await standardScenario(sandbox, { certificate });
  tls = await judgeTls(sandbox);
  [judge, url] = await startProvider();
});
afterAll(async () => {
  await judge[Symbol.asyncDispose]();
  await sandbox.close();
});

function tokenPath(): string {
  return `/${scenario.tenantId}/oauth2/v2.0/token`;
}

/** The provider, and the address to give for Entra's. */
async function startProvider(): Promise<[JudgeProcess, string]> {
  const { publicKey } = new X509Certificate(certificate.certificatePem);
  const settings = {
    tls: { cert: tls.cert, key: tls.key },
    client: { id: scenario.clientId, key: publicKey.export({ format: 'jwk' }) },
    tokenPath: tokenPath(),
    audience: scenario.audience,
  };
  const script = `${REPOSITORY}test/judges/oidc-provider/provider.mjs`;
  const env = { JUDGE_SETTINGS: JSON.stringify(settings) };
  const provider = startJudge(process.execPath, [script], env);
  const said = await provider.says('"port"');
  return [provider, `https://127.0.0.1:${/"port":(\d+)/.exec(said)?.[1]}`];
}

interface Verdict {
  readonly outcome: 'granted' | 'refused' | 'failed';
  /** What was sent with an assertion that was accepted. */
  readonly request?: Readonly<Record<string, string>>;
  readonly because?: string;
  readonly verified?: {
    readonly claims: Readonly<Record<string, unknown>>;
    readonly header: Readonly<Record<string, unknown>>;
  };
}

/** All that the provider says of what `act` lets it be asked. */
async function verdictOn(act: () => Promise<unknown>): Promise<Verdict> {
  const before = judge.output().length;
  await act();
  const said = (await judge.says('"outcome"', before))
    .slice(before)
    .split('\n')
    .filter((line) => line.startsWith('{'));
  return Object.assign({}, ...said.map((line) => JSON.parse(line)));
}

/** A step on either host that logs in at the provider, or wherever `entra` is. */
async function step(
  host: Parameters<typeof openPipeline>[0],
  changes: Readonly<Record<string, string>> = {},
  entra = url,
): Promise<string> {
  const pipeline = openPipeline(host, 'Node 24', {
    environment: { NODE_EXTRA_CA_CERTS: tls.trustFile },
  });
  try {
    const inputs = { ...mainInputs(sandbox, scenario), 'authority-host': entra, ...changes };
    return (await pipeline.step(inputs)).log;
  } finally {
    await pipeline.close();
  }
}

/** Sends the provider a token request once more, or one that was meant for another address. */
async function present(form: Readonly<Record<string, string>>): Promise<void> {
  const trusting = { ...sandbox, caPem: readFileSync(tls.trustFile, 'utf8') };
  await postForm(trusting, `${url}${tokenPath()}`, form);
}

describe.each(['GitHub Actions', 'Azure Pipelines'] as const)('the assertion on %s', (host) => {
  test('is accepted, and names the certificate as Entra knows it', async () => {
    const verdict = await verdictOn(() => step(host));
    expect(verdict).toMatchObject({ outcome: 'granted' });
    const { claims, header } = verdict.verified ?? { claims: {}, header: {} };
    const sha256 = new X509Certificate(certificate.certificatePem).fingerprint256;
    expect(header).toMatchObject({
      alg: 'PS256',
      'x5t#S256': Buffer.from(sha256.replaceAll(':', ''), 'hex').toString('base64url'),
    });
    expect(claims).toMatchObject({
      iss: scenario.clientId,
      sub: scenario.clientId,
      aud: `${url}${tokenPath()}`,
    });
  });

  test('is refused when another key has signed it', async () => {
    const other = issueCertificate({ commonName: 'pipeline' });
    const pem = other.certificatePem + other.privateKeyPem;
    let log = '';
    const verdict = await verdictOn(async () => {
      log = await step(host, { certificate: pem });
    });
    expect(verdict).toMatchObject({
      outcome: 'refused',
      because: expect.stringMatching(/^invalid_client: .*signature/),
    });
    expect(log).toContain('EAC_ENTRA_');
  });
});

test('an assertion for another address is refused', async () => {
  await step('GitHub Actions', {}, sandbox.entraUrl);
  const sent = sandbox.requests.filter(({ service }) => service === 'entra').at(-1);
  const form = Object.fromEntries(new URLSearchParams(sent?.body));
  expect(await verdictOn(() => present(form))).toMatchObject({
    outcome: 'refused',
    because: expect.stringMatching(/^invalid_client: .*audience/),
  });
});

test('an assertion serves once, and not after it has expired', async () => {
  const { request = {} } = await verdictOn(() => step('GitHub Actions'));
  expect(await verdictOn(() => present(request))).toMatchObject({
    outcome: 'refused',
    because: expect.stringMatching(/^invalid_client: .*must only be used once/),
  });
  const before = judge.output().length;
  judge.signal('SIGUSR2');
  await judge.says('"clock"', before);
  expect(await verdictOn(() => present(request))).toMatchObject({
    outcome: 'refused',
    because: expect.stringMatching(/^invalid_client: .*jwt expired/),
  });
});
