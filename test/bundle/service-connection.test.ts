import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { AzureEndpoint, HttpResponse } from '@entra-aws-creds/sandbox';
import { describe, expect, test } from '@jest/globals';
import { keyLines, leaksIn } from './leaks.ts';
import {
  type Inputs,
  mainInputs,
  PIPELINES,
  type Pipeline,
  type PipelineOptions,
} from './pipeline.ts';
import { sandboxedPipelines } from './sandboxed-pipelines.ts';

const CALLER = fileURLToPath(new URL('caller-identity.mjs', import.meta.url));
const SOMEBODY = '99999999-0000-4000-8000-000000000000';
const SECRET = 'client~secret~of~the~connection~1234';

const { sandbox, scenario, openPipeline } = await sandboxedPipelines();
let pipeline: Pipeline;

const { tenant, client: app } = scenario;
const federated = sandbox.azureDevOps.federatedConnection({ name: 'aws federated', tenant, app });
app.federatedCredentials.push(federated.federatedCredential);
const certified = connection('11111111-1111-4111-8111-111111111111', 'aws certificate', {
  authenticationType: 'spnCertificate',
  servicePrincipalCertificate: scenario.pem,
});

/** A connection of the scheme that all had before there were federated ones. */
function connection(
  id: string,
  name: string,
  parameters: AzureEndpoint['parameters'],
  changes: Partial<AzureEndpoint> = {},
): AzureEndpoint {
  return {
    id,
    name,
    url: 'https://management.azure.com/',
    scheme: 'ServicePrincipal',
    parameters: {
      tenantid: scenario.tenantId,
      serviceprincipalid: scenario.clientId,
      ...parameters,
    },
    data: { environment: 'AzureCloud', scopeLevel: 'Subscription' },
    ...changes,
  };
}

/** The connection says who logs in: neither tenant nor client is given. */
function inputs(name: string, changes: Inputs = {}): Inputs {
  const {
    'tenant-id': _,
    'client-id': __,
    certificate: ___,
    ...others
  } = mainInputs(sandbox, scenario);
  return {
    ...others,
    'entra-credential': 'service-connection',
    'azure-service-connection': name,
    'retry-max-attempts': '1',
    ...changes,
  };
}

const json = (status: number, body: unknown): HttpResponse => ({
  status,
  headers: { 'content-type': 'application/json', 'x-vss-e2eid': 'e2e-1' },
  body: JSON.stringify(body),
});

