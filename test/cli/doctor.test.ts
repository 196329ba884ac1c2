import { issueCertificate } from '@entra-aws-creds/sandbox';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { keyLines, leaksIn } from '../bundle/leaks.ts';
import { standardSandbox } from '../standard-sandbox.ts';
import { defaultsOf, Home } from './program.ts';

jest.setTimeout(60_000);

const { sandbox, scenario } = await standardSandbox({ tokenVersion: 2, mayReadItself: true });

interface Report {
  readonly form: number;
  readonly result: string;
  readonly inputs: readonly { readonly name: string; readonly origin: string }[];
  readonly checks: readonly {
    readonly name: string;
    readonly result: string;
    readonly facts: readonly string[];
    readonly warnings: readonly string[];
    readonly failures: readonly {
      readonly code: string;
      readonly remedy: string;
      readonly address: string;
    }[];
  }[];
}

const NAMES = [
  'inputs',
  'environment',
  'credential',
  'authority',
  'clock',
  'token',
  'provider',
  'session',
  'trust-policy',
];
/** From this check on, nothing is tried. */
const until = (name: string, ...besides: readonly string[]) => {
  const at = NAMES.indexOf(name);
  return Object.fromEntries(
    NAMES.map((one, index) => [
      one,
      index === at ? 'failed' : index < at || besides.includes(one) ? 'passed' : 'not-tried',
    ]),
  );
};

