import { issueCertificate } from '@entra-aws-creds/sandbox';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decodeProtectedHeader } from 'jose';
import {
  PUBLIC_CLOUD,
  tokenExchangeAudience,
} from '../../../packages/core/src/1-inputs/entra/authority-host.ts';
import type {
  JobIdentity,
  OidcTokenRequest,
  ServiceConnection,
} from '../../../packages/core/src/1-inputs/entra/job-identity.ts';
import type { InputName } from '../../../packages/core/src/1-inputs/input-name.ts';
import { InputProblem } from '../../../packages/core/src/1-inputs/input-problem.ts';
import {
  readStepInputs,
  type StepInputs,
} from '../../../packages/core/src/1-inputs/step-inputs.ts';
import { parseServiceConnection } from '../../../packages/core/src/credential/connected-application.ts';
import { parseOidcEndpoint } from '../../../packages/core/src/credential/federated/oidc-endpoint.ts';
import { StepFailure } from '../../../packages/core/src/failure/step-failure.ts';
import type { NetworkRequest } from '../../../packages/core/src/platform/network.ts';
import { nodePlatform } from '../../../packages/core/src/platform/node-platform.ts';
import { unlimited } from '../../../packages/core/src/platform/request-limits.ts';
import { rawInputs } from '../1-inputs/raw-inputs.ts';

const run = { system: 'GitHubActions', place: ['octo', 'repo'], id: '7' };
const TENANT = '11111111-2222-3333-4444-555555555555';
const CLIENT = 'aaaaaaaa-0000-0000-0000-000000000000';
const certificate = issueCertificate({ commonName: 'pipeline' });
const pem = certificate.certificatePem + certificate.privateKeyPem;

const common = {
  'aws-region': 'eu-west-1',
  'role-to-assume': 'arn:aws:iam::123456789012:role/deploy',
};
const application = { 'tenant-id': TENANT, 'client-id': CLIENT };

const request: OidcTokenRequest = {
  method: 'GET',
  url: 'https://ci.example/token?api-version=2.0',
  bearer: 'bearer-of-the-job',
  headers: { 'x-own': '1' },
  audienceParameter: 'audience',
  tokenField: 'value',
  requestIdHeader: 'x-request-id',
};
const connection: ServiceConnection = {
  id: 'c0ffee00-0000-4000-8000-000000000000',
  scheme: 'WorkloadIdentityFederation',
  parameters: { tenantid: TENANT, serviceprincipalid: CLIENT },
  cloud: 'AzureCloud',
  tokenRequest: { ...request, method: 'POST', tokenField: 'oidcToken' },
};
const onAzure = (changes: Partial<ServiceConnection> = {}): JobIdentity => ({
  serviceConnection: { ...connection, ...changes },
  secureFile: 'not-given',
});

async function read(
  values: Partial<Record<InputName, string>>,
  jobIdentity?: JobIdentity,
  environment: Record<string, string> = {},
): Promise<{ inputs: StepInputs; seen: readonly string[] }> {
  const seen: string[] = [];
  const raw = { ...rawInputs({ ...common, ...values }), ...(jobIdentity && { jobIdentity }) };
  const maskSecret = (text: string) => seen.push(text);
  const platform = { ...nodePlatform(environment), maskSecret };
  const inputs = await readStepInputs(raw, run, platform);
  return { inputs, seen };
}

/** What the credential asks for first, of whomever. */
async function firstRequest(inputs: StepInputs): Promise<NetworkRequest> {
  const sent: NetworkRequest[] = [];
  const network = {
    begin: () => {},
    close: () => {},
    send: async (request: NetworkRequest) => {
      sent.push(request);
      throw new Error('nobody is there');
    },
  };
  const retryPolicy = { ...unlimited(), maxAttempts: 1, until: new Date(), tell: () => {} };
  const platform = { ...nodePlatform({}), maskSecret: () => {}, network, retryPolicy };
  await inputs.credential.logIn(inputs.audience, platform).catch(() => {});
  const [first] = sent;
  if (first === undefined) throw new Error('nothing was asked for');
  return first;
}

