import { readFileSync } from 'node:fs';
import type { Sandbox, StandardScenario } from '@entra-aws-creds/sandbox';
import { afterAll } from '@jest/globals';
import { type HostName, mainInputs, openPipeline, type StepOutcome } from '../bundle/pipeline.ts';
import { standardSandbox } from '../standard-sandbox.ts';
import type { JudgeProcess } from './judge-process.ts';
import { type JudgeTls, judgeTls } from './judge-tls.ts';

/** What a judge is told of the sandbox. */
export interface Judged {
  readonly sandbox: Sandbox;
  readonly scenario: StandardScenario;
  readonly tls: JudgeTls;
}

export interface Judge {
  readonly judge: JudgeProcess;
  /** Origin that it listens at. */
  readonly url: string;
}

interface JudgedSandbox extends Judged, Judge {
  /** The sandbox for a client that trusts the judge too. */
  readonly trusting: Sandbox;
  /** A step that trusts sandbox and judge, with the inputs of the main job but for these. */
  step(host: HostName, changes: Readonly<Record<string, string>>): Promise<StepOutcome>;
}

/** The standard scenario for the tests of one file, in which a judge stands for a service. */
export async function judgedSandbox(
  start: (judged: Judged) => Promise<Judge>,
): Promise<JudgedSandbox> {
  const started: JudgeProcess[] = [];
  // Before the sandbox goes, and with it the judge's files.
  afterAll(async () => {
    for (const judge of started) await judge[Symbol.asyncDispose]();
  });
  const { sandbox, scenario } = await standardSandbox();
  const tls = await judgeTls(sandbox);
  const { judge, url } = await start({ sandbox, scenario, tls });
  started.push(judge);
  return {
    sandbox,
    scenario,
    tls,
    judge,
    url,
    trusting: { ...sandbox, caPem: readFileSync(tls.trustFile, 'utf8') },
    step: async (host, changes) => {
      const environment = { NODE_EXTRA_CA_CERTS: tls.trustFile };
      const pipeline = openPipeline(host, 'Node 24', { environment });
      try {
        return await pipeline.step({ ...mainInputs(sandbox, scenario), ...changes });
      } finally {
        await pipeline.close();
      }
    },
  };
}
