import { injectFault } from '@entra-aws-creds/sandbox';
import { afterEach, describe, expect, test } from '@jest/globals';
import { type Inputs, mainInputs } from './pipeline.ts';
import { sandboxedPipelines } from './sandboxed-pipelines.ts';

/** With this, one request may take a second. */
const LIMIT_SECONDS = 4;

const { sandbox, scenario, openPipeline } = await sandboxedPipelines();
afterEach(() => {
  sandbox.present('entra', 'own');
  sandbox.present('sts', 'own');
});

const SERVICES = [
  ['entra', 'EAC_ENTRA_TIMEOUT'],
  ['sts', 'EAC_STS_TIMEOUT'],
] as const;
const HANGS = ['hang', 'tls-hang', 'drip'].flatMap((fault) =>
  SERVICES.map(([service, code]) => [service, fault, code] as const),
);

describe.each([
  ['GitHub Actions', 'Node 24'],
  ['Azure Pipelines', 'Node 20'],
] as const)('%s on %s', (host, node) => {
  const run = (change: Inputs = {}) =>
    openPipeline(host, node).step({
      ...mainInputs(sandbox, scenario),
      'action-timeout-s': String(LIMIT_SECONDS),
      ...change,
    });
  const hostOf = (service: 'entra' | 'sts') =>
    new URL(service === 'entra' ? sandbox.entraUrl : sandbox.stsUrl).host;

  test.each(HANGS)(
    '%s: a %s ends as %s, not with the step’s time',
    async (service, fault, code) => {
      injectFault(sandbox, service, fault);
      const { errors, exported } = await run();
      expect(errors).toHaveLength(1);
      expect(errors[0]).toMatch(
        new RegExp(`^${code}: .*${hostOf(service)} did not .* in \\d.*Tried [23] times`),
      );
      expect(exported).toEqual([]);
    },
  );

  test('what hangs after a slow login has less time, and still says its name', async () => {
    let logins = 0;
    sandbox.intercept = (service) => {
      if (service !== 'entra') return { fault: 'hang' };
      logins += 1;
      return logins === 1 ? { fault: 'hang' } : { fault: 'delay', milliseconds: 900 };
    };
    const { errors } = await run();
    expect(logins).toBe(2);
    expect(errors[0]).toMatch(/^EAC_STS_TIMEOUT: .* did not answer in \d/);
  });
});
