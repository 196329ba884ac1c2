import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type HttpResponse, startForwardProxy } from '@entra-aws-creds/sandbox';
import { describe, expect, test } from '@jest/globals';
import { leaksIn } from './leaks.ts';
import { type Inputs, mainInputs, PIPELINES, type Pipeline } from './pipeline.ts';
import { sandboxedPipelines } from './sandboxed-pipelines.ts';

const CALLER = fileURLToPath(new URL('caller-identity.mjs', import.meta.url));

interface Refusal {
  readonly name: string;
  readonly code: string;
  readonly says: RegExp;
  /** The services that were asked before. */
  readonly requests: readonly string[];
  readonly inputs: () => Inputs;
  readonly environment?: () => Readonly<Record<string, string>>;
}

const { sandbox, scenario, openPipeline } = await sandboxedPipelines();
let pipeline: Pipeline;

/** A job that Entra trusts, and one that it does not. */
const grant = sandbox.github.grant({ environment: 'production' });
const stranger = sandbox.github.grant({ subject: 'repo:contoso/website:pull_request' });
scenario.client.federatedCredentials.push(sandbox.github.federatedCredential(grant.subject));

function inputs(changes: Inputs = {}): Inputs {
  const { certificate: _, ...others } = mainInputs(sandbox, scenario);
  return {
    ...others,
    'entra-credential': 'github-oidc',
    'retry-max-attempts': '1',
    ...changes,
  };
}

const json = (status: number, body: unknown): HttpResponse => ({
  status,
  headers: { 'content-type': 'application/json', 'x-github-request-id': 'F00D:1' },
  body: JSON.stringify(body),
});

