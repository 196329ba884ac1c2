import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HttpRequest, HttpResponse, ServiceName } from '@entra-aws-creds/sandbox';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { mainInputs, PIPELINES, type Pipeline } from './pipeline.ts';
import { sandboxedPipelines } from './sandboxed-pipelines.ts';

const COMMANDS = [
  '\n::add-mask::x\n::set-env name=PATH::/tmp\n::error::forged',
  '\r\n##vso[task.setvariable variable=AWS_ACCESS_KEY_ID]forged\n##vso[task.complete result=Succeeded]',
  '##[error]forged \u001b[2J\u2028::warning::forged',
];

const { sandbox, scenario, openPipeline } = await sandboxedPipelines();

/** Lets one service answer by itself, and the others as they do. */
function answer(service: ServiceName, with_: (request: HttpRequest) => HttpResponse): void {
  sandbox.intercept = (name, request) => (name === service ? with_(request) : undefined);
}

/** The service's own answer, changed. */
function change(service: 'entra' | 'sts', edit: (body: string) => string): void {
  sandbox.intercept = async (name, request) => {
    if (name !== service) return undefined;
    const { headers, ...rest } = await sandbox.handlers[name](request);
    const body = edit(rest.body);
    return { ...rest, headers: { 'content-type': headers['content-type'] ?? '' }, body };
  };
}

const xml = (code: string, message: string): HttpResponse => ({
  status: 403,
  headers: { 'content-type': 'text/xml' },
  body: `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>${message}</RequestId></ErrorResponse>`,
});

/** The token of the sandbox with other claims; nothing before STS would notice the signature. */
function withClaims(claims: object): void {
  change('entra', (body) => {
    const answered = JSON.parse(body);
    const [header, payload, signature] = answered.access_token.split('.');
    const all = { ...JSON.parse(Buffer.from(payload, 'base64url').toString()), ...claims };
    const forged = Buffer.from(JSON.stringify(all)).toString('base64url');
    return JSON.stringify({ ...answered, access_token: `${header}.${forged}.${signature}` });
  });
}

