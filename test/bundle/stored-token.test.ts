import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { TokenIssuer } from '@entra-aws-creds/sandbox';
import { describe, expect, test } from '@jest/globals';
import { leaksIn } from './leaks.ts';
import { type Inputs, mainInputs, PIPELINES, type Pipeline } from './pipeline.ts';
import { sandboxedPipelines } from './sandboxed-pipelines.ts';

const CALLER = fileURLToPath(new URL('caller-identity.mjs', import.meta.url));
const SUBJECT = 'project_path:contoso/website:ref_type:branch:ref:main';
const VARIABLE = 'GITLAB_OIDC_TOKEN';

const issuer = new TokenIssuer('https://gitlab.example');
const { sandbox, scenario, openPipeline } = await sandboxedPipelines();
let pipeline: Pipeline;

scenario.client.federatedCredentials.push(issuer.federatedCredential(SUBJECT));
// Some issuers have a token that is good for several logins, as Entra allows.
sandbox.entra.rejectReplayedAssertions = false;
const file = join(sandbox.directory, 'token');

const token = (changes: Partial<Parameters<TokenIssuer['token']>[0]> = {}) =>
  issuer.token({ subject: SUBJECT, ...changes });

/** Where the token lies: each way is a row of its own below. */
interface Place {
  readonly inputs: () => Inputs;
  readonly environment: (jwt: string) => Readonly<Record<string, string>>;
}

function others(): Inputs {
  const { certificate: _, ...inputs } = mainInputs(sandbox, scenario);
  return { ...inputs, 'retry-max-attempts': '1' };
}

const PLACES: Readonly<Record<string, Place>> = {
  'a file': {
    inputs: () => ({ ...others(), 'entra-credential': 'oidc-token', 'oidc-token-file': file }),
    environment: () => ({}),
  },
  'a variable': {
    inputs: () => ({
      ...others(),
      'entra-credential': 'oidc-token',
      'oidc-token-variable': VARIABLE,
    }),
    environment: (jwt) => ({ [VARIABLE]: jwt }),
  },
  'a pod': {
    inputs: () => {
      const { 'tenant-id': _, 'client-id': __, 'authority-host': ___, ...inputs } = others();
      return { ...inputs, 'entra-credential': 'workload-identity' };
    },
    environment: () => ({
      AZURE_FEDERATED_TOKEN_FILE: file,
      AZURE_TENANT_ID: scenario.tenantId,
      AZURE_CLIENT_ID: scenario.clientId,
      AZURE_AUTHORITY_HOST: `${sandbox.entraUrl}/`,
    }),
  },
};

