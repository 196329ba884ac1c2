import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { injectFault } from '@entra-aws-creds/sandbox';
import { afterEach, describe, expect, test } from '@jest/globals';
import { type Inputs, mainInputs, PIPELINES } from './pipeline.ts';
import { sandboxedPipelines } from './sandboxed-pipelines.ts';

const { sandbox, scenario, openPipeline } = await sandboxedPipelines();
afterEach(() => sandbox.present('entra', 'own'));

describe.each(PIPELINES)(
  '%s on %s, in an environment that an earlier step has prepared',
  (host, node) => {
    const run = async (
      environment: Readonly<Record<string, string>>,
      change: (inputs: Record<string, string>) => Inputs = (inputs) => inputs,
    ) => {
      const before = sandbox.requests.length;
      const pipeline = openPipeline(host, node, { environment });
      const outcome = await pipeline.step(change(mainInputs(sandbox, scenario)));
      const asked = sandbox.requests.slice(before).map(({ service }) => service);
      return { ...outcome, asked };
    };
    const without =
      (name: string) =>
      (inputs: Record<string, string>): Inputs =>
        Object.fromEntries(Object.entries(inputs).filter(([key]) => key !== name));
    /** What was said, was said before anything went out. */
    const expectToldFirst = (log: string, text: string) => {
      expect(log).toContain(text);
      expect(log.indexOf(text)).toBeLessThan(log.indexOf('Logging in to tenant'));
    };

    test('certificates are checked although NODE_TLS_REJECT_UNAUTHORIZED is 0, and its owner is told', async () => {
      const { succeeded, warnings, log } = await run({ NODE_TLS_REJECT_UNAUTHORIZED: '0' });
      expect(succeeded).toBe(true);
      expect(warnings).toHaveLength(1);
      expectToldFirst(log, 'NODE_TLS_REJECT_UNAUTHORIZED is 0');
    });

    test.each(['intercepting-proxy', 'self-signed', 'expired', 'other-host'] as const)(
      'nothing is sent to a server that shows a certificate that is wrong (%s), also then',
      async (certificate) => {
        sandbox.present('entra', certificate);
        const { errors, exported, asked } = await run({ NODE_TLS_REJECT_UNAUTHORIZED: '0' });
        expect(errors[0]).toMatch(/^EAC_ENTRA_TLS: /);
        expect([exported, asked]).toEqual([[], []]);
      },
    );

    test('code that NODE_OPTIONS lets in is told of', async () => {
      const code = join(sandbox.directory, 'preload.cjs');
      writeFileSync(code, '');
      const { succeeded, warnings, log } = await run({ NODE_OPTIONS: `--require ${code}` });
      expect(succeeded).toBe(true);
      expect(warnings).toHaveLength(1);
      expectToldFirst(log, 'NODE_OPTIONS has --require');
    });

    test('NODE_OPTIONS that let nobody in are nobody’s business', async () => {
      const { warnings } = await run({ NODE_OPTIONS: '--max-old-space-size=512' });
      expect(warnings).toEqual([]);
    });

    test('a login that AZURE_AUTHORITY_HOST moves is told of', async () => {
      const { succeeded, warnings, log } = await run(
        { AZURE_AUTHORITY_HOST: sandbox.entraUrl },
        without('authority-host'),
      );
      expect(succeeded).toBe(true);
      expect(warnings).toHaveLength(1);
      expectToldFirst(
        log,
        `AZURE_AUTHORITY_HOST sends the login to ${new URL(sandbox.entraUrl).host}`,
      );
    });

    test.each(['AWS_ENDPOINT_URL_STS', 'AWS_ENDPOINT_URL'])(
      'an exchange that %s moves is told of',
      async (name) => {
        const { succeeded, warnings, log } = await run(
          { [name]: sandbox.stsUrl },
          without('sts-endpoint'),
        );
        expect(succeeded).toBe(true);
        expect(warnings).toHaveLength(1);
        expectToldFirst(log, `${name} sends the token to ${new URL(sandbox.stsUrl).host}`);
      },
    );

    test.each([
      ['AWS_ENDPOINT_URL_STS', 'http://sts.example.com', 'sts-endpoint'],
      ['AWS_ENDPOINT_URL', 'http://10.0.0.1:8080', 'sts-endpoint'],
      ['AWS_ENDPOINT_URL_STS', 'http://localhost.example.com', 'sts-endpoint'],
      ['AZURE_AUTHORITY_HOST', 'http://login.example.com', 'authority-host'],
      ['AZURE_AUTHORITY_HOST', 'http://localhost:1', 'authority-host'],
      ['AZURE_AUTHORITY_HOST', 'ftp://login.example.com', 'authority-host'],
    ])('%s=%s is refused before anything is asked', async (name, url, input) => {
      const { errors, exported, asked } = await run({ [name]: url }, without(input));
      expect(errors).toHaveLength(1);
      expect(errors[0]).toMatch(/^EAC_INPUT_INVALID: /);
      expect(errors[0]).toContain(name);
      expect([exported, asked]).toEqual([[], []]);
    });

    test('what the SDKs read from the environment changes neither retries nor requests', async () => {
      injectFault(sandbox, 'sts', 'sts-access-denied');
      const { errors, asked } = await run({
        AWS_MAX_ATTEMPTS: '9',
        AWS_RETRY_MODE: 'adaptive',
        AWS_DEFAULTS_MODE: 'mobile',
        AWS_STS_REGIONAL_ENDPOINTS: 'legacy',
        AWS_EC2_METADATA_SERVICE_ENDPOINT: sandbox.iamUrl,
        AWS_CONTAINER_CREDENTIALS_FULL_URI: sandbox.iamUrl,
        AWS_ENDPOINT_DISCOVERY_ENABLED: 'true',
        AZURE_REGIONAL_AUTHORITY_NAME: 'westeurope',
        AZURE_CLIENT_ID: 'somebody-else',
        AZURE_CLIENT_SECRET: 'something-else',
        MSAL_FORCE_REGION: 'westeurope',
        MSAL_REGION: 'westeurope',
        REGION_NAME: 'westeurope',
      });
      expect(errors[0]).toMatch(/^EAC_STS_ACCESS_DENIED: /);
      expect(asked).toEqual(['entra', 'sts']);
    });

    test('DEBUG=* makes no library print anything of the login', async () => {
      const { log } = await run({ DEBUG: '*' });
      for (const token of sandbox.entra.issuedTokens) expect(log).not.toContain(token);
      expect(log).not.toMatch(/client_assertion=|eyJ/);
    });
  },
);
