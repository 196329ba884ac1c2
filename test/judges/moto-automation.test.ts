import { Agent } from 'node:https';
import { CreateStateMachineCommand, SFNClient } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Home } from '../cli/program.ts';
import { postForm, send } from '../sandbox/client.ts';
import { signedHeaders } from '../sandbox/signed-call.ts';
import { judgedSandbox } from './judged-sandbox.ts';
import { startMoto } from './start-moto.ts';

/*
 * What organization status and reconcile ask of CloudWatch, SQS and Step Functions, on moto. The stack is the
 * sandbox's, since moto has stacks only with half of PyPI, and its executions go on for ever: what they come to
 * is for the sandbox and the engine.
 */

const { sandbox, scenario, trusting, tls, url } = await judgedSandbox(startMoto);
const account = sandbox.aws.account(scenario.accountId);
const keys = account.user({ name: 'ada', isAdministrator: true });
const home = new Home('Node 24', {
  NODE_EXTRA_CA_CERTS: tls.trustFile,
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_ENDPOINT_URL: url,
  AWS_ENDPOINT_URL_CLOUDFORMATION: sandbox.regionalUrl,
  AWS_ACCESS_KEY_ID: keys.accessKeyId,
  AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
});
afterAll(() => home.close());

const WAITING = { StartAt: 'A', States: { A: { Type: 'Wait', Seconds: 600, End: true } } };
const ALARM = {
  ...{ Action: 'PutMetricAlarm', Version: '2010-08-01', AlarmName: 'entra-aws-creds-x' },
  ...{ AlarmDescription: 'X <failed> & more.', MetricName: 'm', Namespace: 'n' },
  ...{ Statistic: 'Sum', Period: '60', EvaluationPeriods: '1', Threshold: '1' },
  ComparisonOperator: 'GreaterThanThreshold',
};

async function makeStateMachine(name: string): Promise<string> {
  const client = new SFNClient({
    ...{ region: 'us-east-1', endpoint: url, credentials: keys },
    requestHandler: { httpsAgent: new Agent({ ca: trusting.caPem }) },
  });
  const definition = JSON.stringify(WAITING);
  const roleArn = account.arn('iam', 'role/x');
  const made = await client.send(new CreateStateMachineCommand({ name, definition, roleArn }));
  return made.stateMachineArn ?? '';
}

async function makeQueue(name: string): Promise<string> {
  const body = JSON.stringify({ QueueName: name });
  const headers = {
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': 'AmazonSQS.CreateQueue',
  };
  const call = { url: `${url}/`, method: 'POST', service: 'sqs', body, headers } as const;
  const signed = await signedHeaders(keys, call);
  const answer = await send(trusting, call.url, { method: 'POST', headers: signed, body });
  return JSON.parse(answer.body).QueueUrl;
}

beforeAll(async () => {
  const queue = await makeQueue('events');
  account.regional.stacks.push({
    ...{ name: 'entra-aws-creds', status: 'CREATE_COMPLETE', parameters: {} },
    outputs: {
      TaskRoleArn: account.arn('iam', 'role/x'),
      StateMachineArn: await makeStateMachine('Web-Identity-Role'),
      NightlyStateMachineArn: await makeStateMachine('Web-Identity-Nightly'),
      ...{ DeadLettersUrl: queue, RouterFailuresUrl: queue },
    },
  });
  const call = { url, method: 'POST', service: 'monitoring', form: ALARM } as const;
  const made = await postForm(trusting, `${url}/`, ALARM, await signedHeaders(keys, call));
  expect(made.status).toBe(200);
});

test('an execution is started for a role, and status finds it', async () => {
  const role = 'arn:aws:iam::222222222222:role/deploy';
  const started = await home.run(['organization', 'reconcile', '--role', role, '--no-wait']);
  expect([started.status, started.stdout]).toEqual([
    0,
    expect.stringMatching(/:execution:Web-Identity-Role:222222222222-[0-9a-f]{16}-person-/),
  ]);
  const { status, stdout } = await home.run(['organization', 'status', '--json']);
  expect(JSON.parse(stdout)).toMatchObject({
    day: { succeeded: 0, failed: 0, running: 1 },
    waiting: { deadLetters: 0, routerFailures: 0 },
    alarms: [{ name: 'entra-aws-creds-x', means: 'X <failed> & more.' }],
  });
  expect(status).toBe(2);
});

test.each([
  ['StateMachineArn', 'StateMachineDoesNotExist', 'stateMachine:none'],
  ['DeadLettersUrl', 'QueueDoesNotExist', 'none'],
])('what %s names and is not there is told by its code, %s', async (output, code, name) => {
  const [stack] = account.regional.stacks;
  const absent =
    output === 'StateMachineArn'
      ? `arn:aws:states:us-east-1:${account.id}:${name}`
      : `${url}/${name}`;
  const outputs = { ...stack?.outputs, [output]: absent };
  account.regional.stacks.push({ name: code, status: 'CREATE_COMPLETE', parameters: {}, outputs });
  const { status, stderr } = await home.run(['organization', 'status', '--stack-name', code]);
  expect([status, stderr]).toEqual([1, expect.stringMatching(`EAC_AUTOMATION_REFUSED: .*${code}`)]);
});
