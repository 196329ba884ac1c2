import { STRAIGHT } from '@entra-aws-creds/core/azure';
import { afterAll, describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import {
  nodePlatform,
  type OnlinePlatform,
  StepFailure,
} from '../../packages/core/src/programs.ts';
import { parseRegion, Secret } from '../../packages/core/src/services.ts';
import { AwsCaller, Executions, readDeployment } from '../../packages/organization/src/deployed.ts';
import { readStackSet } from '../../packages/organization/src/deployment/stack-set.ts';
import type { ListedExecution } from '../../packages/organization/src/executions/executions.ts';
import { readAlarms } from '../../packages/organization/src/status/alarms.ts';
import { reportIn } from '../../packages/organization/src/status/last-night.ts';
import { openFailures } from '../../packages/organization/src/status/open-failures.ts';
import { messagesIn } from '../../packages/organization/src/status/queues.ts';
import { sandboxOfFile } from '../standard-sandbox.ts';

const sandbox = await sandboxOfFile();
const user = sandbox.aws.account('100000000000').user({ name: 'ada', isAdministrator: true });

const platform = nodePlatform({});
const network = platform.openNetwork({
  ...STRAIGHT,
  trustedFiles: [{ setBy: 'the test', certificates: [sandbox.caPem] }],
});
afterAll(() => network.close());
const online: OnlinePlatform = {
  ...platform,
  network,
  maskSecret: () => {},
  retryPolicy: {
    maxAttempts: 1,
    until: new Date(Date.now() + 3_600_000),
    signal: new AbortController().signal,
    tell: () => {},
  },
};

function caller(): AwsCaller {
  const keys = {
    accessKeyId: new Secret(user.accessKeyId),
    secretAccessKey: new Secret(user.secretAccessKey),
    sessionToken: new Secret(''),
  };
  const endpointOf = () => new URL(sandbox.regionalUrl);
  return new AwsCaller({ region: parseRegion('us-east-1'), keys, endpointOf }, online);
}

type Ask = (aws: AwsCaller) => Promise<unknown>;

/** All that is asked, whoever answers. */
const ASKED: readonly (readonly [string, Ask])[] = [
  ['a stack', (aws) => readDeployment('x', 'us-east-1', aws)],
  ['a stack set', (aws) => readStackSet('x', aws)],
  ['alarms', (aws) => readAlarms(aws)],
  ['a queue', (aws) => messagesIn('https://sqs/x', aws)],
  ['an execution', (aws) => new Executions(aws).describe('arn')],
  ['the state of an execution', (aws) => new Executions(aws).stateOf('arn')],
  ['executions', async (aws) => (await new Executions(aws).list('arn').next()).value],
];

describe.each(ASKED)('whatever is answered for %s', (_, ask) => {
  const text = fc.oneof(
    fc.string(),
    fc.json(),
    fc
      .constantFrom('Stacks', 'Summaries', 'MetricAlarms')
      .map(
        (list) =>
          `<R><DescribeStacksResult><${list}><member/></${list}></DescribeStacksResult></R>`,
      ),
    fc.string().map((name) => JSON.stringify({ __type: name, message: 7, executions: [name] })),
  );

  test('ends in a value or in a failure that says what to do', async () => {
    const aws = caller();
    await fc.assert(
      fc.asyncProperty(text, fc.constantFrom(200, 400, 403, 500), async (body, status) => {
        sandbox.intercept = () => ({ status, headers: {}, body });
        try {
          await ask(aws);
        } catch (error) {
          expect(error).toBeInstanceOf(StepFailure);
          expect((error as StepFailure).code).toMatch(/^EAC_(AUTOMATION|ADMIN)_/);
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe('open failures', () => {
  const execution = fc.record({
    role: fc.integer({ min: 0, max: 4 }),
    status: fc.constantFrom<ListedExecution['status']>('SUCCEEDED', 'FAILED', 'RUNNING', 'ABORTED'),
    trigger: fc.uuid(),
  });

  test('are those whose role has nothing better after them', () => {
    fc.assert(
      fc.property(fc.array(execution), (newestFirst) => {
        const listed = newestFirst.map(({ role, status, trigger }): ListedExecution => {
          const name = `123456789012-${String(role).repeat(16)}-${trigger}`;
          return { arn: name, name, status, started: new Date(), stopped: undefined };
        });
        const open = openFailures(listed).map(({ name }) => name.slice(0, 29));
        for (const role of [0, 1, 2, 3, 4]) {
          const key = `123456789012-${String(role).repeat(16)}`;
          const newest = listed.find(({ name }) => name.startsWith(key));
          const isOpen = newest?.status === 'FAILED' || newest?.status === 'ABORTED';
          expect(open.filter((one) => one === key)).toHaveLength(isOpen ? 1 : 0);
        }
      }),
    );
  });
});

test('what no night has put out is no report of one', () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => expect(reportIn(value)).toBeUndefined()));
});
