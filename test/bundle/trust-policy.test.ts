import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import {
  type AwsRole,
  issueCertificate,
  type StandardScenario,
  standardScenario,
  type TrustPolicy,
} from '@entra-aws-creds/sandbox';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { sandboxOfFile } from '../standard-sandbox.ts';
import { keyLines, leaksIn } from './leaks.ts';
import {
  type Inputs,
  mainInputs,
  PIPELINES,
  type Pipeline,
  type PipelineOptions,
  REPOSITORY,
  type StepOutcome,
} from './pipeline.ts';
import { pipelinesOn } from './sandboxed-pipelines.ts';

const sandbox = await sandboxOfFile();
const openPipeline = pipelinesOn(sandbox);
let scenario: StandardScenario;
let pipeline: Pipeline;
/** Role names are unique in an account, and all of these are in one. */
let serial = 0;

const certificate = issueCertificate({ commonName: 'pipeline' });
beforeEach(async () => {
  serial += 1;
  scenario = await standardScenario(sandbox, {
    certificate,
    mayReadItself: true,
    rolePath: '/ci/',
    roleName: `Tight-${serial}`,
  });
});

/** A role that trusts the token with these claims pinned and no others. */
function roleWith(name: string, claims: readonly ('aud' | 'sub')[], mayReadItself = true): AwsRole {
  return scenario.role.account.role({
    name: `${name}-${serial}`,
    mayReadItself,
    trustPolicy: policyWith(claims),
  });
}

function policyWith(claims: readonly ('aud' | 'sub')[]): TrustPolicy {
  const prefix = scenario.provider.url.replace('https://', '');
  const values = { aud: scenario.tokenAudience, sub: scenario.tokenSubject };
  const pinned = claims.map((claim) => [`${prefix}:${claim}`, values[claim]]);
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Federated: scenario.provider.arn },
        Action: 'sts:AssumeRoleWithWebIdentity',
        ...(pinned.length > 0 && { Condition: { StringEquals: Object.fromEntries(pinned) } }),
      },
    ],
  };
}

function chainedRole(name: string, before: AwsRole, principal: string = before.arn): AwsRole {
  return scenario.role.account.role({
    name: `${name}-${serial}`,
    mayReadItself: true,
    trustPolicy: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { AWS: principal }, Action: 'sts:AssumeRole' }],
    },
  });
}

function fileWith(document: unknown): string {
  const path = join(sandbox.directory, 'trust.json');
  writeFileSync(path, JSON.stringify(document, null, 2));
  return path;
}

/** ARN of a provider in the role's account. */
function provider(issuer: string): string {
  return `arn:aws:iam::${scenario.accountId}:oidc-provider/${issuer}`;
}

/** The issuer of the same tenant's tokens of the other version. */
function otherVersion(): string {
  const own = scenario.provider.url.replace('https://', '');
  return own.startsWith('sts.windows.net')
    ? `login.microsoftonline.com/${scenario.tenantId}/v2.0`
    : `sts.windows.net/${scenario.tenantId}/`;
}

/** The file of core's bundle that holds the check. */
function fileOfCheck(): string {
  const folder = join(REPOSITORY, 'dist/core');
  const holders = readdirSync(folder).filter((name) =>
    readFileSync(join(folder, name), 'utf8').includes('TRUST_NO_AUD'),
  );
  expect(holders).toEqual([expect.stringMatching(/^\d+\.index\.js$/)]);
  return holders[0] ?? '';
}

