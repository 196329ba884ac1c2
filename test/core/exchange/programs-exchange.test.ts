import { personScenario } from '@entra-aws-creds/sandbox';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { InputName } from '../../../packages/core/src/1-inputs/input-name.ts';
import { handedIdToken } from '../../../packages/core/src/credential/person/handed-id-token.ts';
import { exchangeForProgram } from '../../../packages/core/src/exchange/programs-exchange.ts';
import { StepFailure } from '../../../packages/core/src/failure/step-failure.ts';
import { guestPlatform } from '../../../packages/core/src/platform/node-platform.ts';
import { leaksIn } from '../../bundle/leaks.ts';
import { type PersonTokens, signedIn } from '../../credential-provider/signed-in-person.ts';
import { sandboxOfFile } from '../../standard-sandbox.ts';

const sandbox = await sandboxOfFile();
const scenario = personScenario(sandbox);
let tokens: PersonTokens;

beforeAll(async () => {
  tokens = await signedIn(sandbox, scenario);
});

const exchangeOf = (token: string, changes: Partial<Record<InputName, string>> = {}) => {
  const inputs: Partial<Record<InputName, string>> = {
    'entra-credential': 'id-token',
    'aws-region': 'eu-west-1',
    'role-to-assume': scenario.roleArn,
    'sts-endpoint': sandbox.stsUrl,
    'retry-max-attempts': '1',
    ...changes,
  };
  const program = {
    read: (name: InputName) => inputs[name] ?? '',
    label: (name: InputName) => `option ${name}`,
    jobIdentity: {},
    personalCredentials: [handedIdToken(token)],
    run: { system: 'Test', place: [], kind: 'run', id: '', attempt: '', job: '' } as const,
  };
  return exchangeForProgram(program, guestPlatform({ AWS_CA_BUNDLE: sandbox.caFile }));
};
const failureOf = async (exchange: Promise<unknown>): Promise<StepFailure> => {
  const failure = await exchange.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (failure instanceof StepFailure) return failure;
  throw new Error('it did not fail');
};

test('a program has the sessions of the ID token that it has', async () => {
  const { token, sessions } = await exchangeOf(tokens.id_token);
  expect(token.claims.audience).toBe(scenario.clientId);
  const opened = sandbox.aws.sessions.at(-1);
  expect(sessions.main?.credentials.accessKeyId.reveal()).toBe(opened?.accessKeyId);
  const userAgents = sandbox.requests.filter(({ service }) => service === 'sts');
  expect(userAgents.at(-1)?.headers['user-agent']).toContain('(Test)');
});

describe('an ID token is refused before STS is asked', () => {
  test.each([
    ['when it is an access token', () => tokens.access_token, 'EAC_TOKEN_UNREADABLE'],
    ['when it is none', () => 'eyJ.e30.x', 'EAC_TOKEN_UNREADABLE'],
    ['when it is for nobody that could be', () => unsigned({ aud: 'a b' }), 'EAC_INPUT_INVALID'],
    ['when it ends at once', () => unsigned({ exp: Date.now() / 1000 }), 'EAC_TOKEN_EXPIRING'],
    ['when its issuer is of another tenant', () => unsigned({ iss: 'x' }), 'EAC_TOKEN_TENANT'],
    [
      'when it says something to STS that STS does not understand',
      () => unsigned({ 'https://aws.amazon.com/roles': 1 }),
      'EAC_TOKEN_AWS_CLAIM',
    ],
  ])('%s', async (_, token, code) => {
    const before = sandbox.requests.length;
    expect(await failureOf(exchangeOf(token()))).toMatchObject({ code });
    expect(sandbox.requests.length).toBe(before);
  });
});

/** The token of the person with other claims, whose signature nobody has looked at yet. */
function unsigned(claims: Readonly<Record<string, unknown>>): string {
  const [header, payload = '', signature] = tokens.id_token.split('.');
  const all = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
  const changed = Buffer.from(JSON.stringify({ ...all, ...claims })).toString('base64url');
  return [header, changed, signature].join('.');
}

test('a failure names inputs as the program does, and holds neither a secret nor a cause', async () => {
  const failure = await failureOf(
    exchangeOf(tokens.id_token, {
      'role-session-name': 'a b',
      'http-proxy': 'http://u:s3cr3t-pw@x y',
    }),
  );
  expect(failure.code).toBe('EAC_INPUTS_WRONG');
  const said = failure.parts.map((part) => part.describe()).join('\n');
  expect(said).toContain('"option role-session-name"');
  expect(said).not.toContain('s3cr3t-pw');

  sandbox.intercept = (_, { body }) => ({
    status: 400,
    headers: { 'content-type': 'text/xml', 'x-amzn-requestid': body.slice(0, 4000) },
    body: `<ErrorResponse><Error><Code>Odd</Code><Message>${body}</Message></Error></ErrorResponse>`,
  });
  const refused = await failureOf(exchangeOf(tokens.id_token));
  const whole = JSON.stringify([refused.describe(), refused.answer, refused.notes]);
  expect(leaksIn(whole, { token: [tokens.id_token] })).toEqual([]);
  expect(refused.cause).toBeUndefined();
});

test('what is missing is asked for as an option', async () => {
  const failure = await failureOf(exchangeOf(tokens.id_token, { 'aws-region': '' }));
  expect(failure.hint).toBe(
    'Give it as an option. Where it comes from a variable, that variable is not set where the program runs.',
  );
});

test('the process of the program is left as it is', () => {
  const { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: before } = process.env;
  delete process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'];
  guestPlatform();
  expect(process.env).not.toHaveProperty('AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED');
  if (before !== undefined) {
    process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = before;
  }
});
