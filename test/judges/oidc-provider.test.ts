import { X509Certificate } from 'node:crypto';
import { issueCertificate, type StandardScenario } from '@entra-aws-creds/sandbox';
import { describe, expect, test } from '@jest/globals';
import { type HostName, REPOSITORY } from '../bundle/pipeline.ts';
import { postForm } from '../sandbox/client.ts';
import { startJudge } from './judge-process.ts';
import { type Judge, type Judged, judgedSandbox } from './judged-sandbox.ts';

/*
 * oidc-provider verifies the assertions that the bundles sign: signature, times, issuer, audience, single
 * use. It stands where Entra does, so the step sends it what it would send Entra.
 */

const { sandbox, scenario, judge, url, trusting, ...judged } = await judgedSandbox(startProvider);
const { certificate } = scenario;
const TOKEN_PATH = tokenPathOf(scenario);

function tokenPathOf({ tenantId }: StandardScenario): string {
  return `/${tenantId}/oauth2/v2.0/token`;
}

/** The provider, and the address to give for Entra's. */
async function startProvider({ scenario, tls }: Judged): Promise<Judge> {
  const { publicKey } = new X509Certificate(scenario.certificatePem);
  const settings = {
    tls: { cert: tls.cert, key: tls.key },
    client: { id: scenario.clientId, key: publicKey.export({ format: 'jwk' }) },
    tokenPath: tokenPathOf(scenario),
    audience: scenario.audience,
  };
  const script = `${REPOSITORY}test/judges/oidc-provider/provider.mjs`;
  const env = { JUDGE_SETTINGS: JSON.stringify(settings) };
  const judge = startJudge(process.execPath, [script], env);
  const said = await judge.says('"port"');
  return { judge, url: `https://127.0.0.1:${/"port":(\d+)/.exec(said)?.[1]}` };
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
  host: HostName,
  changes: Readonly<Record<string, string>> = {},
  entra = url,
): Promise<string> {
  return (await judged.step(host, { 'authority-host': entra, ...changes })).log;
}

/** Sends the provider a token request once more, or one that was meant for another address. */
async function present(form: Readonly<Record<string, string>>): Promise<void> {
  await postForm(trusting, `${url}${TOKEN_PATH}`, form);
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
      aud: `${url}${TOKEN_PATH}`,
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