async function failureOf(...given: Parameters<typeof read>): Promise<StepFailure> {
  const failure = await read(...given).catch((error: unknown) => error);
  if (failure instanceof StepFailure) return failure;
  throw new Error('did not fail');
}

const connected = {
  'entra-credential': 'service-connection',
  'azure-service-connection': connection.id,
};

describe("the job's own token", () => {
  const values = { ...application, 'entra-credential': 'github-oidc' };

  test('is asked for at an endpoint of its audience, with a bearer that is known for a secret', async () => {
    const { inputs, seen } = await read(values, { ownToken: request });
    expect(inputs.credential.inWords).toBe("the job's OIDC token from ci.example");
    const { method, url, headers } = await firstRequest(inputs);
    expect({ method, headers }).toMatchObject({ method: 'GET', headers: { 'x-own': '1' } });
    expect(url.href).toBe(
      'https://ci.example/token?api-version=2.0&audience=api%3A%2F%2FAzureADTokenExchange',
    );
    expect(seen).toContain('bearer-of-the-job');
    expect(JSON.stringify(inputs.credential)).not.toContain('bearer-of-the-job');
  });

  test.each([
    ['AzureUSGovernment', 'api://AzureADTokenExchangeUSGov'],
    ['https://login.partner.microsoftonline.cn/', 'api://AzureADTokenExchangeChina'],
    ['https://login.example', 'api://AzureADTokenExchange'],
  ])('is for the audience of the cloud %s', async (cloud, audience) => {
    const { inputs } = await read({ ...values, 'authority-host': cloud }, { ownToken: request });
    expect(tokenExchangeAudience(inputs.application?.authorityHost ?? PUBLIC_CLOUD)).toBe(audience);
  });

  test('is refused without permission, and everything else that is wrong is told as well', async () => {
    const failure = await failureOf({ ...values, 'tenant-id': '' }, { ownToken: 'not-granted' });
    expect(failure.parts.map(({ code }) => code)).toEqual([
      'EAC_INPUT_MISSING',
      'EAC_OIDC_UNAVAILABLE',
    ]);
  });

  test.each([undefined, {}, onAzure()])('is not to be had elsewhere', async (job) => {
    const failure = await failureOf({ 'entra-credential': 'github-oidc' }, job);
    expect(failure.code).toBe('EAC_INPUT_INVALID');
    expect(failure.parts).toEqual([]);
  });
});