describe.each(PIPELINES.filter(([host]) => host === 'Azure Pipelines'))(
  '%s on %s',
  (host, node) => {
    const run = async (
      given: Inputs,
      endpoints: readonly AzureEndpoint[] = [federated.endpoint, certified],
      options: PipelineOptions = {},
    ) => {
      const before = sandbox.requests.length;
      const { accessToken, collectionUri } = sandbox.azureDevOps;
      pipeline = openPipeline(host, node, {
        ...options,
        azure: { accessToken, collectionUri, endpoints, ...options.azure },
      });
      const outcome = await pipeline.step(given);
      return { outcome, requests: sandbox.requests.slice(before) };
    };

    test('the certificate of a connection becomes credentials, in two requests', async () => {
      const { outcome, requests } = await run(inputs('aws certificate'));
      expect(outcome.errors).toEqual([]);
      expect(requests.map(({ service, path }) => `${service} ${path}`)).toEqual([
        `entra /${scenario.tenantId}/oauth2/v2.0/token`,
        'sts /',
      ]);
      expect(pipeline.awsVariables()['AWS_ACCESS_KEY_ID']).toMatch(/^ASIA/);
      expect(outcome.log).toContain(scenario.certificate.thumbprintSha1);
    });

    test('a federated connection becomes credentials, in three requests', async () => {
      const { outcome, requests } = await run(inputs('aws federated'));
      expect(outcome.errors).toEqual([]);
      expect(outcome.warnings).toEqual([]);
      expect(requests.map(({ service, method }) => `${service} ${method}`)).toEqual([
        'azureDevOps POST',
        'entra POST',
        'sts POST',
      ]);
      const [asked, login] = requests;
      expect(asked?.path).toMatch(/^\/contoso\/.*\/jobs\/[\w-]+\/oidctoken$/);
      expect(Object.fromEntries(new URLSearchParams(asked?.query))).toEqual({
        'api-version': '7.1',
        serviceConnectionId: federated.endpoint.id,
      });
      expect(asked?.body).toBe('');
      const assertion = new URLSearchParams(login?.body).get('client_assertion') ?? '';
      const claims = JSON.parse(Buffer.from(assertion.split('.')[1] ?? '', 'base64url').toString());
      expect(claims.sub).toBe(federated.federatedCredential.subject);
      expect(pipeline.awsVariables()['AWS_ACCESS_KEY_ID']).toMatch(/^ASIA/);
      expect(outcome.log).toMatch(/Logged in with +the service connection's OIDC token/);
    });

    test('azureSubscription names the connection as well, and what agrees with it may be given', async () => {
      const { 'azure-service-connection': name = '', ...others } = inputs('aws federated');
      const { outcome } = await run({
        ...others,
        azureSubscription: name,
        'tenant-id': scenario.tenantId.toUpperCase(),
        'client-id': scenario.clientId,
      });
      expect(outcome.errors).toEqual([]);
    });

    test.each(['aws certificate', 'aws federated'])(
      'nothing secret of "%s" is printed or kept, with all debug output on',
      async (name) => {
        const { outcome, requests } = await run(inputs(name), undefined, {
          environment: { NODE_DEBUG: 'http,https,tls,net' },
          debug: true,
        });
        expect(outcome.errors).toEqual([]);
        const assertions = requests.flatMap(({ body }) =>
          new URLSearchParams(body).getAll('client_assertion'),
        );
        const secrets = {
          'private key': keyLines(scenario.keyPem),
          'job token': [sandbox.azureDevOps.accessToken],
          assertion: assertions.flatMap((jwt) => [jwt, jwt.split('.')[2] ?? '']),
        };
        const posts = await pipeline.finish();
        const seen = [outcome, ...posts].map(({ log, kept }) => log + kept).join('\n');
        const files = pipeline.files().map((file) => readFileSync(file, 'utf8'));
        expect(seen).toContain('##[debug]');
        expect(leaksIn(seen + files.join('\n'), secrets)).toEqual([]);
      },
    );

    test.each(['aws certificate', 'aws federated'])(
      'a profile that renews itself works with "%s"',
      async (name) => {
        const { outcome } = await run(
          inputs(name, { refresh: 'true', 'role-duration-seconds': '900' }),
        );
        expect(outcome.errors).toEqual([]);
        for (const file of pipeline.files().filter((file) => file.endsWith('.credentials.json'))) {
          await pipeline.script(`rm "${file}"`);
        }
        const before = sandbox.requests.length;
        const line = await pipeline.script(
          `AWS_ENDPOINT_URL_STS=${sandbox.stsUrl} "${process.execPath}" --no-warnings "${CALLER}"`,
        );
        expect(line).toMatch(/^123456789012 .*assumed-role\/Deploy\//);
        expect(sandbox.requests.slice(before).map(({ service }) => service)).toEqual([
          ...(name === 'aws federated' ? ['azureDevOps'] : []),
          'entra',
          'sts',
          'sts',
        ]);
      },
    );

    interface Refusal {
      readonly name: string;
      readonly code: string;
      readonly says: RegExp;
      readonly requests?: readonly string[];
      readonly inputs?: () => Inputs;
      readonly endpoint?: () => AzureEndpoint;
      readonly options?: () => PipelineOptions;
    }
    const ID = '22222222-2222-4222-8222-222222222222';

    test.each<Refusal>([
      {
        name: 'no connection at all',
        code: 'EAC_INPUT_MISSING',
        says: /"azureServiceConnection" is not given/,
        inputs: () => inputs(''),
      },
      {
        name: 'a connection that the job was not handed',
        code: 'EAC_SERVICE_CONNECTION',
        says: /was not passed to this step.*permitted to use it/,
        inputs: () => inputs('no such connection'),
      },
      {
        name: 'a name that nobody replaced',
        code: 'EAC_INPUT_NOT_EXPANDED',
        says: /"\$\(awsConnection\)"/,
        inputs: () => inputs('$(awsConnection)'),
      },
      {
        name: 'a connection with a client secret',
        code: 'EAC_SERVICE_CONNECTION',
        says: /has no certificate but a client secret.*converted to workload identity federation/,
        endpoint: () =>
          connection(ID, 'other', { authenticationType: 'spnKey', serviceprincipalkey: SECRET }),
      },
      {
        name: "the agent's managed identity",
        code: 'EAC_SERVICE_CONNECTION',
        says: /is the managed identity of the agent/,
        endpoint: () => connection(ID, 'other', {}, { scheme: 'ManagedServiceIdentity' }),
      },
      {
        name: 'a scheme that nobody knows',
        code: 'EAC_SERVICE_CONNECTION',
        says: /has the authentication scheme "PublishProfile"/,
        endpoint: () => connection(ID, 'other', {}, { scheme: 'PublishProfile' }),
      },
      {
        name: 'a connection without a client',
        code: 'EAC_SERVICE_CONNECTION',
        says: /names no valid application/,
        endpoint: () => ({
          ...federated.endpoint,
          name: 'other',
          parameters: { tenantid: scenario.tenantId },
        }),
      },
      {
        name: 'Azure Stack',
        code: 'EAC_SERVICE_CONNECTION',
        says: /belongs to the cloud "AzureStack"/,
        endpoint: () => ({
          ...certified,
          id: ID,
          name: 'other',
          data: { environment: 'AzureStack' },
        }),
      },
      {
        name: 'a connection whose certificate has no key',
        code: 'EAC_CERTIFICATE_INCOMPLETE',
        says: /The service connection /,
        endpoint: () =>
          connection(ID, 'other', { servicePrincipalCertificate: scenario.certificatePem }),
      },
      {
        name: 'another tenant than that of the connection',
        code: 'EAC_INPUT_CONFLICT',
        says: /"tenantId" is 99999999-.*, but that of the service connection is /,
        inputs: () => inputs('aws federated', { 'tenant-id': SOMEBODY }),
      },
      {
        name: 'another client than that of the connection',
        code: 'EAC_INPUT_CONFLICT',
        says: /"clientId" is 99999999-.*, but that of the service connection is /,
        inputs: () => inputs('aws certificate', { 'client-id': SOMEBODY }),
      },
      {
        name: 'a certificate besides',
        code: 'EAC_INPUT_CONFLICT',
        says: /"certificate" is given, but "entraCredential" is service-connection/,
        inputs: () => inputs('aws federated', { certificate: scenario.pem }),
      },
      {
        name: 'a connection although a certificate is chosen',
        code: 'EAC_INPUT_CONFLICT',
        says: /"azureServiceConnection" is given, but "entraCredential" is certificate\. Leave it out, or set "entraCredential" to service-connection/,
        inputs: () => ({
          ...mainInputs(sandbox, scenario),
          'azure-service-connection': 'aws federated',
        }),
      },
      {
        name: 'a server that issues no tokens',
        code: 'EAC_OIDC_UNAVAILABLE',
        says: /Azure DevOps Server does not/,
        options: () => ({ variables: { 'System.OidcRequestUri': { value: '' } } }),
      },
      {
        name: 'a server without TLS',
        code: 'EAC_OIDC_UNAVAILABLE',
        says: /no https URL/,
        options: () => ({
          azure: { collectionUri: sandbox.azureDevOps.collectionUri.replace('https', 'http') },
        }),
      },
      {
        name: 'a connection that the stage does not name',
        code: 'EAC_OIDC_REFUSED',
        says: /HTTP 400, request id [\w-]+: "There is no explicit reference to service connection/,
        requests: ['azureDevOps'],
        endpoint: () => {
          const { tenant, client: app } = scenario;
          const options = { name: 'other', tenant, app, referenced: false };
          return sandbox.azureDevOps.federatedConnection(options).endpoint;
        },
      },
      {
        name: 'a job whose token is over',
        code: 'EAC_OIDC_REFUSED',
        says: /HTTP 401: "not a JSON object, "text\/html""/,
        requests: ['azureDevOps'],
        options: () => ({ azure: { accessToken: 'the-token-of-yesterdays-job' } }),
      },
      {
        name: 'a connection that Entra does not trust',
        code: 'EAC_ENTRA_FEDERATION_REFUSED',
        says: /issuer "https:\/\/login\.microsoftonline\.com\/.*\/v2\.0", subject "\/eid1\/c\/pub\/.*AADSTS700213.*Edit/,
        requests: ['azureDevOps', 'entra'],
        endpoint: () => {
          const { tenant, client: app } = scenario;
          return sandbox.azureDevOps.federatedConnection({ name: 'other', tenant, app }).endpoint;
        },
      },
    ])('refuses $name', async ({ code, says, requests: services = [], ...row }) => {
      const endpoint = row.endpoint?.();
      const given = row.inputs?.() ?? inputs(endpoint === undefined ? 'aws federated' : 'other');
      const endpoints = endpoint === undefined ? undefined : [endpoint];
      const { outcome, requests } = await run(given, endpoints, row.options?.());
      expect(outcome).toMatchObject({ succeeded: false, exitCode: 0, exported: [], outputs: {} });
      expect(outcome.errors).toHaveLength(1);
      // The agent masks what a connection holds, the client's id included.
      expect(outcome.errors[0]).toMatch(new RegExp(`^${code}: `));
      expect(outcome.errors[0]).toMatch(says);
      expect(requests.map(({ service }) => service)).toEqual(services);
      expect(leaksIn(outcome.written, { secret: [SECRET] })).toEqual([]);
    });

    test.each<[string, HttpResponse]>([
      [
        'status 200 and a refusal',
        json(200, { count: 2, value: 'There is no explicit reference' }),
      ],
      ['a message', json(403, { message: 'There is no explicit reference' })],
    ])('shows what the server says in %s', async (_, answer) => {
      sandbox.intercept = (service) => (service === 'azureDevOps' ? answer : undefined);
      const { outcome } = await run(inputs('aws federated'));
      expect(outcome.errors).toEqual([
        expect.stringMatching(
          /^EAC_OIDC_REFUSED: .*request id e2e-1: "There is no explicit reference"/,
        ),
      ]);
    });

    test('a server that is busy is asked again', async () => {
      let failures = 1;
      sandbox.intercept = (service) => {
        if (service !== 'azureDevOps' || failures === 0) return undefined;
        failures -= 1;
        return json(429, { message: 'Slow down' });
      };
      const { outcome, requests } = await run(
        inputs('aws federated', { 'retry-max-attempts': '2' }),
      );
      expect(outcome.errors).toEqual([]);
      expect(requests.map(({ service }) => service)).toEqual([
        'azureDevOps',
        'azureDevOps',
        'entra',
        'sts',
      ]);
    });
  },
);
