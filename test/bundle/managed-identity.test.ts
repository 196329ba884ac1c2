import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import {
  type EntraApp,
  type HttpResponse,
  type InterceptResult,
  type MachineKind,
  startForwardProxy,
  tightTrustPolicy,
} from '@entra-aws-creds/sandbox';
import { describe, expect, test } from '@jest/globals';
import { leaksIn } from './leaks.ts';
import { type Inputs, mainInputs, PIPELINES, type Pipeline, REPOSITORY } from './pipeline.ts';
import { sandboxedPipelines } from './sandboxed-pipelines.ts';

const CALLER = fileURLToPath(new URL('caller-identity.mjs', import.meta.url));
const ARC_KEYS_HOOK = pathToFileURL(join(REPOSITORY, 'test/bundle/arc-keys.mjs')).href;

const { sandbox, scenario, openPipeline } = await sandboxedPipelines();
let pipeline: Pipeline;

const own = scenario.tenant.app({ displayName: 'build-machine' });
const assigned = scenario.tenant.app({ displayName: 'deployer' });
sandbox.machine.tenant = scenario.tenant;
sandbox.machine.systemAssigned = own;
sandbox.machine.userAssigned.push(assigned);
admit(own);

/** The role trusts this identity alone. */
function admit(identity: EntraApp): void {
  const claims = { aud: scenario.tokenAudience, sub: identity.servicePrincipalObjectId };
  scenario.role.trustPolicy = tightTrustPolicy(scenario.provider, claims);
}

function inputs(changes: Inputs = {}): Inputs {
  const {
    audience,
    'aws-region': region,
    'role-to-assume': role,
    'sts-endpoint': sts,
  } = mainInputs(sandbox, scenario);
  return {
    'entra-credential': 'managed-identity',
    audience: audience ?? '',
    'aws-region': region ?? '',
    'role-to-assume': role ?? '',
    'sts-endpoint': sts ?? '',
    'retry-max-attempts': '1',
    ...changes,
  };
}

const json = (status: number, body: unknown): HttpResponse => ({
  status,
  headers: { 'content-type': 'application/json', 'x-ms-request-id': 'f00d' },
  body: JSON.stringify(body),
});

