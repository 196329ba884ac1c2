import { issueCertificate } from '@entra-aws-creds/sandbox';
import { describe, expect, test } from '@jest/globals';
import type { InputName } from '../../../packages/core/src/1-inputs/input-name.ts';
import { readStepInputs } from '../../../packages/core/src/1-inputs/step-inputs.ts';
import { StepFailure } from '../../../packages/core/src/failure/step-failure.ts';
import { nodePlatform } from '../../../packages/core/src/platform/node-platform.ts';
import { rawInputs } from './raw-inputs.ts';

const certificate = issueCertificate({ commonName: 'pipeline' });
const pem = certificate.certificatePem + certificate.privateKeyPem;
const run = { system: 'GitHubActions', place: ['octo', 'repo'], id: '7' };
const CLIENT = 'aaaaaaaa-0000-0000-0000-000000000000';
const good: Partial<Record<InputName, string>> = {
  'tenant-id': '11111111-2222-3333-4444-555555555555',
  'client-id': CLIENT,
  certificate: pem,
  'aws-region': 'eu-west-1',
  'role-to-assume': 'arn:aws:iam::123456789012:role/deploy',
};

interface ReadingContext {
  environment?: Record<string, string>;
  files?: Record<string, string>;
}

function read(values: Partial<Record<InputName, string>>, context: ReadingContext = {}) {
  const seen: string[] = [];
  const platform = {
    ...nodePlatform(context.environment ?? {}),
    maskSecret: (text: string) => seen.push(text),
    readFile: async (path: string) => {
      const text = context.files?.[path];
      if (text === undefined) throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
      return Buffer.from(text);
    },
  };
  const inputs = readStepInputs(rawInputs({ ...good, ...values }), run, platform);
  return { inputs, seen };
}

async function failureOf(
  values: Partial<Record<InputName, string>>,
  context?: ReadingContext,
): Promise<StepFailure> {
  const failure = await read(values, context).inputs.catch((error: unknown) => error);
  if (failure instanceof StepFailure) return failure;
  throw new Error('did not fail');
}

test('the defaults are those of the contract', async () => {
  const inputs = await read({}).inputs;
  expect(inputs).toMatchObject({
    audience: CLIENT,
    duration: 3600,
    sessionName: 'GitHubActions-octo-repo-7',
    allowedAccounts: [],
    maskAccountId: false,
    outputCredentials: false,
    exportCredentials: true,
    unsetCurrentCredentials: false,
    cleanUp: true,
  });
  expect(inputs.application?.authorityHost.origin).toBe('https://login.microsoftonline.com');
  expect(inputs.roles.main?.stsEndpoint).toEqual({
    url: new URL('https://sts.eu-west-1.amazonaws.com'),
  });
});

test('all that is wrong is said at once', async () => {
  const failure = await failureOf({
    'tenant-id': '',
    'client-id': 'x',
    certificate: '',
    'role-duration-seconds': '15m',
    'output-credentials': 'yes',
  });
  expect(failure.code).toBe('EAC_INPUTS_WRONG');
  expect(failure.parts.map(({ message }) => /"([a-z-]+)"/.exec(message)?.[1])).toEqual([
    'client-id',
    'tenant-id',
    'certificate',
    'role-duration-seconds',
    'output-credentials',
  ]);
});

test('a single mistake keeps its own code', async () => {
  expect((await failureOf({ 'aws-region': '' })).code).toBe('EAC_INPUT_MISSING');
});

test.each(['$(AwsRegion)', '${{ vars.REGION }}'])(
  '%s that nobody replaced is told apart',
  async (text) => {
    const failure = await failureOf({ 'aws-region': text });
    expect(failure.code).toBe('EAC_INPUT_NOT_EXPANDED');
    expect(failure.message).toContain(text);
  },
);

test('exactly one certificate source', async () => {
  expect((await failureOf({ 'certificate-path': '/c.pem' })).code).toBe('EAC_INPUT_CONFLICT');
  expect((await failureOf({ certificate: '' })).code).toBe('EAC_INPUT_MISSING');
});

test('the certificate is read from a file, and what was read is known for a secret', async () => {
  const { inputs, seen } = read(
    { certificate: '', 'certificate-path': '/c.pem' },
    { files: { '/c.pem': pem } },
  );
  expect((await inputs).credential.inWords).toContain(certificate.thumbprintSha256);
  expect(seen).toContain(pem);
});

test('a file that is not there is named', async () => {
  const failure = await failureOf({ certificate: '', 'certificate-path': '/none.pem' });
  expect(failure.code).toBe('EAC_CERTIFICATE_FILE');
  expect(failure.message).toMatch(/"\/none\.pem".*ENOENT/);
});

test('key material in the wrong input is not repeated', async () => {
  for (const name of ['certificate-path', 'tenant-id', 'role-to-assume'] as const) {
    const failure = await failureOf({ certificate: '', [name]: pem });
    expect([failure, ...failure.parts].map((part) => part.describe()).join()).not.toContain(
      certificate.privateKeyPem.split('\n')[1],
    );
  }
});