describe.each(PIPELINES)('%s on %s', (host, node) => {
  const open = (environment: Readonly<Record<string, string>>, debug = false) => {
    pipeline = openPipeline(host, node, {
      environment: {
        NODE_EXTRA_CA_CERTS: sandbox.caFile,
        ...(debug && { NODE_DEBUG: 'http,https,tls,net' }),
        ...environment,
      },
      debug,
    });
    return pipeline;
  };
  const run = async (place: Place, jwt: string, changes: Inputs = {}, environment = {}) => {
    writeFileSync(file, `${jwt}\n`);
    const before = sandbox.requests.length;
    open({ ...place.environment(jwt), ...environment });
    const outcome = await pipeline.step({ ...place.inputs(), ...changes });
    return { outcome, requests: sandbox.requests.slice(before) };
  };

  describe.each(Object.entries(PLACES))('a token in %s', (_, place) => {
    test('becomes credentials, in two requests', async () => {
      const jwt = await token();
      const { outcome, requests } = await run(place, jwt);
      expect(outcome.errors).toEqual([]);
      expect(requests.map(({ service }) => service)).toEqual(['entra', 'sts']);
      const form = new URLSearchParams(requests[0]?.body);
      expect(form.get('client_assertion')).toBe(jwt);
      expect(form.get('client_id')).toBe(scenario.clientId);
      expect(pipeline.awsVariables()['AWS_ACCESS_KEY_ID']).toMatch(/^ASIA/);
    });

    test('is not printed or kept, with all debug output on', async () => {
      const jwt = await token();
      writeFileSync(file, jwt);
      open(place.environment(jwt), true);
      const outcome = await pipeline.step({ ...place.inputs(), refresh: 'true' });
      expect(outcome.errors).toEqual([]);
      const secrets = { 'OIDC token': [jwt, jwt.split('.')[2] ?? ''] };
      const written = pipeline.files().map((path) => readFileSync(path, 'utf8'));
      const posts = await pipeline.finish();
      const seen = [outcome, ...posts].map(({ log, kept }) => log + kept).join('\n');
      expect(leaksIn(seen + written.join('\n'), secrets)).toEqual([]);
      expect(outcome.masks).toContain(jwt);
    });

    test('that Entra does not trust is shown by its claims', async () => {
      const subject = 'project_path:contoso/other:ref_type:branch:ref:main';
      const { outcome } = await run(place, await token({ subject }));
      expect(outcome.errors).toHaveLength(1);
      expect(outcome.errors[0]).toMatch(
        /^EAC_ENTRA_FEDERATION_REFUSED: .*issuer "https:\/\/gitlab\.example", subject "project_path:contoso\/other:ref_type:branch:ref:main", audience "api:\/\/AzureADTokenExchange".*AADSTS700213/,
      );
      expect(outcome.exported).toEqual([]);
    });

    test('of an issuer that Entra does not know is shown by its claims', async () => {
      const jwt = await new TokenIssuer('https://elsewhere.example').token({ subject: SUBJECT });
      const { outcome } = await run(place, jwt);
      expect(outcome.errors[0]).toMatch(
        /^EAC_ENTRA_FEDERATION_REFUSED: .*issuer "https:\/\/elsewhere\.example".*AADSTS700211/,
      );
    });

    test('that has ended is for its owner to renew', async () => {
      const { outcome } = await run(place, await token({ lifetimeSeconds: -600 }));
      expect(outcome.errors[0]).toMatch(
        /^EAC_ENTRA_CLOCK: .*the token has expired: have a newer one put there/,
      );
    });

    test('is read again for a renewal', async () => {
      const first = await token();
      await run(place, first, { refresh: 'true', 'role-duration-seconds': '900' });
      for (const path of pipeline.files().filter((path) => path.endsWith('.credentials.json'))) {
        await pipeline.script(`rm "${path}"`);
      }
      const second = await token();
      writeFileSync(file, second);
      await pipeline.setVariable('AZURE_FEDERATED_TOKEN_FILE', '/nowhere');
      await pipeline.setVariable('AZURE_CLIENT_ID', 'somebody else');
      const before = sandbox.requests.length;
      const line = await pipeline.script(
        `cd / && ${VARIABLE}=${second} AWS_ENDPOINT_URL_STS=${sandbox.stsUrl} "${process.execPath}" --no-warnings "${CALLER}"`,
      );
      expect(line).toMatch(/^123456789012 .*assumed-role\/Deploy\//);
      const [login] = sandbox.requests.slice(before);
      expect(new URLSearchParams(login?.body).get('client_assertion')).toBe(second);
    });
  });

  interface Refusal {
    readonly name: string;
    readonly code: string;
    readonly says: RegExp;
    readonly place?: string;
    readonly jwt?: string;
    readonly inputs?: Inputs;
    readonly environment?: Readonly<Record<string, string>>;
  }

  test.each<Refusal>([
    {
      name: 'no place',
      code: 'EAC_INPUT_MISSING',
      says: /Neither .* is given/,
      inputs: { 'oidc-token-file': '' },
    },
    {
      name: 'two places',
      code: 'EAC_INPUT_CONFLICT',
      says: /are both given/,
      inputs: { 'oidc-token-variable': VARIABLE },
    },
    {
      name: 'a place besides another credential',
      code: 'EAC_INPUT_CONFLICT',
      says: /but ".*" is managed-identity.*to oidc-token/,
      inputs: { 'entra-credential': 'managed-identity', 'authority-host': '' },
    },
    {
      name: 'a file that is not there',
      code: 'EAC_OIDC_TOKEN',
      says: /"\/nowhere\/token" \(ENOENT\)/,
      inputs: { 'oidc-token-file': '/nowhere/token' },
    },
    {
      name: 'a variable that is not set',
      code: 'EAC_OIDC_TOKEN',
      says: /GITLAB_OIDC_TOKEN, which should hold the OIDC token, is not set or is empty/,
      place: 'a variable',
      environment: { [VARIABLE]: '' },
    },
    {
      name: 'a file with something else',
      code: 'EAC_OIDC_TOKEN',
      says: /not an OIDC token, which is a signed JWT/,
      jwt: '{"token":"abcdefgh"}',
    },
    {
      name: 'a chain without a certificate',
      code: 'EAC_INPUT_CONFLICT',
      says: /without a certificate/,
      inputs: { 'send-certificate-chain': 'true' },
    },
    {
      name: 'a job that is in no pod',
      code: 'EAC_OIDC_UNAVAILABLE',
      says: /AZURE_FEDERATED_TOKEN_FILE is not set.*azure\.workload\.identity\/use/,
      place: 'a pod',
      environment: { AZURE_FEDERATED_TOKEN_FILE: '' },
    },
    {
      name: 'a pod without an application',
      code: 'EAC_INPUT_MISSING',
      says: /is not given, and the variable AZURE_CLIENT_ID is not set/,
      place: 'a pod',
      environment: { AZURE_CLIENT_ID: '' },
    },
  ])('refuses $name', async ({ code, says, place = 'a file', jwt, inputs, environment }) => {
    const { outcome, requests } = await run(
      PLACES[place] as Place,
      jwt ?? (await token()),
      inputs,
      environment,
    );
    expect(outcome).toMatchObject({ succeeded: false, exported: [], outputs: {} });
    expect(outcome.errors).toHaveLength(1);
    expect(outcome.errors[0]).toMatch(new RegExp(`^${code}: `));
    expect(outcome.errors[0]).toMatch(says);
    expect(requests).toEqual([]);
  });

  test.each(['oidc-token-file', 'oidc-token-variable'])(
    'a token in %s itself is not repeated',
    async (input) => {
      const jwt = await token();
      writeFileSync(file, jwt);
      open({});
      const { 'oidc-token-file': _, ...given } = (PLACES['a file'] as Place).inputs();
      const outcome = await pipeline.step({ ...given, [input]: jwt });
      expect(outcome.errors).toEqual([
        expect.stringMatching(/^EAC_INPUT_INVALID: .*repeated here/),
      ]);
      expect(outcome.errors.join()).not.toContain(jwt.slice(0, 20));
    },
  );

  test('what the pod says gives way to the inputs', async () => {
    const other = '99999999-0000-4000-8000-000000000000';
    const { outcome } = await run(
      PLACES['a pod'] as Place,
      await token(),
      { 'client-id': scenario.clientId },
      { AZURE_CLIENT_ID: other },
    );
    expect(outcome.errors).toEqual([]);
  });
});