describe.each(['Node 20', 'Node 24'] as const)('doctor on %s', (node) => {
  let home: Home;
  beforeEach(() => {
    home = new Home(node, { NODE_EXTRA_CA_CERTS: sandbox.caFile });
  });
  afterEach(() => {
    home.close();
  });

  const configOf = (changes: Record<string, string> = {}) =>
    home.write(
      'pipeline.json',
      JSON.stringify({
        ...defaultsOf(sandbox, scenario),
        'iam-endpoint': sandbox.iamUrl,
        'trust-policy-check': 'warn',
        ...changes,
      }),
    );
  const report = async (changes: Record<string, string> = {}, env: Record<string, string> = {}) => {
    const args = ['doctor', '--json', '--config', configOf(changes)];
    const { status, stdout, stderr } = await home.run(args, { env });
    const read = JSON.parse(stdout) as Report;
    const results = Object.fromEntries(read.checks.map(({ name, result }) => [name, result]));
    const check = (name: string) => read.checks.find((one) => one.name === name);
    return { status, stderr, read, results, check, stdout };
  };

  test('the whole way, with what each step found', async () => {
    const { status, stderr, read, results, check, stdout } = await report();
    expect([status, stderr, read.form, read.result]).toEqual([0, '', 1, 'passed']);
    expect(results).toEqual(Object.fromEntries(NAMES.map((name) => [name, 'passed'])));
    const facts = (name: string) => check(name)?.facts.join('\n') ?? '';
    expect(facts('credential')).toMatch(
      /^CN=build-pipeline, thumbprint [0-9A-F]{40} \(SHA-1\), [0-9A-F]{64} \(SHA-256\), valid from \S+ to \S+; the private key belongs to it$/,
    );
    expect(facts('authority')).toContain(scenario.tenantId);
    expect(facts('clock').match(/agrees with that of localhost/g)).toHaveLength(2);
    expect(facts('token')).toContain(`Audience as AWS reads it: ${scenario.tokenAudience}`);
    expect(facts('token')).toContain(`Subject: ${scenario.tokenSubject}`);
    expect(facts('provider')).toContain(scenario.provider.arn);
    expect(facts('session')).toContain('assumed-role/Deploy/CommandLine-doctor');
    expect(facts('trust-policy')).toContain('admits this token, no findings');
    const session = sandbox.aws.sessions.at(-1);
    const secrets = {
      key: keyLines(scenario.keyPem),
      session: [session?.secretAccessKey ?? '', session?.sessionToken ?? ''],
    };
    expect(leaksIn(stdout, secrets)).toEqual([]);
  });

  test.each([
    ['an input', { 'tenant-id': 'no tenant' }, until('inputs'), 'EAC_INPUT_INVALID'],
    [
      'the certificate',
      { 'certificate-path': '/none' },
      { ...until('inputs'), inputs: 'passed', credential: 'failed' },
      'EAC_CERTIFICATE_FILE',
    ],
    [
      'Entra',
      { 'authority-host': 'https://localhost:1' },
      until('authority', 'clock'),
      'EAC_ENTRA_UNREACHABLE',
    ],
    ['the audience', { audience: 'api://nobody' }, until('token'), 'EAC_ENTRA_AUDIENCE_UNKNOWN'],
    [
      'the role',
      { 'role-to-assume': 'arn:aws:iam::123456789012:role/Nobody' },
      until('session'),
      'EAC_STS_ACCESS_DENIED',
    ],
  ] as const)(
    'what fails is told at its step, and what needs it is not tried: %s',
    async (_, changes, expected, code) => {
      const { status, read, results } = await report({ 'retry-max-attempts': '1', ...changes });
      expect([status, read.result, results]).toEqual([1, 'failed', expected]);
      const [failure] = read.checks.flatMap(({ failures }) => failures);
      if (code !== undefined) expect(failure?.code).toBe(code);
      expect(failure?.remedy).toMatch(/\w/);
      expect(failure?.address).toBe(
        `https://github.com/org/entra-aws-creds/blob/v1.0.0/docs/troubleshooting.md#${failure?.code.toLowerCase()}`,
      );
    },
  );

  test('an authority from the environment that cannot be read is told there', async () => {
    const { status, results, check } = await report({}, { AWS_CA_BUNDLE: '/none' });
    expect([status, results]).toEqual([
      1,
      { ...until('inputs'), inputs: 'passed', environment: 'failed' },
    ]);
    expect(check('environment')?.failures[0]?.code).toBe('EAC_CA_FILE');
  });

  test('a clock that is wrong is told with both times', async () => {
    sandbox.intercept = (service) =>
      service === 'iam'
        ? undefined
        : {
            fault: 'change',
            change: (response) => ({
              ...response,
              headers: { ...response.headers, date: new Date(Date.now() - 600_000).toUTCString() },
            }),
          };
    const { status, results, check } = await report();
    expect([status, results['clock'], results['session']]).toEqual([1, 'failed', 'passed']);
    expect(check('clock')?.failures).toHaveLength(2);
    expect(check('clock')?.failures[0]?.code).toBe('EAC_ENTRA_CLOCK');
  });

  test('variables that move what is asked are warned of', async () => {
    const { read, check } = await report(
      { 'sts-endpoint': '' },
      { AWS_ENDPOINT_URL_STS: sandbox.stsUrl },
    );
    expect(read.result).toBe('passed');
    expect(check('environment')?.result).toBe('warning');
    expect(check('environment')?.warnings.join()).toContain('AWS_ENDPOINT_URL_STS');
  });

  test('a policy that is wide is a warning, and a failure to those who enforce', async () => {
    const { provider } = scenario;
    const wide = sandbox.aws.account(scenario.accountId).role({
      name: `Wide${node.slice(-2)}`,
      mayReadItself: true,
      trustPolicy: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Federated: provider.arn },
            Action: 'sts:AssumeRoleWithWebIdentity',
            Condition: {
              StringEquals: { [`${provider.url.slice(8)}:sub`]: scenario.tokenSubject },
            },
          },
        ],
      },
    });
    const warned = await report({ 'role-to-assume': wide.arn });
    expect([warned.status, warned.results['trust-policy']]).toEqual([0, 'warning']);
    const enforced = await report({ 'role-to-assume': wide.arn, 'trust-policy-check': 'enforce' });
    expect([enforced.status, enforced.results['trust-policy']]).toEqual([1, 'failed']);
  });

  test('for people: a mark and what was found, what to do and where to read', async () => {
    const args = ['doctor', '--config', configOf({ audience: 'api://nobody' })];
    const { status, stdout } = await home.run(args);
    expect(status).toBe(1);
    const lines = stdout.split('\n');
    expect(lines[0]).toBe('✓ Inputs');
    expect(lines).toContain('✗ Token from Entra');
    expect(lines).toContain('· Session from STS: not tried');
    expect(stdout).toMatch(
      /^ {4}EAC_ENTRA_AUDIENCE_UNKNOWN: .*\n {4}What to do: .*\n {4}See https/m,
    );
    expect(stdout).not.toContain('\u001b');
  });

  test('another certificate than the application has is told with its thumbprint', async () => {
    const { certificatePem, privateKeyPem } = issueCertificate({ commonName: 'other' });
    const path = home.write('other.pem', certificatePem + privateKeyPem);
    const { results, read } = await report({ 'certificate-path': path });
    expect(results['token']).toBe('failed');
    expect(read.checks.flatMap(({ failures }) => failures)[0]?.code).toBe(
      'EAC_ENTRA_CERTIFICATE_REFUSED',
    );
  });
});
