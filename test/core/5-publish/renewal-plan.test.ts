import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { issueCertificate } from '@entra-aws-creds/sandbox';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { INPUT_NAMES, type InputName } from '../../../packages/core/src/1-inputs/input-name.ts';
import { readStepInputs } from '../../../packages/core/src/1-inputs/step-inputs.ts';
import type { RoleSession } from '../../../packages/core/src/3-sts-credentials/role-session.ts';
import {
  CONSULTED_VARIABLES,
  PLACES,
  parseRenewalPlan,
  renewalPlan,
} from '../../../packages/core/src/5-publish/renewal-plan.ts';
import { ENDPOINT_VARIABLES } from '../../../packages/core/src/credential/managed/managed-identity-endpoint.ts';
import type { PipelineRun } from '../../../packages/core/src/job/pipeline-run.ts';
import { nodePlatform } from '../../../packages/core/src/platform/node-platform.ts';
import { rawInputs } from '../1-inputs/raw-inputs.ts';

const source = fileURLToPath(new URL('../../../packages/core/src', import.meta.url));
/** They become inputs of the plan, or variables of it by the word of the credential. */
const OF_A_CREDENTIAL = [
  'AZURE_CLIENT_ID',
  'AZURE_TENANT_ID',
  'AZURE_FEDERATED_TOKEN_FILE',
  ...ENDPOINT_VARIABLES,
];

/** Not needed: a plan always names the region of its role. */
const OF_THE_REGION = ['AWS_REGION', 'AWS_DEFAULT_REGION'];

test('a plan carries every variable that inputs are read from', () => {
  const sources = ['1-inputs', 'credential']
    .flatMap((folder) =>
      readdirSync(join(source, folder), { recursive: true, withFileTypes: true }),
    )
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'utf8'));
  const named = sources.flatMap((text) => [
    ...text.matchAll(/'((?:https?|no)_proxy|[A-Z]+(?:_[A-Z]+)+)'/g),
  ]);
  const variables = new Set(
    named.map(([, name = '']) => name).filter((name) => !name.startsWith('EAC_')),
  );
  expect([...variables].sort()).toEqual(
    [...CONSULTED_VARIABLES, ...OF_A_CREDENTIAL, ...OF_THE_REGION].sort(),
  );
});

test('what is no plan is refused', () => {
  fc.assert(
    fc.property(fc.oneof(fc.json(), fc.string({ unit: 'binary' })), (text) => {
      expect(() => parseRenewalPlan(text)).toThrow();
    }),
  );
});

describe('in a plan', () => {
  const certificate = issueCertificate({ commonName: 'pipeline' });
  const run: PipelineRun = {
    system: 'GitHubActions',
    kind: 'run',
    place: ['octo', 'repo'],
    id: '7',
    attempt: '1',
    job: 'deploy',
  };
  const good: Partial<Record<InputName, string>> = {
    'tenant-id': '11111111-2222-3333-4444-555555555555',
    'client-id': 'aaaaaaaa-0000-0000-0000-000000000000',
    certificate: certificate.certificatePem + certificate.privateKeyPem,
    'aws-region': 'eu-west-1',
    'role-to-assume': 'arn:aws:iam::123456789012:role/deploy',
  };

  /** The plan where every input is given with its own name as its text. */
  async function plannedInputs(chained: boolean) {
    const platform = { ...nodePlatform({}), maskSecret: () => {} };
    const inputs = await readStepInputs(
      rawInputs({
        ...good,
        ...(chained && { 'role-chain': 'arn:aws:iam::123456789012:role/next' }),
      }),
      run,
      platform,
    );
    const request = inputs.roles.main;
    if (request === undefined) throw new Error('no role');
    const raw = { run, read: (name: InputName) => `own ${name}`, label: (name: string) => name };
    return renewalPlan(raw, inputs, { request } as RoleSession, {}).inputs;
  }

  test('every input has its place', () => {
    expect(Object.keys(PLACES).sort()).toEqual([...INPUT_NAMES].sort());
  });

  test.each([true, false])(
    'is what its place says (chained: %s), and nothing more',
    async (chained) => {
      const planned = await plannedInputs(chained);
      const expected = INPUT_NAMES.filter(
        (name) =>
          PLACES[name] === 'as given' ||
          (chained && PLACES[name] === 'of the chain') ||
          name === 'certificate',
      );
      expect(Object.keys(planned).sort()).toEqual([...expected].sort());
      const made = ['tenant-id', 'client-id', 'authority-host', 'certificate', 'aws-region'];
      const madeOfRole = ['role-to-assume', 'role-session-name'];
      for (const name of expected.filter((one) => ![...made, ...madeOfRole].includes(one))) {
        expect(planned[name]).toBe(`own ${name}`);
      }
    },
  );
});
