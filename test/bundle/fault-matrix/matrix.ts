import { readFileSync } from 'node:fs';
import {
  FAULTS,
  type FaultyService,
  injectFault,
  issueCertificate,
  type Sandbox,
  type StandardScenario,
  standardScenario,
  startSandbox,
} from '@entra-aws-creds/sandbox';
import { NEXT_STEP } from '../../next-step.ts';
import { leaksIn } from '../leaks.ts';
import type { NodeVersion } from '../node-versions.ts';
import { type HostName, mainInputs, openPipeline, type StepOutcome } from '../pipeline.ts';
import { type Expected, expectedOutcome, MATRIX_INPUTS } from './expected-outcomes.ts';
import { markOf, secretsSince } from './secrets.ts';

/** One fault of one service, met by one bundle. */
interface Row {
  readonly host: HostName;
  readonly node: NodeVersion;
  readonly service: FaultyService;
  readonly fault: string;
}

/** What came of it. */
export interface Result extends Row {
  readonly outcome: string;
  readonly attempts: number;
  readonly seconds: number;
  /** Undefined where exporting was right. */
  readonly exportedNothing: boolean | undefined;
  readonly leakedNothing: boolean;
  /** What the person who runs the job reads. */
  readonly message: string;
  /** Empty: the row is as it must be. */
  readonly wrong: readonly string[];
}

const HOSTS: readonly HostName[] = ['GitHub Actions', 'Azure Pipelines'];

/** Every fault of every service on both hosts. */
export function rowsOn(node: NodeVersion): readonly Row[] {
  return FAULTS.flatMap(({ name: fault, services }) =>
    services.flatMap((service) => HOSTS.map((host) => ({ host, node, service, fault }))),
  );
}

/** One of each kind, for a second version of Node. */
const SAMPLE = ['hang', 'reset', 'tls-intercepted', 'http-429-date', 'http-503', 'oversized'];

export function sampleOn(node: NodeVersion): readonly Row[] {
  return rowsOn(node).filter(({ fault }) => SAMPLE.includes(fault));
}

/** A sandbox plays one fault at a time, so several of them share the work. */
const BENCHES = 3;
/** Beyond the step's own time limit: the start and the end of the process on a busy machine. */
const OVERHEAD_SECONDS = 8;

/** Runs `rows` and tells `seen` of each result as it comes. */
export async function runMatrix(
  rows: readonly Row[],
  seen: (result: Result) => void,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  const queue = rows.values();
  const certificate = issueCertificate({ commonName: 'build-pipeline' });
  const bench = async () => {
    await using sandbox = await startSandbox();
    const scenario = await standardScenario(sandbox, { certificate });
    for (const row of queue) {
      const result = await runRow(row, sandbox, scenario);
      results.push(result);
      seen(result);
    }
  };
  await Promise.all(Array.from({ length: BENCHES }, bench));
  return results;
}

async function runRow(row: Row, sandbox: Sandbox, scenario: StandardScenario): Promise<Result> {
  const { host, node, service, fault } = row;
  const expected = expectedOutcome(service, fault);
  if (expected === undefined) throw new Error(`nothing is expected of ${service} ${fault}`);
  const mark = markOf(sandbox);
  const connections = sandbox.connections[service];
  const pipeline = openPipeline(host, node, {
    environment: {
      NODE_EXTRA_CA_CERTS: sandbox.caFile,
      NODE_DEBUG: 'http,https,tls,net',
      ACTIONS_STEP_DEBUG: 'true',
    },
    debug: true,
  });
  const injected = injectFault(sandbox, service, fault);
  const started = performance.now();
  const inputs = { ...mainInputs(sandbox, scenario), ...MATRIX_INPUTS, ...expected.inputs };
  const outcome = await pipeline.step(inputs);
  const seconds = (performance.now() - started) / 1000;
  injected.remove();
  const files = pipeline.files().map((file) => readFileSync(file, 'utf8'));
  const after = await pipeline.finish();
  const seen = [outcome, ...after].map(({ log, kept }) => log + kept);
  const text = [...seen, ...files].join('\n');
  const exported = outcome.exported.length > 0 || Object.keys(outcome.outputs).length > 0;
  const awsVariables = Object.keys(pipeline.awsVariables()).length;
  await pipeline.close();

  const requests = sandbox.requests.slice(mark.requests);
  const own = requests.filter((request) => request.service === service).length;
  const result = {
    ...row,
    outcome: outcome.succeeded ? 'success' : codeOf(outcome),
    attempts: fault.startsWith('tls-') ? sandbox.connections[service] - connections : own,
    seconds,
    exportedNothing: outcome.succeeded ? undefined : !exported && awsVariables === 0,
    leakedNothing: leaksIn(text, secretsSince(mark, sandbox, scenario)).length === 0,
    message: outcome.errors[0] ?? '',
  };
  const limit = Number(inputs['action-timeout-s']) + OVERHEAD_SECONDS;
  return {
    ...result,
    wrong: [...judge(result, expected, limit), ...judgeProcess(outcome, result, expected)],
  };
}

type Seen = Omit<Result, 'wrong'>;

function judge(seen: Seen, expected: Expected, limitSeconds: number): string[] {
  const { outcome, seconds } = seen;
  return [
    outcome === expected.outcome ? '' : `expected ${expected.outcome}`,
    rightAttempts(seen, expected.attempts) ? '' : `expected ${expected.attempts} attempts`,
    seconds <= limitSeconds ? '' : `took longer than ${limitSeconds} s`,
    seconds >= (expected.leastSeconds ?? 0) ? '' : `took less than ${expected.leastSeconds} s`,
    seen.exportedNothing === false ? 'exported something' : '',
    seen.leakedNothing ? '' : 'leaked something',
  ].filter((wrong) => wrong !== '');
}

/**
 * Where TLS fails, the connection that was begun early may have failed before its request takes it, which
 * then makes one of its own: which comes first is for the machine to say.
 */
function rightAttempts({ fault, attempts }: Seen, expected: number): boolean {
  return fault.startsWith('tls-') ? attempts === 1 || attempts === 2 : attempts === expected;
}

/** How a step must end, whatever happened in it. */
function judgeProcess(outcome: StepOutcome, { host, message }: Seen, expected: Expected): string[] {
  const failed = host === 'GitHub Actions' ? 1 : 0;
  const { succeeded, exitCode, errors, warnings, written } = outcome;
  return [
    exitCode === (succeeded ? 0 : failed) ? '' : `exit code ${exitCode}`,
    errors.length === (succeeded ? 0 : 1) ? '' : `${errors.length} messages`,
    succeeded || NEXT_STEP.test(message) ? '' : 'the message leaves its reader without a next step',
    warnings.length === (expected.warnings ?? 0) ? '' : 'warned of something that nobody did',
    /unhandled|uncaught|at .*node:internal/i.test(nodeDebugRemoved(written))
      ? 'an error got away'
      : '',
  ].filter((wrong) => wrong !== '');
}

/** What NODE_DEBUG makes Node itself print: `HTTP 123: …`, and the objects that go on below. */
function nodeDebugRemoved(written: string): string {
  return written
    .split('\n')
    .filter((line) => !/^(HTTP|HTTPS|TLS|NET) \d+: /.test(line) && !/^[\s[{}]/.test(line))
    .join('\n');
}

function codeOf({ errors }: StepOutcome): string {
  return /^(EAC_[A-Z_]+): /.exec(errors[0] ?? '')?.[1] ?? 'no code';
}