describe('a service connection', () => {
  test('says tenant, client and cloud', async () => {
    const { inputs } = await read(connected, onAzure({ cloud: 'AzureUSGovernment' }));
    expect(inputs).toMatchObject({
      application: { tenant: TENANT, clientId: CLIENT },
      audience: CLIENT,
    });
    expect(inputs.application?.authorityHost.host).toBe('login.microsoftonline.us');
    expect(inputs.credential.inWords).toBe("the service connection's OIDC token from ci.example");
  });

  test('gives way to "authority-host", and goes before AZURE_AUTHORITY_HOST', async () => {
    const environment = { AZURE_AUTHORITY_HOST: 'https://login.example' };
    const job = onAzure({ cloud: 'AzureChinaCloud' });
    const { inputs } = await read(connected, job, environment);
    expect(inputs.application?.authorityHost.host).toBe('login.partner.microsoftonline.cn');
    const given = await read({ ...connected, 'authority-host': 'AzureCloud' }, job, environment);
    expect(given.inputs.application?.authorityHost.host).toBe('login.microsoftonline.com');
    const silent = await read(connected, onAzure({ cloud: '' }), environment);
    expect(silent.inputs.application?.authorityHost.host).toBe('login.example');
  });

  test('may hold a certificate, whose key is known for a secret', async () => {
    const parameters = {
      ...connection.parameters,
      authenticationtype: 'spnCertificate',
      serviceprincipalcertificate: pem,
    };
    const { inputs, seen } = await read(
      { ...connected, 'send-certificate-chain': 'true' },
      onAzure({ scheme: 'serviceprincipal', parameters }),
    );
    expect(inputs.credential.inWords).toContain(certificate.thumbprintSha256);
    const login = await firstRequest(inputs);
    const assertion = new URLSearchParams(login.body).get('client_assertion') ?? '';
    expect(decodeProtectedHeader(assertion).x5c).toHaveLength(1);
    expect(seen).toContain(pem);
  });

  test.each([undefined, {}, { ownToken: request }])(
    'is refused with one message where there is none',
    async (job) => {
      const failure = await failureOf(connected, job);
      expect(failure.code).toBe('EAC_INPUT_INVALID');
      expect(failure.message).toBe(
        '"entra-credential" is service-connection, which this CI system does not have.',
      );
      expect(failure.parts).toEqual([]);
    },
  );

  test('reads only names that can be right, and never fails otherwise', () => {
    const scheme = fc.oneof(
      fc.constantFrom('ServicePrincipal', 'workloadIdentityFederation', 'ManagedServiceIdentity'),
      fc.string(),
    );
    const id = fc.oneof(fc.uuid(), fc.string());
    const parameters = fc.record(
      {
        tenantid: id,
        serviceprincipalid: id,
        serviceprincipalcertificate: fc.oneof(fc.constant(pem), fc.string()),
      },
      { requiredKeys: [] },
    );
    const cloud = fc.oneof(fc.constantFrom('', 'AzureCloud', 'azurechinacloud'), fc.string());
    fc.assert(
      fc.property(scheme, parameters, cloud, (scheme, given, cloud) => {
        const parse = () =>
          parseServiceConnection({
            ...connection,
            scheme,
            parameters: given as Record<string, string>,
            cloud,
          });
        try {
          const parsed = parse();
          expect(parsed.tenant).toBe(given.tenantid?.toLowerCase());
          expect(parsed.clientId).toBe(given.serviceprincipalid?.toLowerCase());
          expect(parsed.proof === 'federated').toBe(
            scheme.toLowerCase() === 'workloadidentityfederation',
          );
        } catch (error) {
          if (!(error instanceof InputProblem)) throw error;
          expect(error.code).toBe('EAC_SERVICE_CONNECTION');
          expect(error.message).not.toContain('PRIVATE KEY');
        }
      }),
    );
  });

  test.each(['constructor', '__proto__', 'toString'])('of the cloud %s is refused', (cloud) => {
    expect(() => parseServiceConnection({ ...connection, cloud })).toThrow('belongs to the cloud');
  });
});

describe('an endpoint for tokens', () => {
  test('is https with a bearer, or nothing', () => {
    const url = fc.oneof(
      fc.webUrl({ validSchemes: ['https', 'http'], withQueryParameters: true }),
      fc.string(),
    );
    fc.assert(
      fc.property(url, fc.string(), fc.string(), (text, bearer, audience) => {
        try {
          const endpoint = parseOidcEndpoint({ ...request, url: text, bearer }, audience);
          expect(endpoint.url.protocol).toBe('https:');
          expect(endpoint.url.searchParams.getAll('audience')).toEqual([
            Buffer.from(audience).toString(),
          ]);
          expect(bearer).not.toBe('');
        } catch (error) {
          expect(error).toBeInstanceOf(InputProblem);
          expect(text.startsWith('https://') && bearer !== '' && URL.canParse(text)).toBe(false);
        }
      }),
    );
  });
});

describe('one credential and no other', () => {
  test('a certificate is what is meant when nothing is said', async () => {
    const { inputs } = await read({ ...application, certificate: pem });
    expect(inputs.credential.inWords).toMatch(/^the certificate /);
  });

  test('three sources are told at once', async () => {
    const failure = await failureOf(
      {
        ...application,
        certificate: pem,
        'certificate-path': '/p',
        'certificate-secure-file': 'f',
      },
      onAzure(),
    );
    expect(failure.message).toBe(
      '"certificate", "certificate-path" and "certificate-secure-file" are all given.',
    );
  });

  test('of three sources none', async () => {
    const failure = await failureOf(application, onAzure());
    expect(failure.message).toBe(
      'None of "certificate", "certificate-path" and "certificate-secure-file" is given.',
    );
  });
});
