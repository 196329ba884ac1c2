import { spawnSync } from 'node:child_process';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import {
  evaluate,
  findWeaknesses,
  parsePolicyText,
  type TokenFacts,
  webIdentityContext,
} from '@entra-aws-creds/trust-policy';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { codeBlocks } from './documented-pages.ts';

const TENANT = '11111111-2222-4333-8444-555555555555';
const CLIENT = 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee';
const SUBJECT = '99999999-8888-4777-8666-555555555555';
const ACCOUNT = '123456789012';

/** What the programs of the page answer, in which the page only looks for IDs. */
const PROGRAMS = {
  az: `case "$*" in
    "account show"*) echo ${TENANT} ;;
    "ad app create"*) echo ${CLIENT} ;;
    "ad sp create"*) echo ${SUBJECT} ;;
  esac`,
  aws: `case "$*" in "sts get-caller-identity"*) echo ${ACCOUNT} ;; esac`,
  gh: 'cat > /dev/null',
};

const shell = codeBlocks('docs/set-up-by-hand.md').filter(({ language }) => language === 'sh');
let folder = '';
const read = (file: string) => readFileSync(join(folder, file), 'utf8');

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'set-up-by-hand-'));
  for (const [name, answers] of Object.entries(PROGRAMS)) {
    const script = `#!/bin/sh\necho "${name} $*" >> '${folder}/calls'\n${answers}\n`;
    writeFileSync(join(folder, name), script, { mode: 0o755 });
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

test('its commands run one after another, in one terminal', () => {
  // What the pipeline would get: the page removes it from the machine at the end.
  const blocks = shell.map(({ text }) => text.replace(/^rm deploy\.pem$/m, 'mv deploy.pem secret'));
  // On a socket, bash takes itself for a remote shell, and reads what its user has set up.
  const options = ['--norc', '-euo', 'pipefail'];
  const { status, stderr } = spawnSync('bash', [...options, '-c', blocks.join('\n')], {
    cwd: folder,
    input: '',
    env: { ...process.env, PATH: `${folder}${delimiter}${process.env['PATH']}` },
    encoding: 'utf8',
  });
  expect([status, stderr.match(/error|not found|unbound/i)]).toEqual([0, null]);
});

test('they make a certificate with its key', () => {
  const secret = read('secret');
  const certificate = new X509Certificate(secret);
  expect(certificate.checkPrivateKey(createPrivateKey(secret))).toBe(true);
  expect(read('certificate.pem')).not.toContain('PRIVATE KEY');
});

test('they ask for v2.0 tokens, and register what those carry', () => {
  const calls = read('calls');
  expect(calls).toMatch(/^az ad app create .*--requested-access-token-version 2/m);
  expect(calls).toContain(
    `aws iam create-open-id-connect-provider --url https://login.microsoftonline.com/${TENANT}/v2.0 --client-id-list ${CLIENT}\n`,
  );
});

test('they write a trust policy that admits the token, and nothing wider', () => {
  const token: TokenFacts = {
    issuer: `https://login.microsoftonline.com/${TENANT}/v2.0`,
    audience: CLIENT,
    authorizedParty: CLIENT,
    subject: SUBJECT,
    version: '2.0',
    tenantId: TENANT,
  };
  const { policy, problems } = parsePolicyText(read('trust.json'));
  if (policy === undefined) throw new Error(JSON.stringify(problems));
  const role = { partition: 'aws', account: ACCOUNT, sessionName: 'first' };
  const context = webIdentityContext(token, role);
  expect(evaluate(policy, context).answer).toBe('admits');
  expect(findWeaknesses(policy, context)).toEqual([]);
});

test('they let the role read itself, and write what Entra is to trust of GitHub', () => {
  expect(JSON.parse(read('permissions.json')).Statement).toContainEqual({
    Effect: 'Allow',
    Action: 'iam:GetRole',
    Resource: `arn:aws:iam::${ACCOUNT}:role/deploy`,
  });
  expect(JSON.parse(read('federated.json'))).toMatchObject({
    issuer: 'https://token.actions.githubusercontent.com',
    audiences: ['api://AzureADTokenExchange'],
  });
});
