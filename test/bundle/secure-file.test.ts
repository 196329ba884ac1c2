import { readFileSync } from 'node:fs';
import {
  type HttpResponse,
  type StandardScenario,
  startForwardProxy,
} from '@entra-aws-creds/sandbox';
import { describe, expect, test } from '@jest/globals';
import forge from 'node-forge';
import { keyLines, leaksIn } from './leaks.ts';
import {
  type Inputs,
  mainInputs,
  PIPELINES,
  type Pipeline,
  type PipelineOptions,
} from './pipeline.ts';
import { sandboxedPipelines } from './sandboxed-pipelines.ts';

const PASSWORD = 'correct horse battery';

const { sandbox, scenario, openPipeline } = await sandboxedPipelines();
let pipeline: Pipeline;

const pem = sandbox.azureDevOps.secureFile('deploy.pem', scenario.pem);
const pfx = sandbox.azureDevOps.secureFile('deploy.pfx', pfxOf(scenario));

function pfxOf({ keyPem, certificatePem }: StandardScenario): Buffer {
  const node = forge.pkcs12.toPkcs12Asn1(
    forge.pki.privateKeyFromPem(keyPem),
    forge.pki.certificateFromPem(certificatePem),
    PASSWORD,
    { algorithm: 'aes256' },
  );
  return Buffer.from(forge.asn1.toDer(node).getBytes(), 'binary');
}

function inputs(name: string, changes: Inputs = {}): Inputs {
  const { certificate: _, ...others } = mainInputs(sandbox, scenario);
  return {
    ...others,
    'certificate-secure-file': name,
    'retry-max-attempts': '1',
    ...changes,
  };
}

const json = (status: number, body: unknown): HttpResponse => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: JSON.stringify(body),
});