describe.each(PIPELINES)('%s on %s', (host, node) => {
  const environmentOf = (kind: MachineKind): Record<string, string> => ({
    NODE_EXTRA_CA_CERTS: sandbox.caFile,
    ...sandbox.machine.environment(kind),
    ...(kind === 'Azure Arc' && {
      NODE_OPTIONS: `--import=${ARC_KEYS_HOOK}`,
      ARC_KEYS: sandbox.machine.arcKeys,
    }),
  });
  const run = async (
    kind: MachineKind,
    given: Inputs = inputs(),
    environment: Readonly<Record<string, string>> = {},
  ) => {
    const before = sandbox.requests.length;
    pipeline = openPipeline(host, node, {
      environment: { ...environmentOf(kind), ...environment },
    });
    const outcome = await pipeline.step(given);
    return { outcome, requests: sandbox.requests.slice(before) };
  };

  test.each<[MachineKind, string[]]>([
    ['virtual machine', ['machine', 'sts']],
    ['App Service', ['machine', 'sts']],
    ['Azure Arc', ['machine', 'machine', 'sts']],
  ])(
    'the identity of a machine (%s) becomes credentials, and Entra is not asked',
    async (kind, services) => {
      const { outcome, requests } = await run(kind);
      expect(outcome.errors).toEqual([]);
      expect(requests.map(({ service }) => service)).toEqual(services);
      expect(sandbox.connections.entra).toBe(0);
      expect(new URLSearchParams(requests[0]?.query).get('resource')).toBe(scenario.audience);
      expect(pipeline.awsVariables()['AWS_ACCESS_KEY_ID']).toMatch(/^ASIA/);
      expect(outcome.outputs['token-subject']).toBe(own.servicePrincipalObjectId);
      const machine = new URL(
        sandbox.machine.environment('App Service')['IDENTITY_ENDPOINT'] ?? '',
      );
      expect(outcome.log).toMatch(
        new RegExp(
          `Logging in with the managed identity of the machine from \\S+:${machine.port} `,
        ),
      );
    },
  );

  test.each<MachineKind>(['virtual machine', 'App Service', 'Azure Arc'])(
    'a user-assigned identity of a machine (%s) is chosen by its client ID',
    async (kind) => {
      admit(assigned);
      const { outcome, requests } = await run(
        kind,
        inputs({ 'client-id': assigned.clientId, 'tenant-id': scenario.tenantId }),
      );
      admit(own);
      expect(outcome.errors).toEqual([]);
      const asked = new URLSearchParams(requests[0]?.query);
      expect(asked.get('client_id')).toBe(assigned.clientId);
      expect(outcome.outputs['token-subject']).toBe(assigned.servicePrincipalObjectId);
      expect(outcome.log).toContain(`the managed identity ${assigned.clientId} from`);
    },
  );

  test.each<MachineKind>(['virtual machine', 'App Service', 'Azure Arc'])(
    'nothing secret is printed or kept on %s, with all debug output on',
    async (kind) => {
      const before = sandbox.requests.length;
      pipeline = openPipeline(host, node, {
        environment: { ...environmentOf(kind), NODE_DEBUG: 'http,https,tls,net' },
        debug: true,
      });
      const outcome = await pipeline.step(inputs());
      expect(outcome.errors).toEqual([]);
      const [exchange] = sandbox.requests.slice(before).filter(({ service }) => service === 'sts');
      const token = new URLSearchParams(exchange?.body).get('WebIdentityToken') ?? '';
      expect(token.length).toBeGreaterThan(300);
      const secrets = {
        'access token': [token, token.split('.')[2] ?? ''],
        'key of Azure Arc': sandbox.machine.issuedKeys,
        ...(kind === 'App Service' && { 'identity header': [sandbox.machine.identityHeader] }),
      };
      const posts = await pipeline.finish();
      const seen = [outcome, ...posts].map(({ log, kept }) => log + kept).join('\n');
      const files = pipeline.files().map((file) => readFileSync(file, 'utf8'));
      expect(leaksIn(seen + files.join('\n'), secrets)).toEqual([]);
    },
  );

  test.each<MachineKind>(['virtual machine', 'App Service', 'Azure Arc'])(
    'a profile that renews itself asks the same machine again (%s), whatever later steps set',
    async (kind) => {
      await run(kind, inputs({ refresh: 'true', 'role-duration-seconds': '900' }));
      for (const file of pipeline.files().filter((file) => file.endsWith('.credentials.json'))) {
        await pipeline.script(`rm "${file}"`);
      }
      await pipeline.setVariable('IDENTITY_ENDPOINT', 'http://127.0.0.1:1/msi/token');
      await pipeline.setVariable('IDENTITY_HEADER', 'of somebody else');
      await pipeline.setVariable('AZURE_POD_IDENTITY_AUTHORITY_HOST', 'http://127.0.0.1:1');
      const before = sandbox.requests.length;
      const line = await pipeline.script(
        `AWS_ENDPOINT_URL_STS=${sandbox.stsUrl} "${process.execPath}" --no-warnings "${CALLER}"`,
      );
      expect(line).toMatch(/^123456789012 .*assumed-role\/Deploy\//);
      const services = sandbox.requests.slice(before).map(({ service }) => service);
      expect([...new Set(services)]).toEqual(['machine', 'sts']);
      const plans = pipeline.files().filter((file) => /renew-[^.]+\.json$/.test(file));
      const plan = JSON.parse(readFileSync(plans[0] ?? '', 'utf8'));
      expect(plan.inputs['entra-credential']).toBe('managed-identity');
      await pipeline.finish();
      expect(pipeline.files().filter((file) => file.includes('/entra-aws-creds-'))).toEqual([]);
    },
  );

  test('no proxy is ever asked for it', async () => {
    await using proxy = await startForwardProxy();
    const { outcome } = await run('virtual machine', inputs({ 'http-proxy': proxy.url }));
    expect(outcome.errors).toEqual([]);
    expect(proxy.connects.map(({ target }) => target)).toEqual([new URL(sandbox.stsUrl).host]);
  });

  test('each transient answer is asked for again', async () => {
    const statuses = [404, 429, 503];
    sandbox.intercept = (service) => {
      const status = service === 'machine' ? statuses.shift() : undefined;
      return status === undefined ? undefined : json(status, { error: 'busy' });
    };
    const { outcome, requests } = await run(
      'virtual machine',
      inputs({ 'retry-max-attempts': '4' }),
    );
    expect(outcome.errors).toEqual([]);
    expect(requests.map(({ service }) => service)).toEqual([
      'machine',
      'machine',
      'machine',
      'machine',
      'sts',
    ]);
  });

  test.each<[string, string, RegExp, InterceptResult]>([
    ['404', 'EAC_MANAGED_IDENTITY_UNAVAILABLE', /HTTP 404.*other clouds/, json(404, {})],
    ['410', 'EAC_MANAGED_IDENTITY_UNAVAILABLE', /HTTP 410/, json(410, { error: 'gone' })],
    ['429', 'EAC_MANAGED_IDENTITY_UNAVAILABLE', /HTTP 429/, json(429, { error: 'slow down' })],
    ['500', 'EAC_MANAGED_IDENTITY_UNAVAILABLE', /HTTP 500/, json(500, { error: 'unknown' })],
    [
      'a page',
      'EAC_MANAGED_IDENTITY_REFUSED',
      /HTTP 200: "not a JSON object, "text\/html""/,
      { status: 200, headers: { 'content-type': 'text/html' }, body: '<h1>Router</h1>' },
    ],
    ['no token', 'EAC_MANAGED_IDENTITY_REFUSED', /HTTP 200/, json(200, { resource: 'x' })],
    [
      'a redirection',
      'EAC_MANAGED_IDENTITY_REFUSED',
      /HTTP 302/,
      { status: 302, headers: { location: 'https://attacker.example' }, body: '' },
    ],
    [
      'commands to the host',
      'EAC_MANAGED_IDENTITY_REFUSED',
      /HTTP 403/,
      json(403, {
        error_description: 'x\n::set-env name=A::b\n##vso[task.setvariable variable=A]b',
      }),
    ],
    ['a reset', 'EAC_MANAGED_IDENTITY_UNREACHABLE', /ECONNRESET/, { fault: 'reset' }],
    ['silence', 'EAC_MANAGED_IDENTITY_UNREACHABLE', /did not answer in 5 s/, { fault: 'hang' }],
    [
      'more than it could be',
      'EAC_MANAGED_IDENTITY_UNREACHABLE',
      /more than 1048576 bytes/,
      { fault: 'flood', bytes: 3_000_000 },
    ],
    [
      'a token that nobody can read',
      'EAC_TOKEN_UNREADABLE',
      /cannot be used/,
      json(200, { access_token: 'opaque', expires_on: '9999999999' }),
    ],
  ])('says what came when the machine answers with %s', async (_, code, says, answer) => {
    sandbox.intercept = (service) => (service === 'machine' ? answer : undefined);
    const { outcome, requests } = await run('virtual machine');
    expect(outcome.errors).toHaveLength(1);
    expect(outcome.errors[0]).toMatch(new RegExp(`^${code}: `));
    expect(outcome.errors[0]).toMatch(says);
    expect(outcome.errors[0]).not.toMatch(/##vso\[/);
    expect(outcome.exported).toEqual([]);
    expect(requests.map(({ service }) => service)).toEqual(['machine']);
  });

  interface Refusal {
    readonly name: string;
    readonly code: string;
    readonly says: RegExp;
    readonly kind?: MachineKind;
    readonly requests: number;
    readonly inputs?: Inputs;
    readonly environment?: Readonly<Record<string, string>>;
  }
  const stranger = '99999999-0000-4000-8000-000000000000';

  test.each<Refusal>([
    {
      name: 'an identity that the machine does not have',
      code: 'EAC_MANAGED_IDENTITY_REFUSED',
      says: /no user-assigned managed identity with the client ID 99999999.*Identity not found/,
      requests: 1,
      inputs: { 'client-id': stranger },
    },
    {
      name: 'an identity that the app does not have',
      code: 'EAC_MANAGED_IDENTITY_REFUSED',
      says: /no user-assigned managed identity with the client ID 99999999/,
      kind: 'App Service',
      requests: 1,
      inputs: { 'client-id': stranger },
    },
    {
      name: 'an audience that is not there',
      code: 'EAC_MANAGED_IDENTITY_REFUSED',
      says: /no application for the audience api:\/\/nobody.*AADSTS500011/,
      requests: 1,
      inputs: { audience: 'api://nobody' },
    },
    {
      name: 'a machine that nobody answers for',
      code: 'EAC_MANAGED_IDENTITY_UNREACHABLE',
      says: /127\.0\.0\.1:1.*ECONNREFUSED.*Only a machine in Azure/,
      requests: 0,
      environment: { AZURE_POD_IDENTITY_AUTHORITY_HOST: 'http://127.0.0.1:1' },
    },
    {
      name: 'the identity of another tenant',
      code: 'EAC_TOKEN_TENANT',
      says: /not from "99999999/,
      requests: 1,
      inputs: { 'tenant-id': stranger },
    },
    {
      name: 'no audience',
      code: 'EAC_INPUT_MISSING',
      says: /"audience" is not given.*only gets tokens for applications/,
      requests: 0,
      inputs: { audience: '' },
    },
    {
      name: 'a cloud',
      code: 'EAC_INPUT_CONFLICT',
      says: /"(?:authority-host|authorityHost)" is given, but the token of a managed identity/,
      requests: 0,
      inputs: { 'authority-host': 'AzureCloud' },
    },
    {
      name: 'a chain without a certificate',
      code: 'EAC_INPUT_CONFLICT',
      says: /without a certificate/,
      requests: 0,
      inputs: { 'send-certificate-chain': 'true' },
    },
    {
      name: 'an endpoint somewhere else',
      code: 'EAC_MANAGED_IDENTITY_ENDPOINT',
      says: /IDENTITY_ENDPOINT leads to "attacker\.example".*Unset IDENTITY_ENDPOINT/,
      kind: 'App Service',
      requests: 0,
      environment: { IDENTITY_ENDPOINT: 'http://attacker.example/msi/token' },
    },
    {
      name: 'a metadata service somewhere else',
      code: 'EAC_MANAGED_IDENTITY_ENDPOINT',
      says: /AZURE_POD_IDENTITY_AUTHORITY_HOST leads to "10\.0\.0\.4"/,
      requests: 0,
      environment: { AZURE_POD_IDENTITY_AUTHORITY_HOST: 'http://10.0.0.4' },
    },
    {
      name: 'a service whose identities are not supported',
      code: 'EAC_MANAGED_IDENTITY_ENDPOINT',
      says: /belongs to Cloud Shell or Machine Learning/,
      requests: 0,
      environment: { MSI_ENDPOINT: 'http://127.0.0.1:1/oauth2/token' },
    },
    {
      name: 'a key of Azure Arc that cannot be read',
      code: 'EAC_MANAGED_IDENTITY_CHALLENGE',
      says: /cannot be read.*group himds/,
      kind: 'Azure Arc',
      requests: 1,
      environment: { NODE_OPTIONS: '' },
    },
    {
      name: 'a header that is not that of the app',
      code: 'EAC_MANAGED_IDENTITY_REFUSED',
      says: /HTTP 403.*Check what IDENTITY_ENDPOINT leads to/,
      kind: 'App Service',
      requests: 1,
      environment: { IDENTITY_HEADER: 'of another app' },
    },
  ])('refuses $name', async (refusal) => {
    const { outcome, requests } = await run(
      refusal.kind ?? 'virtual machine',
      inputs(refusal.inputs),
      refusal.environment,
    );
    expect(outcome).toMatchObject({ succeeded: false, exported: [], outputs: {} });
    expect(outcome.errors).toHaveLength(1);
    expect(outcome.errors[0]).toMatch(new RegExp(`^${refusal.code}: `));
    expect(outcome.errors[0]).toMatch(refusal.says);
    expect(requests.map(({ service }) => service)).toEqual(
      Array.from({ length: refusal.requests }, () => 'machine'),
    );
  });

  test('a key of Azure Arc from another folder is never read', async () => {
    sandbox.intercept = (service) =>
      service === 'machine'
        ? { status: 401, headers: { 'www-authenticate': 'Basic realm=/etc/shadow.key' }, body: '' }
        : undefined;
    const { outcome, requests } = await run('Azure Arc');
    expect(outcome.errors[0]).toMatch(
      /^EAC_MANAGED_IDENTITY_CHALLENGE: .*not in the folder of its tokens/,
    );
    expect(requests).toHaveLength(1);
  });

  test('several identities of which none is chosen are told apart', async () => {
    sandbox.machine.systemAssigned = undefined;
    sandbox.machine.userAssigned.push(own);
    const { outcome } = await run('virtual machine');
    sandbox.machine.userAssigned.pop();
    const { outcome: none } = await run('virtual machine').finally(() => {
      sandbox.machine.systemAssigned = own;
    });
    expect(outcome.errors[0]).toMatch(/has several managed identities.*"(client-id|clientId)"/);
    expect(none.errors[0]).toMatch(/has no managed identity of its own \(system-assigned\)/);
  });
});
