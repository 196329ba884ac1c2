import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LambdaFunction } from '@entra-aws-creds/sandbox';
import { afterAll, afterEach, expect, test } from '@jest/globals';
import { sandboxOfFile } from '../standard-sandbox.ts';

let aheadMs = 0;
const sandbox = await sandboxOfFile({ now: () => new Date(Date.now() + aheadMs) });
const folder = mkdtempSync(join(tmpdir(), 'functions-'));
afterAll(() => rmSync(folder, { recursive: true }));

const CODE = `
let calls = 0;
export const count = async ({ by }) => ({ calls: (calls += by), key: process.env.AWS_ACCESS_KEY_ID });
export const names = async () => Object.keys(process.env).sort();
export const clock = async () => [new Date().toISOString(), Date.now(), new Date(0).toISOString()];
export const nothing = async () => {};
export const fail = async () => {
  console.log('about to fail');
  throw Object.assign(new Error('there is no role'), { name: 'RoleGone' });
};
export const exit = async () => process.exit(3);
export const hang = () => new Promise((resolve) => setTimeout(resolve, 60_000));
`;
const file = join(folder, 'index.mjs');
writeFileSync(file, CODE);

const role = sandbox.aws.account('111111111111').role({
  name: 'tasks',
  trustPolicy: {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
    ],
  },
});
const running: LambdaFunction[] = [];
afterEach(() => {
  for (const one of running.splice(0)) one.stop();
});

function started(handler: string, timeoutSeconds = 20) {
  const log: string[] = [];
  const options = {
    role,
    file,
    handler: `index.${handler}`,
    timeoutSeconds,
    environment: { A: 'b' },
  };
  const one = new LambdaFunction(sandbox.aws, {
    ...options,
    arn: `arn:aws:lambda:us-east-1:111111111111:function:${handler}`,
    name: handler,
    onLine: (line) => log.push(line),
  });
  running.push(one);
  return { invoke: (event: unknown = {}) => one.invoke(event), log };
}

test('keeps its process for the next event, and its keys are a session of its role', async () => {
  const { invoke } = started('count');
  const first = (await invoke({ by: 1 })) as { readonly key: string };
  expect(await invoke({ by: 2 })).toEqual({ calls: 3, key: first.key });
  const caller = sandbox.aws.findCaller(first.key);
  expect(caller?.type === 'session' && caller.session.role.arn).toBe(role.arn);
});

test('starts anew when its keys have ended', async () => {
  const { invoke } = started('count');
  const first = (await invoke({ by: 1 })) as { readonly key: string };
  aheadMs = 24 * 3_600_000;
  const second = (await invoke({ by: 1 })) as { readonly calls: number; readonly key: string };
  aheadMs = 0;
  expect(second.calls).toBe(1);
  expect(second.key).not.toBe(first.key);
});

test('inherits no variable', async () => {
  const keys = ['AWS_ACCESS_KEY_ID', 'AWS_REGION', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'];
  const names = (await started('names').invoke()) as readonly string[];
  // What Node itself passes on to a process that it speaks with.
  expect(names.filter((name) => !name.startsWith('NODE_CHANNEL'))).toEqual(['A', ...keys]);
});

test('has the clock of the sandbox', async () => {
  aheadMs = 24 * 3_600_000;
  const before = Date.now() + aheadMs;
  const [text, number, past] = (await started('clock').invoke()) as [string, number, string];
  aheadMs = 0;
  expect(number - before).toBeGreaterThanOrEqual(0);
  expect(number - before).toBeLessThan(20_000);
  expect(Date.parse(text)).toBeLessThanOrEqual(number);
  expect(past).toBe('1970-01-01T00:00:00.000Z');
});

test('answers null for nothing', async () => {
  expect(await started('nothing').invoke()).toBeNull();
});

test('fails by the name of its error, after what it logged', async () => {
  const { invoke, log } = started('fail');
  const failed = invoke().catch((error: Error) => [error.name, error.message, [...log]]);
  expect(await failed).toEqual(['RoleGone', 'there is no role', ['about to fail']]);
});

test.each([
  ['exits', 'exit', 20, 'Runtime.ExitError', 'Runtime exited with exit status 3'],
  ['takes too long', 'hang', 1, 'Sandbox.Timedout', 'Task timed out after 1.00 seconds'],
  ['has no such handler', 'missing', 20, 'TypeError', /not a function/],
] as const)('a process that %s fails its event', async (_, handler, seconds, name, message) => {
  const failed = started(handler, seconds).invoke();
  await expect(failed).rejects.toMatchObject({
    name,
    message: typeof message === 'string' ? message : expect.stringMatching(message),
  });
});
