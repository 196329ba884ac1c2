import { type Sandbox, standardScenario, startSandbox } from '@entra-aws-creds/sandbox';
import { describe, expect, test } from '@jest/globals';
import { mainInputs, openPipeline, PIPELINES } from './pipeline.ts';

/** Issuers as they are in each cloud; the sandbox answers as that cloud does. */
const CLOUDS = [
  ['AzureCloud', 'public', 'login.microsoftonline.com'],
  ['AzureUSGovernment', 'usgov', 'login.microsoftonline.us'],
  ['AzureChinaCloud', 'china', 'login.partner.microsoftonline.cn'],
] as const;
const PARTITIONS = [
  ['aws', 'eu-west-1'],
  ['aws-cn', 'cn-north-1'],
  ['aws-us-gov', 'us-gov-west-1'],
  ['aws-eusc', 'eusc-de-east-1'],
  ['aws-iso', 'us-iso-east-1'],
] as const;

describe.each(PIPELINES.filter(([, node]) => node === 'Node 24'))('%s on %s', (host, node) => {
  const run = async (sandbox: Sandbox, inputs: Record<string, string>) => {
    const pipeline = openPipeline(host, node, {
      environment: { NODE_EXTRA_CA_CERTS: sandbox.caFile },
    });
    try {
      return await pipeline.step(inputs);
    } finally {
      await pipeline.close();
    }
  };

  test.each(CLOUDS)('tokens of %s, v1 and v2', async (_, cloud, _host) => {
    await using sandbox = await startSandbox({ cloud });
    for (const tokenVersion of [1, 2] as const) {
      const scenario = await standardScenario(sandbox, {
        tokenVersion,
        accountId: `55555555555${tokenVersion}`,
      });
      const outcome = await run(sandbox, mainInputs(sandbox, scenario));
      expect(outcome.errors).toEqual([]);
      expect(outcome.outputs['token-issuer']).toBe(scenario.tokenIssuer);
    }
  });

  test.each(CLOUDS)('%s by name is its own host', async (name, _, loginHost) => {
    await using sandbox = await startSandbox();
    const inputs = {
      ...mainInputs(sandbox, await standardScenario(sandbox)),
      'authority-host': name,
      // A proxy that is not there: the step says where it was going, and goes nowhere.
      'http-proxy': 'http://127.0.0.1:9',
      'retry-max-attempts': '1',
    };
    const outcome = await run(sandbox, inputs);
    expect(outcome.succeeded).toBe(false);
    expect(outcome.log).toContain(`at ${loginHost} as`);
  });

  test.each(PARTITIONS)('roles of the partition %s', async (partition, region) => {
    await using sandbox = await startSandbox();
    const scenario = await standardScenario(sandbox, { partition, accountId: '444444444444' });
    const outcome = await run(sandbox, { ...mainInputs(sandbox, scenario), 'aws-region': region });
    expect(outcome.errors).toEqual([]);
    expect(outcome.outputs['assumed-role-arn']).toMatch(`arn:${partition}:sts::444444444444:`);
  });

  test.each([
    [{ 'use-fips-endpoint': 'true' }, 'sts-fips.us-east-2.amazonaws.com'],
    [{ 'use-dualstack-endpoint': 'true' }, 'sts.us-east-2.api.aws'],
    [
      { 'use-fips-endpoint': 'true', 'use-dualstack-endpoint': 'true' },
      'sts-fips.us-east-2.api.aws',
    ],
  ])('%o asks %s', async (kind, stsHost) => {
    await using sandbox = await startSandbox();
    const { 'sts-endpoint': _, ...inputs } = mainInputs(sandbox, await standardScenario(sandbox));
    const outcome = await run(sandbox, {
      ...inputs,
      ...kind,
      'aws-region': 'us-east-2',
      'http-proxy': 'http://127.0.0.1:9',
      'retry-max-attempts': '1',
      'no-proxy': 'localhost,127.0.0.1',
    });
    expect(outcome.log).toContain(`at ${stsHost} (us-east-2)`);
    expect(outcome.errors.join()).toMatch(/EAC_PROXY/);
  });

  test('a named endpoint and a kind of endpoint contradict each other', async () => {
    await using sandbox = await startSandbox();
    const scenario = await standardScenario(sandbox);
    const outcome = await run(sandbox, {
      ...mainInputs(sandbox, scenario),
      'use-fips-endpoint': 'true',
    });
    expect(outcome.errors.join()).toMatch(/EAC_INPUT_CONFLICT.*names an endpoint/);
  });
});