describe('allowed-account-ids', () => {
  const OTHER = 'arn:aws:iam::222222222222:role/other';

  test.each<[string, Partial<Record<InputName, string>>]>([
    ['the role', { 'role-to-assume': OTHER }],
    ['a link of the chain', { 'role-chain': `${OTHER}\n${good['role-to-assume']}` }],
    ['the last link of the chain', { 'role-chain': OTHER }],
    ['a profile', { profiles: `fine = ${good['role-to-assume']}\nother = ${OTHER}` }],
  ])('%s is known by its ARN', async (_, values) => {
    const failure = await failureOf({ ...values, 'allowed-account-ids': '123456789012' });
    expect(failure.code).toBe('EAC_ACCOUNT_NOT_ALLOWED');
    expect(failure.message).toMatch(
      /role\/other.* is in account 222222222222, which is not one of 123456789012\.$/,
    );
    const allowed = { ...values, 'allowed-account-ids': '123456789012, 222222222222' };
    expect((await read(allowed).inputs).allowedAccounts).toHaveLength(2);
  });

  test('every one of them is told, with what else is wrong', async () => {
    const failure = await failureOf({
      'role-chain': OTHER,
      profiles: `one = ${OTHER}`,
      'allowed-account-ids': '123456789012',
      'clean-up': 'perhaps',
    });
    expect(failure.parts.map(({ code }) => code).sort()).toEqual([
      'EAC_ACCOUNT_NOT_ALLOWED',
      'EAC_ACCOUNT_NOT_ALLOWED',
      'EAC_INPUT_INVALID',
    ]);
    expect(failure.parts.map(({ message }) => message).join()).toMatch(
      /of "role-chain".*of the profile one/,
    );
  });
});

test.each<[string, Partial<Record<InputName, string>>]>([
  ['the role', {}],
  [
    'the last role of a chain',
    {
      'role-to-assume': 'arn:aws:iam::222222222222:role/first',
      'role-chain': 'arn:aws:iam::123456789012:role/last',
    },
  ],
  ['a profile', { 'role-to-assume': '', profiles: 'a = arn:aws:iam::123456789012:role/a' }],
])('a managed session policy must be of the account of %s, or of AWS', async (_, values) => {
  const policy = (account: string) => `arn:aws:iam::${account}:policy/p`;
  const given = (account: string) => ({ ...values, 'managed-session-policies': policy(account) });
  const failure = await failureOf(given('222222222222'));
  expect(failure.code).toBe('EAC_INPUT_CONFLICT');
  expect(failure.message).toMatch(/policy\/p of account 222222222222, but the role .*123456789012/);
  expect((await read(given('aws')).inputs).sessionPolicy.managed).toEqual([policy('aws')]);
});

test('region and role must be of one partition', async () => {
  const failure = await failureOf({ 'aws-region': 'cn-north-1' });
  expect(failure.code).toBe('EAC_INPUT_CONFLICT');
  expect(failure.message).toMatch(/partition aws,.* cn-north-1 is in aws-cn/);
});

test('AZURE_AUTHORITY_HOST counts, unless the input is given', async () => {
  const environment = { AZURE_AUTHORITY_HOST: 'https://login.microsoftonline.us/' };
  const fromVariable = await read({}, { environment }).inputs;
  expect(fromVariable.application?.authorityHost.host).toBe('login.microsoftonline.us');
  const fromInput = await read({ 'authority-host': 'AzureCloud' }, { environment }).inputs;
  expect(fromInput.application?.authorityHost.host).toBe('login.microsoftonline.com');
});

test('a hostile AZURE_AUTHORITY_HOST is refused by its name', async () => {
  const failure = await failureOf({}, { environment: { AZURE_AUTHORITY_HOST: 'http://evil' } });
  expect(failure.message).toContain('AZURE_AUTHORITY_HOST');
});

test.each([
  ['AWS_ENDPOINT_URL_STS', { AWS_ENDPOINT_URL_STS: 'https://sts.example' }, 'sts.example'],
  ['AWS_ENDPOINT_URL', { AWS_ENDPOINT_URL: 'https://aws.example' }, 'aws.example'],
])('%s moves the STS endpoint, and that is known', async (setBy, environment, host) => {
  const endpointOf = async (values: Partial<Record<InputName, string>>, extra = {}) => {
    const { roles } = await read(values, { environment: { ...environment, ...extra } }).inputs;
    return roles.main?.stsEndpoint;
  };
  expect(await endpointOf({})).toEqual({ url: new URL(`https://${host}`), setBy });
  expect(await endpointOf({ 'sts-endpoint': 'https://vpce.example' })).toEqual({
    url: new URL('https://vpce.example'),
    chosen: true,
  });
  const ignored = await endpointOf({}, { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' });
  expect(ignored).toEqual({ url: new URL('https://sts.eu-west-1.amazonaws.com') });
});
