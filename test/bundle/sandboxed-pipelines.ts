import type { Sandbox, StandardScenario, StandardScenarioOptions } from '@entra-aws-creds/sandbox';
import { afterEach } from '@jest/globals';
import { standardSandbox } from '../standard-sandbox.ts';
import type { NodeVersion } from './node-versions.ts';
import { type HostName, openPipeline, type Pipeline, type PipelineOptions } from './pipeline.ts';

type OpenPipeline = (host: HostName, node: NodeVersion, options?: PipelineOptions) => Pipeline;

/** Opens jobs that trust `sandbox`, and closes each when its test is over. */
export function pipelinesOn(sandbox: Sandbox): OpenPipeline {
  const opened: Pipeline[] = [];
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((pipeline) => pipeline.close()));
  });
  return (host, node, options = {}) => {
    const environment = { NODE_EXTRA_CA_CERTS: sandbox.caFile, ...options.environment };
    const pipeline = openPipeline(host, node, { ...options, environment });
    opened.push(pipeline);
    return pipeline;
  };
}

/** The standard scenario, and jobs that can play it, for the tests of one file. */
export async function sandboxedPipelines(options: StandardScenarioOptions = {}): Promise<{
  readonly sandbox: Sandbox;
  readonly scenario: StandardScenario;
  readonly openPipeline: OpenPipeline;
}> {
  const { sandbox, scenario } = await standardSandbox(options);
  return { sandbox, scenario, openPipeline: pipelinesOn(sandbox) };
}
