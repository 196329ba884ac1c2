import { createPrivateKey, randomInt } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type IssuedCertificate,
  issueCertificate,
  standardScenario,
} from '@entra-aws-creds/sandbox';
import { describe, expect, test } from '@jest/globals';
import { keyLines, leaksIn } from './leaks.ts';
import { type Inputs, mainInputs, PIPELINES, REPOSITORY, type StepOutcome } from './pipeline.ts';
import { sandboxedPipelines } from './sandboxed-pipelines.ts';

const PASSWORD = 'correct horse';
const mine = issueCertificate({ commonName: 'pipeline' });
const pem = mine.certificatePem + mine.privateKeyPem;
const fixture = (name: string) => readFileSync(join(REPOSITORY, 'test/fixtures', name));
const fixturePem = fixture('pfx/certificate.pem').toString();
const base64 = (content: string | Buffer) => Buffer.from(content as Buffer).toString('base64');

function keyAs(type: 'pkcs1' | 'pkcs8', passphrase?: string): string {
  const lock = passphrase === undefined ? {} : { cipher: 'aes-256-cbc', passphrase };
  const key = createPrivateKey(mine.privateKeyPem);
  return key.export({ type, format: 'pem', ...lock }).toString();
}

const { sandbox, scenario, openPipeline } = await sandboxedPipelines({ certificate: mine });
scenario.client.registerCertificate(fixturePem);

/** The main job with the certificate given in some other way. */
function inputsWith(given: Inputs): Inputs {
  const { certificate: _, ...rest } = mainInputs(sandbox, scenario);
  return { ...rest, ...given };
}

function file(name: string, content: string | Buffer): Inputs {
  const path = join(sandbox.directory, name);
  writeFileSync(path, content, { mode: 0o600 });
  return { 'certificate-path': path };
}

const ACCEPTED: readonly (readonly [string, () => Inputs])[] = [
  ['a PKCS#1 key', () => ({ certificate: mine.certificatePem + keyAs('pkcs1') })],
  [
    'an encrypted PKCS#8 key',
    () => ({
      certificate: keyAs('pkcs8', PASSWORD) + mine.certificatePem,
      'certificate-password': PASSWORD,
    }),
  ],
  [
    'an encrypted traditional key, in a file',
    () => ({
      ...file('traditional.pem', mine.certificatePem + keyAs('pkcs1', PASSWORD)),
      'certificate-password': PASSWORD,
    }),
  ],
  ['Windows line ends', () => ({ certificate: pem.replaceAll('\n', '\r\n') })],
  ['literal \\n in quotes', () => ({ certificate: `"${pem.replaceAll('\n', '\\n')}"` })],
  ['spaces for line ends', () => ({ certificate: pem.replaceAll('\n', ' ') })],
  ['base64 of PEM', () => ({ certificate: base64(pem) })],
  ['UTF-16, in a file', () => file('utf16.pem', Buffer.from(`\uFEFF${pem}`, 'utf16le'))],
  [
    'a PFX in base64',
    () => ({
      certificate: base64(fixture('pfx/openssl3-aes.pfx')),
      'certificate-password': PASSWORD,
    }),
  ],
  [
    'a PFX under old ciphers, in a file',
    () => ({
      ...file('legacy.pfx', fixture('pfx/legacy-rc2.pfx')),
      'certificate-password': PASSWORD,
    }),
  ],
  [
    'a PFX with an empty password',
    () => ({ certificate: base64(fixture('pfx/legacy-empty-password.pfx')) }),
  ],
];

const REFUSED: readonly (readonly [string, () => Inputs, string])[] = [
  [
    'an EC key',
    () => {
      const elliptic = issueCertificate({ commonName: 'ec', keyType: 'ec' });
      return { certificate: elliptic.certificatePem + elliptic.privateKeyPem };
    },
    'EAC_CERTIFICATE_KEY_TYPE',
  ],
  [
    'a .cer file',
    () => file('deploy.cer', Buffer.from(fixturePem.replace(/-----[^-]+-----|\s/g, ''), 'base64')),
    'EAC_CERTIFICATE_INCOMPLETE',
  ],
  ['a key only', () => ({ certificate: mine.privateKeyPem }), 'EAC_CERTIFICATE_INCOMPLETE'],
  [
    'an SSH key',
    () => ({ certificate: mine.privateKeyPem.replaceAll(' PRIVATE', ' OPENSSH PRIVATE') }),
    'EAC_CERTIFICATE_FORM',
  ],
  [
    'a wrong password',
    () => ({
      ...file('again.pfx', fixture('pfx/openssl3-aes.pfx')),
      'certificate-password': 'Tr0ub4dor&3',
    }),
    'EAC_CERTIFICATE_PASSWORD',
  ],
  [
    'no password',
    () => ({ certificate: mine.certificatePem + keyAs('pkcs8', PASSWORD) }),
    'EAC_CERTIFICATE_PASSWORD',
  ],
];