describe.each(PIPELINES.filter(([host]) => host === 'GitHub Actions'))('%s on %s', (host, node) => {
  const run = async (given: Inputs, environment: Readonly<Record<string, string>> = {}) => {
    const before = sandbox.requests.length;
    pipeline = openPipeline(host, node, {
      environment: {
        ...grant.environment,
        ...environment,
      },
    });
    const outcome = await pipeline.step(given);
    return { outcome, requests: sandbox.requests.slice(before) };
  };
  const withoutPermission = {
    ACTIONS_ID_TOKEN_REQUEST_URL: '',
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: '',
  };

  test("the job's own token becomes credentials, in three requests", async () => {
    const { outcome, requests } = await run(inputs());
    expect(outcome.errors).toEqual([]);
    expect(outcome.warnings).toEqual([]);
    expect(requests.map(({ service, method }) => `${service} ${method}`)).toEqual([
      'github GET',
      'entra POST',
      'sts POST',
    ]);
    expect(
      new Set(requests.map(({ service, connection }) => `${service} ${connection}`)).size,
    ).toBe(3);
    expect(new URLSearchParams(requests[0]?.query).getAll('audience')).toEqual([
      'api://AzureADTokenExchange',
    ]);
    const form = new URLSearchParams(requests[1]?.body);
    const [, payload = ''] = (form.get('client_assertion') ?? '').split('.');
    expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toMatchObject({
      iss: grant.issuer,
      sub: grant.subject,
      aud: 'api://AzureADTokenExchange',
    });
    expect(form.get('client_secret')).toBeNull();
    expect(pipeline.awsVariables()['AWS_ACCESS_KEY_ID']).toMatch(/^ASIA/);
    expect(outcome.log).toContain(
      `with the job's OIDC token from localhost:${new URL(requestUrl()).port}`,
    );
    expect(outcome.kept).toContain('Logged in with');
    expect(outcome.kept).not.toContain('thumbprint');
  });

  const requestUrl = () => grant.environment['ACTIONS_ID_TOKEN_REQUEST_URL'] ?? '';

  test('neither token of the job is printed or kept, with all debug output on', async () => {
    const before = sandbox.requests.length;
    pipeline = openPipeline(host, node, {
      environment: {
        NODE_DEBUG: 'http,https,tls,net',
        ...grant.environment,
      },
      debug: true,
    });
    const outcome = await pipeline.step(inputs());
    const [asked, login] = sandbox.requests.slice(before);
    const assertion = new URLSearchParams(login?.body).get('client_assertion') ?? '';
    const secrets = {
      'bearer token': [(asked?.headers['authorization'] ?? '').replace('Bearer ', '')],
      'OIDC token': [assertion, assertion.split('.')[2] ?? ''],
    };
    expect(Object.values(secrets).flat().join('').length).toBeGreaterThan(300);
    const posts = await pipeline.finish();
    const seen = [outcome, ...posts].map(({ log, kept }) => log + kept).join('\n');
    const files = pipeline.files().map((file) => readFileSync(file, 'utf8'));
    expect(leaksIn(seen + files.join('\n'), secrets)).toEqual([]);
    const lines = outcome.written.split('\n');
    for (const secret of Object.values(secrets).flat()) {
      expect(lines.find((line) => line.includes(secret))).toMatch(/^::add-mask::/);
    }
  });

  test.each([
    ['api://AzureADTokenExchangeUSGov', 'https://login.microsoftonline.us'],
    ['api://AzureADTokenExchangeChina', 'AzureChinaCloud'],
  ])('the token is addressed to %s for %s', async (audience, cloud) => {
    sandbox.intercept = (service) =>
      service === 'github' ? json(403, { message: 'that is enough' }) : undefined;
    const { requests } = await run(inputs({ 'authority-host': cloud }));
    expect(new URLSearchParams(requests[0]?.query).get('audience')).toBe(audience);
  });

  test('a profile that renews itself asks for a new token', async () => {
    await run(inputs({ refresh: 'true', 'role-duration-seconds': '900' }));
    for (const file of pipeline.files().filter((file) => file.endsWith('.credentials.json'))) {
      await pipeline.script(`rm "${file}"`);
    }
    const before = sandbox.requests.length;
    const line = await pipeline.script(
      `AWS_ENDPOINT_URL_STS=${sandbox.stsUrl} "${process.execPath}" --no-warnings "${CALLER}"`,
    );
    expect(line).toMatch(/^123456789012 .*assumed-role\/Deploy\//);
    expect(sandbox.requests.slice(before).map(({ service }) => service)).toEqual([
      'github',
      'entra',
      'sts',
      'sts',
    ]);
    await pipeline.finish();
    expect(pipeline.files().filter((file) => file.includes('/entra-aws-creds-'))).toEqual([]);
  });

  test('the proxy is used for the token as well', async () => {
    await using proxy = await startForwardProxy();
    const { outcome } = await run(inputs({ 'http-proxy': proxy.url }));
    expect(outcome.errors).toEqual([]);
    expect(proxy.connects.map(({ target }) => target)).toContain(new URL(requestUrl()).host);
  });

  test('an endpoint that fails for a transient reason is asked again', async () => {
    let failures = 1;
    sandbox.intercept = (service) => {
      if (service !== 'github' || failures === 0) return undefined;
      failures -= 1;
      return json(503, { message: 'busy' });
    };
    const { outcome, requests } = await run(inputs({ 'retry-max-attempts': '2' }));
    expect(outcome.errors).toEqual([]);
    expect(requests.map(({ service }) => service)).toEqual(['github', 'github', 'entra', 'sts']);
  });

  test.each<Refusal>([
    {
      name: 'a job without the permission',
      code: 'EAC_OIDC_UNAVAILABLE',
      says: /permissions: id-token: write.*forks/,
      requests: [],
      inputs: () => inputs(),
      environment: () => withoutPermission,
    },
    {
      name: 'an endpoint without TLS',
      code: 'EAC_OIDC_UNAVAILABLE',
      says: /no https URL/,
      requests: [],
      inputs: () => inputs(),
      environment: () => ({ ACTIONS_ID_TOKEN_REQUEST_URL: 'http://localhost:1/?api-version=2.0' }),
    },
    {
      name: 'a certificate besides',
      code: 'EAC_INPUT_CONFLICT',
      says: /"certificate" and "certificate-password" are given, but "entra-credential" is github-oidc/,
      requests: [],
      inputs: () => inputs({ certificate: scenario.pem, 'certificate-password': 'pass phrase' }),
    },
    {
      name: 'a chain without a certificate',
      code: 'EAC_INPUT_CONFLICT',
      says: /"send-certificate-chain" is true/,
      requests: [],
      inputs: () => inputs({ 'send-certificate-chain': 'true' }),
    },
    {
      name: 'a credential that nobody knows',
      code: 'EAC_INPUT_INVALID',
      says: /"entra-credential" is "client-secret", which is not a credential\. Give certificate, github-oidc,/,
      requests: [],
      inputs: () => inputs({ 'entra-credential': 'client-secret' }),
    },
    {
      name: 'a service connection',
      code: 'EAC_INPUT_INVALID',
      says: /"entra-credential" is service-connection, which this CI system does not have/,
      requests: [],
      inputs: () => ({
        'entra-credential': 'service-connection',
        'azure-service-connection': 'aws',
        'aws-region': 'eu-west-1',
        'role-to-assume': scenario.roleArn,
      }),
    },
    {
      name: 'a service connection besides the certificate',
      code: 'EAC_INPUT_CONFLICT',
      says: /"azure-service-connection" is given.*this CI system has no such thing/,
      requests: [],
      inputs: () => ({ ...mainInputs(sandbox, scenario), 'azure-service-connection': 'aws' }),
    },
    {
      name: 'a secure file',
      code: 'EAC_INPUT_INVALID',
      says: /"certificate-secure-file" is given, but this CI system keeps no secure files/,
      requests: [],
      inputs: () =>
        inputs({ 'entra-credential': 'certificate', 'certificate-secure-file': 'deploy.pem' }),
    },
    {
      name: 'another job than Entra trusts',
      code: 'EAC_ENTRA_FEDERATION_REFUSED',
      says: /issuer "https:\/\/token\.actions\.githubusercontent\.com", subject "repo:contoso\/website:pull_request", audience "api:\/\/AzureADTokenExchange".*AADSTS700213.*correlation id/,
      requests: ['github', 'entra'],
      inputs: () => inputs(),
      environment: () => stranger.environment,
    },
    {
      name: "a bearer token that is not the job's",
      code: 'EAC_OIDC_REFUSED',
      says: /CI system said HTTP 401, request id [\w-]+: "The job may not ask for a token\."/,
      requests: ['github'],
      inputs: () => inputs(),
      environment: () => ({ ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'somebody-elses-token' }),
    },
  ])('refuses $name', async ({ code, says, requests: services, inputs: given, environment }) => {
    const { outcome, requests } = await run(given(), environment?.());
    expect(outcome).toMatchObject({ succeeded: false, exported: [], outputs: {} });
    expect(outcome.errors).toHaveLength(1);
    expect(outcome.errors[0]).toMatch(new RegExp(`^${code}: `));
    expect(outcome.errors[0]).toMatch(says);
    expect(requests.map(({ service }) => service)).toEqual(services);
  });

  test.each<[string, string, RegExp, HttpResponse]>([
    [
      'a refusal',
      'EAC_OIDC_REFUSED',
      /HTTP 403, request id F00D:1: "No."/,
      json(403, { message: 'No.' }),
    ],
    ['no token', 'EAC_OIDC_REFUSED', /HTTP 200/, json(200, { count: 0 })],
    ['something that is no token', 'EAC_OIDC_REFUSED', /HTTP 200/, json(200, { value: 'a.b' })],
    ['a list', 'EAC_OIDC_REFUSED', /HTTP 200/, json(200, [])],
    [
      'a page',
      'EAC_OIDC_REFUSED',
      /HTTP 200: "not a JSON object, "text\/html""/,
      { status: 200, headers: { 'content-type': 'text/html' }, body: '<h1>Sign in</h1>' },
    ],
    [
      'a redirection',
      'EAC_OIDC_REFUSED',
      /HTTP 302/,
      { status: 302, headers: { location: 'https://attacker.example' }, body: '' },
    ],
    [
      'trouble',
      'EAC_OIDC_UNREACHABLE',
      /HTTP 500, request id F00D:1: "Oops"/,
      json(500, { message: 'Oops' }),
    ],
    [
      'commands to the runner',
      'EAC_OIDC_REFUSED',
      /HTTP 403/,
      json(403, { message: 'x\n::set-env name=A::b\n##vso[task.setvariable variable=A]b' }),
    ],
  ])('says what came when GitHub answers with %s', async (_, code, says, answer) => {
    sandbox.intercept = (service) => (service === 'github' ? answer : undefined);
    const { outcome, requests } = await run(inputs());
    expect(outcome.errors).toHaveLength(1);
    expect(outcome.errors[0]).toMatch(new RegExp(`^${code}: `));
    expect(outcome.errors[0]).toMatch(says);
    expect(outcome.errors[0]).not.toMatch(/##vso\[/);
    expect(outcome.exported).toEqual([]);
    expect(requests.map(({ service }) => service)).toEqual(['github']);
  });

  test('a signature that Entra cannot verify is told apart from a certificate', async () => {
    sandbox.intercept = async (service, request) => {
      if (service !== 'github') return undefined;
      const answer = await sandbox.handlers.github(request);
      const { value } = JSON.parse(answer.body) as { value: string };
      const [header, payload, signature = ''] = value.split('.');
      const forged = `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
      return json(200, { value: `${header}.${payload}.${forged}` });
    };
    const { outcome } = await run(inputs());
    expect(outcome.errors[0]).toMatch(
      /^EAC_ENTRA_FEDERATION_REFUSED: Entra could not verify the signature.*AADSTS700027/,
    );
    expect(outcome.errors[0]).not.toMatch(/certificate/i);
  });
});

describe.each(PIPELINES.filter(([host]) => host === 'Azure Pipelines'))(
  '%s on %s',
  (host, node) => {
    test('github-oidc is refused with one message', async () => {
      const before = sandbox.requests.length;
      pipeline = openPipeline(host, node, { environment: grant.environment });
      const outcome = await pipeline.step(inputs());
      expect(outcome.errors).toEqual([
        expect.stringMatching(
          /^EAC_INPUT_INVALID: "entraCredential" is github-oidc, which this CI system does not have\. Give certificate, service-connection,/,
        ),
      ]);
      expect(sandbox.requests.length).toBe(before);
    });
  },
);