describe.each(PIPELINES.filter(([host]) => host === 'Azure Pipelines'))(
  '%s on %s',
  (host, node) => {
    const run = async (given: Inputs, options: PipelineOptions = {}) => {
      const before = sandbox.requests.length;
      const { accessToken, collectionUri } = sandbox.azureDevOps;
      pipeline = openPipeline(host, node, {
        ...options,
        azure: { accessToken, collectionUri, secureFiles: [pem, pfx], ...options.azure },
      });
      const outcome = await pipeline.step(given);
      return { outcome, requests: sandbox.requests.slice(before) };
    };

    test.each<[string, Inputs]>([
      ['deploy.pem', {}],
      ['deploy.pfx', { 'certificate-password': PASSWORD }],
    ])('%s becomes credentials, in three requests and without a file', async (name, changes) => {
      const { outcome, requests } = await run(inputs(name, changes));
      expect(outcome.errors).toEqual([]);
      expect(requests.map(({ service, method }) => `${service} ${method}`)).toEqual([
        'azureDevOps GET',
        'entra POST',
        'sts POST',
      ]);
      expect(pipeline.awsVariables()['AWS_ACCESS_KEY_ID']).toMatch(/^ASIA/);
      expect(outcome.log).toContain(scenario.certificate.thumbprintSha1);
      const kept = pipeline.files().filter((file) => !file.endsWith('/handed-over.json'));
      expect(kept.filter((file) => !file.endsWith('.taskkey'))).toEqual([]);
    });

    test('nothing secret is printed or kept, with all debug output on', async () => {
      const { outcome } = await run(inputs('deploy.pem'), {
        environment: { NODE_DEBUG: 'http,https,tls,net' },
        debug: true,
      });
      expect(outcome.errors).toEqual([]);
      const posts = await pipeline.finish();
      const seen = [outcome, ...posts].map(({ log, kept }) => log + kept).join('\n');
      const files = pipeline.files().map((file) => readFileSync(file, 'utf8'));
      expect(seen).toContain('##[debug]');
      const secrets = {
        'private key': keyLines(scenario.keyPem),
        ticket: [pem.ticket],
        'job token': [sandbox.azureDevOps.accessToken],
      };
      expect(leaksIn(seen + files.join('\n'), secrets)).toEqual([]);
    });

    test('the agent has nothing to mask, since only masks hold a secret', async () => {
      const { outcome } = await run(inputs('deploy.pem'), { debug: true });
      const lines = outcome.written.split('\n');
      const printed = lines.filter((line) => !line.startsWith('##vso[task.setsecret]'));
      expect(printed.join('\n')).toContain('##vso[task.setvariable ');
      const secrets = {
        'private key': [scenario.keyPem],
        ticket: [pem.ticket],
        'job token': [sandbox.azureDevOps.accessToken],
      };
      expect(leaksIn(printed.join('\n'), secrets)).toEqual([]);
    });

    test('a profile that renews itself needs the file no more', async () => {
      const { outcome } = await run(inputs('deploy.pem', { refresh: 'true' }));
      expect(outcome.errors).toEqual([]);
      const plans = pipeline
        .files()
        .filter((file) => /\/renew-[^/]*(?<!credentials)\.json$/.test(file));
      expect(plans).toHaveLength(1);
      expect(readFileSync(plans[0] ?? '', 'utf8')).not.toContain(sandbox.azureDevOps.accessToken);
      await pipeline.finish();
      expect(pipeline.files().filter((file) => !file.endsWith('.taskkey'))).toEqual([]);
    });

    test('the proxy is used for the download as well', async () => {
      await using proxy = await startForwardProxy();
      const { outcome } = await run(inputs('deploy.pem', { 'http-proxy': proxy.url }));
      expect(outcome.errors).toEqual([]);
      const { host: server } = new URL(sandbox.azureDevOps.collectionUri);
      expect(proxy.connects.map(({ target }) => target)).toContain(server);
    });

    test('a server that fails for a transient reason is asked again', async () => {
      let failures = 1;
      sandbox.intercept = (service) => {
        if (service !== 'azureDevOps' || failures === 0) return undefined;
        failures -= 1;
        return json(503, { message: 'The service is unavailable.' });
      };
      const { outcome, requests } = await run(inputs('deploy.pem', { 'retry-max-attempts': '2' }));
      expect(outcome.errors).toEqual([]);
      expect(outcome.log).toMatch(/Attempt 1 of 2 at the download of the secure file failed/);
      expect(requests.map(({ service }) => service)).toEqual([
        'azureDevOps',
        'azureDevOps',
        'entra',
        'sts',
      ]);
    });

    test('a server that never answers ends with the time of the step', async () => {
      sandbox.intercept = (service) => (service === 'azureDevOps' ? { fault: 'hang' } : undefined);
      const { outcome } = await run(
        inputs('deploy.pem', { 'retry-max-attempts': '9', 'action-timeout-s': '2' }),
      );
      expect(outcome.errors).toHaveLength(1);
      expect(outcome.errors[0]).toMatch(/^EAC_(TIME_LIMIT|SECURE_FILE): /);
      expect(outcome.exported).toEqual([]);
    });

    interface Refusal {
      readonly name: string;
      readonly code: string;
      readonly says: RegExp;
      readonly requests?: number;
      readonly inputs?: Inputs;
      readonly answer?: HttpResponse;
      readonly options?: () => PipelineOptions;
    }

    test.each<Refusal>([
      {
        name: 'a file that the job was not handed',
        code: 'EAC_SECURE_FILE',
        says: /"another\.pem" could not be downloaded: the agent was given no ticket for it\..*permitted/,
        inputs: { 'certificate-secure-file': 'another.pem' },
      },
      {
        name: 'a name that nobody replaced',
        code: 'EAC_INPUT_NOT_EXPANDED',
        says: /"certificateSecureFile" is "\$\(file\)"/,
        inputs: { 'certificate-secure-file': '$(file)' },
      },
      {
        name: 'two sources',
        code: 'EAC_INPUT_CONFLICT',
        says: /"certificatePath" and "certificateSecureFile" are both given/,
        inputs: { 'certificate-path': '/nowhere.pem' },
      },
      {
        name: 'a file besides a service connection',
        code: 'EAC_INPUT_CONFLICT',
        says: /"certificateSecureFile" is given, but "entraCredential" is service-connection/,
        inputs: { 'entra-credential': 'service-connection' },
      },
      {
        name: 'an old ticket',
        code: 'EAC_SECURE_FILE',
        says: /HTTP 401: "TF15004: The download request signature has expired\."/,
        requests: 1,
        options: () => ({ azure: { secureFiles: [{ ...pem, ticket: 'ticket-of-yesterday' }] } }),
      },
      {
        name: 'a file that is no more',
        code: 'EAC_SECURE_FILE',
        says: /HTTP 404: "Secure file with ID .* not found/,
        requests: 1,
        options: () => ({
          azure: {
            secureFiles: [{ ...pem, id: '33333333-3333-4333-8333-333333333333' }],
          },
        }),
      },
      {
        name: 'a job whose token is over',
        code: 'EAC_SECURE_FILE',
        says: /HTTP 401/,
        requests: 1,
        options: () => ({ azure: { accessToken: 'the-token-of-yesterdays-job' } }),
      },
      {
        name: 'a refusal with status 200',
        code: 'EAC_SECURE_FILE',
        says: /HTTP 200: "TF15004"/,
        requests: 1,
        answer: json(200, { message: 'TF15004' }),
      },
      {
        name: 'a redirection',
        code: 'EAC_SECURE_FILE',
        says: /HTTP 302/,
        requests: 1,
        answer: { status: 302, headers: { location: 'https://attacker.example' }, body: '' },
      },
      {
        name: 'a file that is no certificate',
        code: 'EAC_CERTIFICATE_FORM',
        says: /The file of "certificateSecureFile" /,
        requests: 1,
        answer: {
          status: 200,
          headers: { 'content-type': 'application/octet-stream' },
          body: '<html><body>Hello</body></html>',
        },
      },
      {
        name: 'a wrong password',
        code: 'EAC_CERTIFICATE_PASSWORD',
        says: /The file of "certificateSecureFile" /,
        requests: 1,
        inputs: { 'certificate-secure-file': 'deploy.pfx', 'certificate-password': 'wrong pass' },
      },
      {
        name: 'a server without TLS',
        code: 'EAC_SECURE_FILE',
        says: /no https URL.*DownloadSecureFile@1/,
        options: () => ({
          azure: { collectionUri: sandbox.azureDevOps.collectionUri.replace('https', 'http') },
        }),
      },
    ])('refuses $name', async ({ code, says, requests: count = 0, answer, ...row }) => {
      sandbox.intercept = (service) => (service === 'azureDevOps' ? answer : undefined);
      const { outcome, requests } = await run(inputs('deploy.pem', row.inputs), row.options?.());
      expect(outcome).toMatchObject({ succeeded: false, exitCode: 0, exported: [], outputs: {} });
      expect(outcome.errors).toHaveLength(1);
      expect(outcome.errors[0]).toMatch(new RegExp(`^${code}: `));
      expect(outcome.errors[0]).toMatch(says);
      expect(requests.map(({ service }) => service)).toEqual(Array(count).fill('azureDevOps'));
    });
  },
);
