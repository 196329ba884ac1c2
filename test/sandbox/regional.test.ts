import { beforeEach, describe, expect, test } from '@jest/globals';
import { sandboxOfFile } from '../standard-sandbox.ts';
import { postForm, send } from './client.ts';
import { type Keys, signedHeaders } from './signed-call.ts';

const sandbox = await sandboxOfFile();
let accounts = 300_000_000_000;

function newAccount() {
  accounts += 1;
  const account = sandbox.aws.account(String(accounts));
  return { account, keys: account.user({ name: 'ada', isAdministrator: true }) };
}

let { account, keys } = newAccount();
beforeEach(() => {
  ({ account, keys } = newAccount());
});

async function json(who: Keys, service: string, target: string, input: object) {
  const url = `${sandbox.regionalUrl}/`;
  const body = JSON.stringify(input);
  const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': target };
  const call = { url, method: 'POST', service, body, headers } as const;
  const signed = await signedHeaders(who, call);
  const answer = await send(sandbox, url, { method: 'POST', headers: signed, body });
  return [answer.status, JSON.parse(answer.body)] as const;
}

async function form(who: Keys, service: string, fields: Readonly<Record<string, string>>) {
  const url = `${sandbox.regionalUrl}/`;
  const call = { url, method: 'POST', service, form: fields } as const;
  const { status, body } = await postForm(sandbox, url, fields, await signedHeaders(who, call));
  return [status, body] as const;
}

describe('Step Functions', () => {
  const start = (stateMachineArn: string, name: string, input: object) =>
    json(keys, 'states', 'AWSStepFunctions.StartExecution', {
      ...{ stateMachineArn, name, input: JSON.stringify(input) },
    });
  const described = (executionArn: string) =>
    json(keys, 'states', 'AWSStepFunctions.DescribeExecution', { executionArn });

  test('runs an execution, and tells how it ended', async () => {
    const { arn } = account.regional.stateMachine('echo', async ({ input }) => ({ output: input }));
    const [, started] = await start(arn, 'one', { a: 1 });
    expect(await described(started.executionArn)).toEqual([
      200,
      expect.objectContaining({ name: 'one', status: 'SUCCEEDED', output: '{"a":1}' }),
    ]);
  });

  test('keeps error and cause of one that fails', async () => {
    const { arn } = account.regional.stateMachine('bad', async () => {
      throw new TypeError('no');
    });
    const [, started] = await start(arn, 'one', {});
    const failed = { status: 'FAILED', error: 'TypeError', cause: 'no' };
    expect((await described(started.executionArn))[1]).toMatchObject(failed);
  });

  test('takes a name twice only for the same that is still running', async () => {
    const { arn } = account.regional.stateMachine('slow', () => new Promise(() => {}));
    const [, first] = await start(arn, 'one', { a: 1 });
    expect((await start(arn, 'one', { a: 1 }))[1].executionArn).toBe(first.executionArn);
    expect(await start(arn, 'one', { a: 2 })).toEqual([
      400,
      expect.objectContaining({ __type: 'ExecutionAlreadyExists' }),
    ]);
  });

  test('lists the newest first, page by page', async () => {
    const machine = account.regional.stateMachine('many', async () => ({ output: 0 }));
    for (let index = 0; index < 60; index += 1) machine.start(`run-${index}`, {});
    const list = (nextToken?: string) =>
      json(keys, 'states', 'AWSStepFunctions.ListExecutions', {
        ...{ stateMachineArn: machine.arn, nextToken },
      });
    const [, page] = await list();
    const [, rest] = await list(page.nextToken);
    expect([page.executions.length, page.executions[0].name]).toEqual([50, 'run-59']);
    expect([rest.executions.length, rest.nextToken]).toEqual([10, undefined]);
  });

  test('says what is not there', async () => {
    const none = 'arn:aws:states:us-east-1:1:stateMachine:none';
    expect((await start(none, 'x', {}))[1].__type).toBe('StateMachineDoesNotExist');
    expect((await described(none))[1].__type).toBe('ExecutionDoesNotExist');
  });
});

describe('who may ask', () => {
  const fields = { Action: 'DescribeStacks', Version: '2010-05-15' };

  test('is whoever signs for the service', async () => {
    expect((await form(keys, 'cloudformation', fields))[0]).toBe(200);
    const forged = { ...keys, secretAccessKey: 'another' };
    expect(await form(forged, 'cloudformation', fields)).toEqual([
      403,
      expect.stringContaining('SignatureDoesNotMatch'),
    ]);
    expect((await form(keys, 'ec2', fields))[0]).toBe(404);
  });

  test('has the permission', async () => {
    const bob = account.user({ name: 'bob' });
    expect(await form(bob, 'cloudformation', fields)).toEqual([
      403,
      expect.stringContaining('cloudformation:DescribeStacks'),
    ]);
    const url = account.regional.queue('q');
    const count = await json(bob, 'sqs', 'AmazonSQS.GetQueueAttributes', { QueueUrl: url });
    expect([count[0], count[1].__type]).toEqual([400, 'AccessDeniedException']);
  });
});