describe.each(PIPELINES)('%s on %s', (host, node) => {
  let pipeline: Pipeline;
  const open = (environment: Record<string, string> = {}) => {
    pipeline = openPipeline(host, node, { environment });
  };
  const run = (inputs: Record<string, string> = {}) =>
    pipeline.step({
      ...mainInputs(sandbox, scenario),
      'retry-max-attempts': '1',
      ...inputs,
    });
  const expectRefused = async (code: string, inputs: Record<string, string> = {}) => {
    const outcome = await run(inputs);
    expect(outcome.succeeded).toBe(false);
    expect(outcome.errors).toHaveLength(1);
    expect(outcome.errors[0]).toMatch(new RegExp(`^${code}: `));
    expect(outcome.errors[0]?.length).toBeLessThan(7_000);
    expect(outcome.exported).toEqual([]);
    expect(pipeline.awsVariables()).toEqual({});
    return outcome;
  };
  beforeEach(() => open());

  test.each(COMMANDS)('commands in an error of Entra stay text: %j', async (text) => {
    answer('entra', () => ({
      status: 400,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        error: text,
        error_description: text,
        error_codes: [],
        correlation_id: text,
      }),
    }));
    const { warnings, masks } = await expectRefused('EAC_ENTRA_REFUSED');
    expect(warnings).toEqual([]);
    expect(masks).not.toContain('x');
  });

  test.each(COMMANDS)('commands in an error of STS stay text: %j', async (text) => {
    const escaped = [...text].map((character) => `&#${character.codePointAt(0)};`).join('');
    answer('sts', () => xml('AccessDenied', text.includes('\u001b') ? 'plain' : escaped));
    const { warnings, masks } = await expectRefused('EAC_STS_ACCESS_DENIED');
    expect(warnings).toEqual([]);
    expect(masks).not.toContain('x');
  });

  test.each(COMMANDS)('a session token with commands in it is not exported: %j', async (text) => {
    const escaped = [...text.replace('\u001b', '')].map((c) => `&#${c.codePointAt(0)};`).join('');
    change('sts', (body) => body.replace(/(<SessionToken>)/, `$1${escaped}`));
    await expectRefused('EAC_STS_ANSWER');
  });

  test.each(['AccessKeyId', 'SecretAccessKey', 'SessionToken', 'Expiration'])(
    'an answer of STS without %s is no answer',
    async (field) => {
      change('sts', (body) => body.replace(new RegExp(`<${field}>[^<]*</${field}>`), ''));
      const { errors } = await expectRefused('EAC_STS_ANSWER');
      expect(errors[0]).toContain(field);
    },
  );

  test('credentials of another role are refused', async () => {
    change('sts', (body) => body.replaceAll('assumed-role/Deploy/', 'assumed-role/Admin/'));
    await expectRefused('EAC_STS_ANSWER');
  });

  test.each([
    ['another tenant', { tid: '99999999-2222-4333-8444-555555555555' }, 'EAC_TOKEN_TENANT'],
    [
      'another issuer',
      { iss: 'https://sts.windows.net/99999999-2222-4333-8444-555555555555/' },
      'EAC_TOKEN_TENANT',
    ],
    ['a life of seconds', { exp: Math.floor(Date.now() / 1000) + 30 }, 'EAC_TOKEN_EXPIRING'],
    ['commands in its subject', { sub: COMMANDS[0] }, 'EAC_TOKEN_UNREADABLE'],
    ['no subject', { sub: undefined }, 'EAC_TOKEN_UNREADABLE'],
  ])('a token with %s is not sent to AWS', async (_, claims, code) => {
    withClaims(claims);
    const before = sandbox.requests.length;
    await expectRefused(code);
    expect(sandbox.requests.slice(before).map(({ service }) => service)).toEqual(['entra']);
  });

  test('a token that was tampered with is refused by AWS', async () => {
    withClaims({ roles: ['admin'] });
    await expectRefused('EAC_STS_TOKEN_NOT_VALIDATED');
  });

  test.each(['entra', 'sts'] as const)(
    'a page of a proxy instead of %s is told apart',
    async (service) => {
      answer(service, () => ({
        status: 200,
        headers: { 'content-type': 'text/html' },
        body: `<html><!--${COMMANDS[1]}-->${'Sign in to the guest network '.repeat(1000)}</html>`,
      }));
      const { errors } = await expectRefused(
        service === 'entra' ? 'EAC_ENTRA_ANSWER' : 'EAC_STS_ANSWER',
      );
      expect(errors[0]).toContain('text/html');
      expect(errors[0]).not.toContain('guest network');
    },
  );

  test.each(['entra', 'sts'] as const)('%s that is down is told apart', async (service) => {
    answer(service, () => ({
      status: 503,
      headers: { 'content-type': 'text/html' },
      body: '<h1>503</h1>',
    }));
    await expectRefused(service === 'entra' ? 'EAC_ENTRA_UNAVAILABLE' : 'EAC_STS_UNAVAILABLE');
  });

  test.each(['entra', 'sts'] as const)('an endless answer of %s is cut off', async (service) => {
    answer(service, () => ({
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: `{"access_token":"${'x'.repeat(5_000_000)}"}`,
    }));
    await expectRefused(service === 'entra' ? 'EAC_ENTRA_ANSWER' : 'EAC_STS_ANSWER');
  });

  test.each(['entra', 'sts'] as const)('a redirect of %s is not followed', async (service) => {
    answer(service, () => ({
      status: 307,
      headers: { location: `${sandbox.iamUrl}/steal` },
      body: '',
    }));
    const before = sandbox.requests.length;
    await expectRefused(service === 'entra' ? 'EAC_ENTRA_ANSWER' : 'EAC_STS_ANSWER');
    expect(sandbox.requests.slice(before).some(({ service: asked }) => asked === 'iam')).toBe(
      false,
    );
  });

  test.each(['entra', 'sts'] as const)(
    'a connection that %s breaks off keeps its cause',
    async (service) => {
      sandbox.intercept = (name) => (name === service ? { fault: 'reset' } : undefined);
      const code = service === 'entra' ? 'EAC_ENTRA_UNREACHABLE' : 'EAC_STS_UNREACHABLE';
      expect((await expectRefused(code)).errors[0]).toContain('ECONNRESET');
    },
  );

  test('variables of earlier steps move neither login nor exchange', async () => {
    const config = join(sandbox.directory, 'config');
    const trap = sandbox.iamUrl;
    writeFileSync(
      config,
      `[profile evil]\nregion = xx-evil-1\nendpoint_url = ${trap}\nservices = evil\nuse_fips_endpoint = true\n[services evil]\nsts =\n  endpoint_url = ${trap}\n`,
    );
    open({
      MSAL_FORCE_REGION: 'westeurope',
      AWS_CONFIG_FILE: config,
      AWS_SHARED_CREDENTIALS_FILE: config,
      AWS_PROFILE: 'evil',
      AWS_REGION: 'xx-evil-1',
      AWS_ACCESS_KEY_ID: 'AKIAEVIL',
      AWS_SECRET_ACCESS_KEY: 'evil',
      AWS_WEB_IDENTITY_TOKEN_FILE: config,
      AWS_ROLE_ARN: 'arn:aws:iam::666666666666:role/evil',
      AWS_USE_FIPS_ENDPOINT: 'true',
      AWS_USE_DUALSTACK_ENDPOINT: 'true',
      AWS_ENDPOINT_URL_STS: trap,
    });
    const before = sandbox.requests.length;
    const outcome = await run();
    expect(outcome.errors).toEqual([]);
    const requests = sandbox.requests.slice(before);
    expect(requests.map(({ service }) => service)).toEqual(['entra', 'sts']);
    expect(requests[1]?.headers['authorization']).toBeUndefined();
    expect(outcome.outputs['aws-account-id']).toBe(scenario.accountId);
  });

  test('a failure does not fall back to credentials that lie about', async () => {
    open({
      AWS_ACCESS_KEY_ID: 'AKIALYINGABOUT',
      AWS_SECRET_ACCESS_KEY: 'lying-about',
      AWS_REGION: 'eu-west-1',
    });
    const before = pipeline.awsVariables();
    const outcome = await run({ audience: 'api://nobody' });
    expect(outcome.succeeded).toBe(false);
    expect(outcome.exported).toEqual([]);
    expect(pipeline.awsVariables()).toEqual(before);
  });

  test('very long and strange inputs get one short message each', async () => {
    const outcome = await run({
      'tenant-id': 'x'.repeat(100_000),
      'role-session-name': COMMANDS.join(''),
      'role-to-assume': `arn:aws:iam::123456789012:role/${'a'.repeat(3000)}`,
    });
    expect(outcome.succeeded).toBe(false);
    expect(outcome.errors).toHaveLength(4);
    for (const error of outcome.errors) expect(error.length).toBeLessThan(1_000);
    expect(outcome.exported).toEqual([]);
  });
});