/** Each key in the lines in which it could be printed, and each password. */
function secretsOf(inputs: Inputs): Record<string, string[]> {
  const files = ['openssl3-aes.pfx', 'legacy-rc2.pfx', 'legacy-empty-password.pfx'];
  const whole = files.map((name) => base64(fixture(`pfx/${name}`)));
  return {
    key: keyLines(mine.privateKeyPem + keyAs('pkcs1')),
    PFX: whole.flatMap((text) => text.match(/.{64}/g) ?? []),
    password: [inputs['certificate-password'] ?? PASSWORD],
  };
}

async function run(
  [host, node]: (typeof PIPELINES)[number],
  inputs: Inputs,
): Promise<StepOutcome & { readonly seen: string }> {
  const pipeline = openPipeline(host, node, {
    environment: { NODE_DEBUG: 'http,https,tls,net' },
    debug: true,
  });
  const outcome = await pipeline.step(inputs);
  const files = pipeline.files().map((path) => readFileSync(path, 'utf8'));
  return { ...outcome, seen: [outcome.log, outcome.kept, ...files].join('\n') };
}

describe.each(PIPELINES)('%s on %s', (...at) => {
  test.each(ACCEPTED)('logs in with %s', async (_, given) => {
    const inputs = inputsWith(given());
    const { succeeded, errors, seen } = await run(at, inputs);
    expect(errors).toEqual([]);
    expect(succeeded).toBe(true);
    expect(leaksIn(seen, secretsOf(inputs))).toEqual([]);
  });

  test.each(REFUSED)('refuses %s before anything is asked', async (_, given, code) => {
    const inputs = inputsWith(given());
    const before = sandbox.requests.length;
    const { succeeded, errors, exported, seen } = await run(at, inputs);
    expect(succeeded).toBe(false);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatch(RegExp(`^${code}: `));
    expect(exported).toEqual([]);
    expect(sandbox.requests.length).toBe(before);
    expect(leaksIn(seen, secretsOf(inputs))).toEqual([]);
  });
});

describe.each(PIPELINES)('send-certificate-chain, %s on %s', (...at) => {
  const authority = (commonName: string, issuer?: IssuedCertificate) =>
    issueCertificate({ commonName, keyType: 'ec', authority: true, ...(issuer && { issuer }) });
  const root = authority('root');
  const middle = authority('middle', root);
  const leaf = issueCertificate({
    commonName: 'release.contoso.com',
    issuer: middle,
    privateKeyPem: mine.privateKeyPem,
  });
  const bundle = [root, leaf, middle].map(({ certificatePem }) => certificatePem).join('');
  const login = async (inputs: Inputs) => {
    const trusting = await standardScenario(sandbox, {
      certificate: leaf,
      accountId: String(randomInt(1e11, 1e12)),
    });
    trusting.client.certificates.length = 0;
    trusting.client.trustedSubjects.push({
      commonName: 'release.contoso.com',
      authority: root.certificatePem,
    });
    return run(at, { ...mainInputs(sandbox, trusting), ...inputs });
  };

  test('sends what leads to an authority that Entra trusts, in order', async () => {
    const outcome = await login({
      certificate: leaf.privateKeyPem + bundle,
      'send-certificate-chain': 'true',
    });
    expect(outcome.errors).toEqual([]);
    const { body } = sandbox.requests.findLast(({ service }) => service === 'entra') ?? {};
    const [header = ''] = (new URLSearchParams(body).get('client_assertion') ?? '').split('.');
    const { x5c } = JSON.parse(Buffer.from(header, 'base64url').toString());
    expect(x5c).toEqual(
      [leaf, middle, root].map(({ certificatePem }) =>
        certificatePem.replace(/-----[^-]+-----|\s/g, ''),
      ),
    );
  });

  test('without it, Entra does not know the certificate', async () => {
    const outcome = await login({ certificate: leaf.privateKeyPem + bundle });
    expect(outcome.errors[0]).toMatch(/^EAC_ENTRA_CERTIFICATE_REFUSED: .*AADSTS700027/);
  });

  test('a gap in the chain is told apart', async () => {
    const outcome = await login({
      certificate: leaf.privateKeyPem + leaf.certificatePem,
      'send-certificate-chain': 'true',
    });
    expect(outcome.errors[0]).toMatch(/^EAC_ENTRA_CERTIFICATE_REFUSED: .*AADSTS7000213/);
  });
});

test('what a PFX takes is a file of its own, which nothing else loads', () => {
  const folder = join(REPOSITORY, 'dist/core');
  const having = readdirSync(folder).filter((file) =>
    readFileSync(join(folder, file), 'utf8').includes('pbewithSHAAnd40BitRC2-CBC'),
  );
  expect(having).toEqual([expect.stringMatching(/^\d+\.index\.js$/)]);
});