describe.each(PIPELINES)('%s on %s', (host, node) => {
  /** Nobody may be told where IAM is who does not ask it. */
  const iamEndpoint = (inputs: Inputs): Inputs =>
    (inputs['trust-policy-check'] ?? 'off') === 'off' || inputs['trust-policy-file'] !== undefined
      ? {}
      : { 'iam-endpoint': sandbox.iamUrl };
  /** Names of the bundle's files that were run, from where Node writes which scripts it ran. */
  function loadedBy(scripts: string): string[] {
    const urls = readdirSync(scripts).flatMap((name): string[] => {
      const { result } = JSON.parse(readFileSync(join(scripts, name), 'utf8'));
      return result.map(({ url }: { url: string }) => url);
    });
    return urls.filter((url) => url.includes('/dist/')).map((url) => basename(url));
  }

  interface Run extends StepOutcome {
    /** Names of the services that were asked, in order. */
    readonly asked: readonly string[];
  }

  async function run(
    inputs: Inputs,
    options: Pick<PipelineOptions, 'debug' | 'environment'> = {},
  ): Promise<Run> {
    const before = sandbox.requests.length;
    pipeline = openPipeline(host, node, options);
    const outcome = await pipeline.step({
      ...mainInputs(sandbox, scenario),
      ...iamEndpoint(inputs),
      ...inputs,
    });
    const asked = sandbox.requests.slice(before).map(({ service }) => service);
    return { ...outcome, asked };
  }

  function expectNothingPublished(outcome: Run): void {
    expect(outcome.succeeded).toBe(false);
    expect(outcome.exported).toEqual([]);
    expect(outcome.outputs).toEqual({});
    expect(pipeline.awsVariables()).not.toHaveProperty('AWS_ACCESS_KEY_ID');
  }

  test('enforce lets a tight role with a path pass, for one request more', async () => {
    const outcome = await run({ 'trust-policy-check': 'enforce' });
    expect(outcome.errors).toEqual([]);
    expect(outcome.asked).toEqual(['entra', 'sts', 'iam']);
    expect(pipeline.awsVariables()).toHaveProperty('AWS_ACCESS_KEY_ID');
    expect(outcome.log + outcome.kept).toMatch(
      /Trust policy.{0,40}admits this token, no findings/s,
    );
  });

  test.each(['AWS_ENDPOINT_URL_IAM', 'AWS_ENDPOINT_URL'])(
    'an earlier step cannot choose the judge with %s: enforce stops before the login',
    async (variable) => {
      const moved = { environment: { [variable]: sandbox.iamUrl } };
      const outcome = await run({ 'trust-policy-check': 'enforce', 'iam-endpoint': '' }, moved);
      expectNothingPublished(outcome);
      expect(outcome.asked).toEqual([]);
      expect(outcome.errors).toEqual([
        expect.stringMatching(
          new RegExp(`EAC_TRUST_POLICY_ENDPOINT: The variable ${variable} redirects IAM requests`),
        ),
      ]);
    },
  );

  test('the variable that moves IAM is warned about under warn, with the host', async () => {
    const moved = { environment: { AWS_ENDPOINT_URL_IAM: sandbox.iamUrl } };
    const warned = await run({ 'trust-policy-check': 'warn', 'iam-endpoint': '' }, moved);
    expect(warned.errors).toEqual([]);
    expect(warned.asked).toEqual(['entra', 'sts', 'iam']);
    expect(warned.warnings).toEqual([
      expect.stringMatching(
        new RegExp(`AWS_ENDPOINT_URL_IAM sends .* to ${new URL(sandbox.iamUrl).host}`),
      ),
    ]);
  });

  test('the endpoint of the author outranks the variable, without a warning', async () => {
    const moved = { environment: { AWS_ENDPOINT_URL_IAM: 'https://127.0.0.1:1' } };
    const outcome = await run({ 'trust-policy-check': 'enforce' }, moved);
    expect(outcome).toMatchObject({ succeeded: true, errors: [], warnings: [] });
    expect(outcome.asked).toEqual(['entra', 'sts', 'iam']);
  });

  test('no session token goes out over plain http, not to this machine either', async () => {
    const endpoint = sandbox.iamUrl.replace('https:', 'http:');
    const outcome = await run({ 'trust-policy-check': 'enforce', 'iam-endpoint': endpoint });
    expectNothingPublished(outcome);
    expect(outcome.asked).toEqual([]);
    const name = host === 'GitHub Actions' ? 'iam-endpoint' : 'iamEndpoint';
    expect(outcome.errors.join()).toMatch(new RegExp(`"${name}" is not an https URL`));
  });

  test('off asks nobody and loads nothing', async () => {
    const scripts = (mode: string) => join(sandbox.directory, `scripts-${serial}-${mode}`);
    const runWith = (mode: string) =>
      run({ 'trust-policy-check': mode }, { environment: { NODE_V8_COVERAGE: scripts(mode) } });
    const outcome = await runWith('off');
    expect(outcome.asked).toEqual(['entra', 'sts']);
    expect(outcome.warnings).toEqual([]);
    expect(outcome.log).not.toMatch(/trust policy/i);
    await runWith('enforce');
    expect(loadedBy(scripts('off'))).toContain('index.js');
    expect(loadedBy(scripts('off'))).not.toContain(fileOfCheck());
    expect(loadedBy(scripts('enforce'))).toContain(fileOfCheck());
  });

  test.each([
    ['no aud condition', ['sub'], 'TRUST_NO_AUD'],
    ['no sub condition', ['aud'], 'TRUST_NO_SUB'],
  ] as const)('enforce stops a role with %s before any export', async (_, claims, code) => {
    const loose = roleWith('Loose', claims);
    const outcome = await run({ 'role-to-assume': loose.arn, 'trust-policy-check': 'enforce' });
    expectNothingPublished(outcome);
    expect(outcome.errors.join('\n')).toMatch(
      new RegExp(`EAC_TRUST_POLICY_WIDE: ${code} \\(high\\)`),
    );
    expect(outcome.errors.join('\n')).toContain('The corrected statement: {"Effect":"Allow"');
    expect(outcome.asked).toEqual(['entra', 'sts', 'iam']);
  });

  test.each([
    [
      "GitHub's provider",
      () => ({ Federated: provider('token.actions.githubusercontent.com') }),
      'https://token.actions.githubusercontent.com',
      'sts:AssumeRoleWithWebIdentity',
      { StringLike: { 'token.actions.githubusercontent.com:sub': 'repo:octo/*' } },
    ],
    [
      "the tenant's other provider",
      () => ({ Federated: provider(otherVersion()) }),
      () => `https://${otherVersion()}`,
      'sts:AssumeRoleWithWebIdentity',
    ],
    [
      'a foreign root',
      () => ({ AWS: 'arn:aws:iam::999999999999:root' }),
      'arn:aws:iam::999999999999:root',
      'sts:AssumeRole',
    ],
    ['a service', () => ({ Service: 'ec2.amazonaws.com' }), 'ec2.amazonaws.com', 'sts:AssumeRole'],
  ] as const)('enforce stops a role that %s can assume too, unless it is named', async (...row) => {
    const [, who, name, Action, Condition] = row;
    const other = {
      Effect: 'Allow',
      Principal: who(),
      Action,
      ...(Condition && { Condition }),
    } as const;
    const shared = roleWith('Shared', ['aud', 'sub']);
    shared.trustPolicy = {
      ...shared.trustPolicy,
      Statement: [shared.trustPolicy.Statement, other].flat(),
    };
    const inputs = { 'role-to-assume': shared.arn, 'trust-policy-check': 'enforce' };
    const stopped = await run(inputs);
    expectNothingPublished(stopped);
    expect(stopped.errors.join()).toMatch(/EAC_TRUST_POLICY_WIDE: TRUST_PRINCIPAL_BEYOND \(high\)/);
    expect(stopped.errors.join()).toContain(Object.values(who())[0]);
    const warned = await run({ ...inputs, 'trust-policy-check': 'warn' });
    expect(warned.succeeded).toBe(true);
    expect(warned.warnings.join()).toContain('TRUST_PRINCIPAL_BEYOND');
    const named = `arn:aws:iam::123456789012:role/x\n${typeof name === 'string' ? name : name()}`;
    const passed = await run({ ...inputs, 'trust-policy-allowed-principals': named });
    expect(passed).toMatchObject({ succeeded: true, errors: [], warnings: [] });
  });

  test('enforce stops a role whose :sub lists three', async () => {
    const shared = roleWith('Three', ['aud', 'sub']);
    const { tokenSubject } = scenario;
    shared.trustPolicy = JSON.parse(
      JSON.stringify(shared.trustPolicy).replace(
        `"${tokenSubject}"`,
        `["another","${tokenSubject}","a-third"]`,
      ),
    );
    const outcome = await run({ 'role-to-assume': shared.arn, 'trust-policy-check': 'enforce' });
    expectNothingPublished(outcome);
    expect(outcome.errors.join()).toMatch(/TRUST_SUB_SEVERAL \(high\).*"another" and "a-third"/);
  });

  test('what renews later asks nobody about trust', async () => {
    const outcome = await run({
      'trust-policy-check': 'enforce',
      'trust-policy-allowed-principals': 'ec2.amazonaws.com',
      refresh: 'true',
    });
    expect(outcome).toMatchObject({ succeeded: true, errors: [] });
    const plan = pipeline
      .files()
      .find((file) => /renew-[^/]+\.json$/.test(file) && !/creden/.test(file));
    const { inputs } = JSON.parse(readFileSync(plan ?? '', 'utf8'));
    expect(inputs).toHaveProperty('role-to-assume', scenario.roleArn);
    expect(Object.keys(inputs).filter((name) => /^(trust|iam)-/.test(name))).toEqual([]);
  });

  test('everyone cannot be allowed', async () => {
    const outcome = await run({
      'trust-policy-check': 'enforce',
      'trust-policy-allowed-principals': '*',
    });
    expectNothingPublished(outcome);
    expect(outcome.asked).toEqual([]);
    expect(outcome.errors.join()).toMatch(/"\*", which matches more than one principal/);
  });

  test('warn goes on, and says the same as a warning', async () => {
    const loose = roleWith('Warned', ['aud']);
    const outcome = await run({ 'role-to-assume': loose.arn, 'trust-policy-check': 'warn' });
    expect(outcome).toMatchObject({ succeeded: true, errors: [] });
    expect(outcome.warnings.join('\n')).toContain('EAC_TRUST_POLICY_WIDE: TRUST_NO_SUB (high)');
    expect(pipeline.awsVariables()).toHaveProperty('AWS_ACCESS_KEY_ID');
    expect(outcome.log + outcome.kept).toMatch(/1 finding \(TRUST_NO_SUB, high\)/);
  });

  test('a file is checked without a request, and annotated with its line', async () => {
    const file = fileWith(policyWith(['aud']));
    const outcome = await run({ 'trust-policy-check': 'warn', 'trust-policy-file': file });
    expect(outcome).toMatchObject({ succeeded: true, errors: [] });
    expect(outcome.asked).toEqual(['entra', 'sts']);
    const line =
      host === 'GitHub Actions' ? `file=${file},line=4` : `sourcepath=${file};linenumber=4;`;
    expect(outcome.written).toContain(line);
    expect(outcome.warnings.join('\n')).toContain(`(${file}:4, $.Statement[0])`);
  });

  test('enforce stops at a file that is another policy than the role has', async () => {
    const other = JSON.parse(
      JSON.stringify(policyWith(['aud', 'sub'])).replace(scenario.tokenAudience, 'api://x'),
    );
    const file = fileWith(other);
    const outcome = await run({ 'trust-policy-check': 'enforce', 'trust-policy-file': file });
    expectNothingPublished(outcome);
    expect(outcome.errors[0]).toMatch(
      /EAC_TRUST_POLICY_REFUSES: .*requires "api:\/\/x", this token has/,
    );
  });

  test('a session that may not read its role: warn says what to add, enforce stops', async () => {
    const denied = roleWith('Denied', ['aud', 'sub'], false);
    const inputs = { 'role-to-assume': denied.arn };
    const permission = `{"Effect":"Allow","Action":"iam:GetRole","Resource":"${denied.arn}"}`;
    const warned = await run({ ...inputs, 'trust-policy-check': 'warn' });
    expect(warned.succeeded).toBe(true);
    expect(warned.warnings.join('\n')).toContain(permission);
    const enforced = await run({ ...inputs, 'trust-policy-check': 'enforce' });
    expectNothingPublished(enforced);
    expect(enforced.errors[0]).toMatch(/EAC_TRUST_POLICY_DENIED.*HTTP 403, AccessDenied/);
    expect(enforced.errors[0]).toContain(permission);
  });

  test('every link of a chain is checked, for one request each', async () => {
    const second = chainedRole('Second', scenario.role);
    const open = chainedRole('Open', second, '*');
    const inputs = { 'trust-policy-check': 'enforce', 'role-chain': second.arn };
    const passed = await run(inputs);
    expect(passed.errors).toEqual([]);
    expect(passed.asked).toEqual(['entra', 'sts', 'sts', 'iam', 'iam']);
    const stopped = await run({ ...inputs, 'role-chain': `${second.arn}\n${open.arn}` });
    expectNothingPublished(stopped);
    expect(stopped.errors).toEqual([
      expect.stringMatching(/EAC_TRUST_POLICY_WIDE: TRUST_CHAIN_EVERYONE \(high\).*Open/),
    ]);
  });

  test('a chained role that lets tokens of any provider in is stopped', async () => {
    const second = chainedRole('Tokens', scenario.role);
    const everyone = {
      Effect: 'Allow',
      Principal: '*',
      Action: 'sts:AssumeRoleWithWebIdentity',
    } as const;
    second.trustPolicy = {
      ...second.trustPolicy,
      Statement: [second.trustPolicy.Statement, everyone].flat(),
    };
    const outcome = await run({ 'trust-policy-check': 'enforce', 'role-chain': second.arn });
    expectNothingPublished(outcome);
    expect(outcome.errors).toEqual([
      expect.stringMatching(/EAC_TRUST_POLICY_WIDE: TRUST_CHAIN_EVERYONE \(high\).*Tokens/),
    ]);
  });

  test('a role that takes on itself is no stranger to itself, where the chain names it', async () => {
    const { role } = scenario;
    const itself = {
      Effect: 'Allow',
      Principal: { AWS: role.arn },
      Action: 'sts:AssumeRole',
    } as const;
    role.trustPolicy = {
      ...role.trustPolicy,
      Statement: [role.trustPolicy.Statement, itself].flat(),
    };
    const inputs = { 'trust-policy-check': 'enforce' };
    const chained = await run({ ...inputs, 'role-chain': role.arn });
    expect(chained).toMatchObject({ succeeded: true, errors: [], warnings: [] });
    const alone = await run(inputs);
    expectNothingPublished(alone);
    expect(alone.errors.join()).toContain('TRUST_PRINCIPAL_BEYOND');
  });

  test('every one of profiles is checked, and one that is wide stops all', async () => {
    const fine = roleWith('Fine', ['aud', 'sub']);
    const wide = roleWith('Wide', ['aud']);
    const { 'role-to-assume': _, ...inputs } = mainInputs(sandbox, scenario);
    const checked = { ...inputs, 'role-to-assume': '', 'trust-policy-check': 'enforce' };
    const passed = await run({ ...checked, profiles: `one = ${fine.arn}` });
    expect(passed.errors).toEqual([]);
    expect(passed.asked).toEqual(['entra', 'sts', 'iam']);
    const stopped = await run({ ...checked, profiles: `one = ${fine.arn}\ntwo = ${wide.arn}` });
    expectNothingPublished(stopped);
    expect(stopped.errors[0]).toContain(wide.arn);
    expect(pipeline.files().filter((file) => /credentials$|config$/.test(file))).toEqual([]);
  });

  test('a refusal of STS comes with what AWS must hold', async () => {
    const outcome = await run({ 'role-to-assume': `${scenario.roleArn}-not` });
    expectNothingPublished(outcome);
    expect(outcome.log).toContain(`an IAM OIDC provider with the URL ${scenario.tokenIssuer} `);
    expect(outcome.log).toContain(
      `client IDs (audiences) of that provider: ${scenario.tokenAudience}`,
    );
    expect(outcome.log).toContain(JSON.stringify(policyWith(['aud', 'sub'])));
  });

  test('a refusal of STS is explained by the file', async () => {
    const sub = scenario.tokenSubject;
    const strict = JSON.stringify(policyWith(['aud', 'sub'])).replace(sub, 'someone-else');
    scenario.role.trustPolicy = JSON.parse(strict);
    const file = fileWith(JSON.parse(strict));
    const outcome = await run({ 'trust-policy-check': 'warn', 'trust-policy-file': file });
    expect(outcome.errors[0]).toContain('EAC_STS_ACCESS_DENIED');
    expect(outcome.log).toMatch(
      new RegExp(
        `Statement\\[0\\] \\(${file}:\\d+, .*:sub.* requires "someone-else", this token has "${sub}"`,
      ),
    );
  });

  test('mask-aws-account-id hides the account in all that the check says', async () => {
    const loose = roleWith('Masked', ['aud']);
    const outcome = await run({
      'role-to-assume': loose.arn,
      'trust-policy-check': 'enforce',
      'mask-aws-account-id': 'true',
    });
    expect(outcome.errors[0]).toContain('TRUST_NO_SUB');
    expect(outcome.log).not.toContain(scenario.accountId);
  });

  test('nothing secret is printed, with all debug output on', async () => {
    const before = sandbox.requests.length;
    const loose = roleWith('Leak', []);
    const outcome = await run(
      { 'role-to-assume': loose.arn, 'trust-policy-check': 'enforce' },
      { debug: true },
    );
    expectNothingPublished(outcome);
    const requests = sandbox.requests.slice(before);
    const session = sandbox.aws.sessions.at(-1);
    const secrets = {
      'private key': keyLines(scenario.keyPem),
      'access token': requests.flatMap(({ body }) =>
        new URLSearchParams(body).getAll('WebIdentityToken'),
      ),
      'session token': requests.flatMap(({ headers }) => headers['x-amz-security-token'] ?? []),
      'secret access key': [session?.secretAccessKey ?? ''],
      'access key id': [session?.accessKeyId ?? ''],
      signature: requests.flatMap(
        ({ headers }) => /Signature=(\w+)/.exec(headers['authorization'] ?? '')?.[1] ?? [],
      ),
    };
    for (const values of Object.values(secrets)) expect(values.join('').length).toBeGreaterThan(10);
    expect(leaksIn(outcome.log + outcome.kept, secrets)).toEqual([]);
  });
});
