import { Agent } from 'node:https';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import {
  issueCertificate,
  type StandardScenario,
  standardScenario,
  tightTrustPolicy,
} from '@entra-aws-creds/sandbox';
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sandboxOfFile } from '../standard-sandbox.ts';
import { type Answer, accessToken, postForm } from './client.ts';
import { type Keys, postSigned } from './signed-call.ts';

/** One text for a wrong signature and for a wrong audience. */
const NOT_VALIDATED =
  'The web identity token provided could not be validated. See the AssumeRoleWithWebIdentity documentation for requirements.';

let clock = 0;
const sandbox = await sandboxOfFile({ now: () => new Date(Date.now() + clock) });
const certificate = issueCertificate({ commonName: 'build-pipeline' });
const agent = new Agent({ ca: sandbox.caPem });
let scenario: StandardScenario;

beforeEach(async () => {
  clock = 0;
  sandbox.aws.removeAccounts();
  scenario = await standardScenario(sandbox, { certificate });
});
afterAll(() => agent.destroy());

interface Parsed {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly answer: Answer;
  element(name: string): string;
}

function parse(answer: Answer): Parsed {
  const element = (name: string) =>
    new RegExp(`<${name}>([^<]*)</${name}>`).exec(answer.body)?.[1] ?? '';
  const { status } = answer;
  return { status, code: element('Code'), message: element('Message'), answer, element };
}

async function exchange(
  changes: Readonly<Record<string, string | undefined>> = {},
  headers: Readonly<Record<string, string>> = {},
): Promise<Parsed> {
  const form = {
    Action: 'AssumeRoleWithWebIdentity',
    Version: '2011-06-15',
    RoleArn: scenario.roleArn,
    RoleSessionName: 'run-1',
    ...('WebIdentityToken' in changes
      ? {}
      : { WebIdentityToken: await accessToken(sandbox, scenario) }),
    ...changes,
  };
  return parse(await postForm(sandbox, sandbox.stsUrl, form, headers));
}

async function useVersion2(): Promise<void> {
  sandbox.aws.removeAccounts();
  scenario = await standardScenario(sandbox, { certificate, tokenVersion: 2 });
}

test('an answer is dated by the clock of the sandbox', async () => {
  clock = 86_400_000;
  const before = Math.floor((Date.now() + clock) / 1000) * 1000;
  const answer = await postForm(sandbox, sandbox.stsUrl, {});
  const dated = Date.parse(String(answer.headers['date']));
  expect(dated).toBeGreaterThanOrEqual(before);
  expect(dated).toBeLessThan(before + 60_000);
});

describe('the exchange', () => {
  test('answers with a session and with what it took from the token', async () => {
    scenario.role.trustPolicy = tightTrustPolicy(scenario.provider, { aud: scenario.audience });
    const result = await exchange({ DurationSeconds: '900' });
    expect(result.status).toBe(200);
    expect(result.answer.body).toContain('xmlns="https://sts.amazonaws.com/doc/2011-06-15/"');
    expect(result.answer.headers['x-amzn-requestid']).toBe(result.element('RequestId'));
    expect(result.element('Arn')).toBe('arn:aws:sts::123456789012:assumed-role/Deploy/run-1');
    expect(result.element('AssumedRoleId')).toMatch(/^AROA[A-Z2-7]{17}:run-1$/);
    expect(result.element('AccessKeyId')).toMatch(/^ASIA[A-Z2-7]{16}$/);
    expect(result.element('SecretAccessKey')).toMatch(/^[A-Za-z0-9+/]{40}$/);
    expect(result.element('SessionToken')).toMatch(/^IQoJb3JpZ2luX2Vj[A-Za-z0-9+/=]{700,}$/);
    expect(result.element('SubjectFromWebIdentityToken')).toBe(scenario.tokenSubject);
    expect(result.element('Audience')).toBe(scenario.audience);
    expect(result.element('Provider')).toBe(
      `arn:aws:iam::123456789012:oidc-provider/sts.windows.net/${scenario.tenantId}/`,
    );
    expect(result.element('Expiration')).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    const remaining = Date.parse(result.element('Expiration')) - Date.now();
    expect(remaining).toBeGreaterThan(890_000);
    expect(remaining).toBeLessThanOrEqual(900_000);
    expect(result.element('PackedPolicySize')).toBe('25');
  });

  test('compares azp, not aud, of a version 2.0 token', async () => {
    await useVersion2();
    const result = await exchange();
    expect(result.status).toBe(200);
    expect(result.element('Audience')).toBe(scenario.clientId);
    scenario.provider.clientIds.splice(0, 1, scenario.resource.clientId);
    expect(await exchange()).toMatchObject({
      code: 'InvalidIdentityToken',
      message: NOT_VALIDATED,
    });
  });

  test('leaves the role’s path out of the session’s ARN', async () => {
    const role = scenario.role.account.role({
      name: 'Deploy',
      path: '/team/web/',
      trustPolicy: JSON.stringify(scenario.role.trustPolicy),
    });
    expect(role.arn).toBe('arn:aws:iam::123456789012:role/team/web/Deploy');
    const result = await exchange({ RoleArn: role.arn });
    expect(result.element('Arn')).toBe('arn:aws:sts::123456789012:assumed-role/Deploy/run-1');
  });

  test('works in another partition', async () => {
    sandbox.aws.removeAccounts();
    scenario = await standardScenario(sandbox, { certificate, partition: 'aws-us-gov' });
    const result = await exchange();
    expect(result.element('Arn')).toBe(
      'arn:aws-us-gov:sts::123456789012:assumed-role/Deploy/run-1',
    );
  });

  test('takes session policies and says how full they are', async () => {
    const result = await exchange({
      Policy: JSON.stringify({ Version: '2012-10-17', Statement: [] }),
      'PolicyArns.member.1.arn': 'arn:aws:iam::aws:policy/ReadOnlyAccess',
    });
    expect(result.element('PackedPolicySize')).toBe('29');
    expect(sandbox.aws.sessions.at(-1)?.policyArns).toHaveLength(1);
  });
});

describe('the exchange refuses', () => {
  test.each<[string, Record<string, string | undefined>, string]>([
    ['no role', { RoleArn: undefined }, "Value null at 'roleArn'"],
    ['a role that is no ARN', { RoleArn: 'role/Deploy/and/more/of/it' }, 'is invalid'],
    ['a role ARN of no role', { RoleArn: 'arn:aws:s3:::bucket-of-mine' }, 'ARN is invalid'],
    ['no session name', { RoleSessionName: undefined }, "Value null at 'roleSessionName'"],
    ['a short session name', { RoleSessionName: 'a' }, 'greater than or equal to 2'],
    ['a long session name', { RoleSessionName: 'a'.repeat(65) }, 'less than or equal to 64'],
    ['a session name with a space', { RoleSessionName: 'a b' }, 'pattern: [\\w+=,.@-]*'],
    ['no token', { WebIdentityToken: undefined }, "Value null at 'webIdentityToken'"],
    ['too short a time', { DurationSeconds: '899' }, 'greater than or equal to 900'],
    ['too long a time', { DurationSeconds: '43201' }, 'less than or equal to 43200'],
    [
      'more time than the role gives',
      { DurationSeconds: '3601' },
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    ],
    ['a policy too long', { Policy: ' '.repeat(2049) }, 'less than or equal to 2048'],
    ['a policy ARN that is none', { 'PolicyArns.member.1.arn': 'ReadOnly' }, 'is not valid'],
  ])('%s', async (_, changes, text) => {
    const result = await exchange(changes);
    expect(result).toMatchObject({ status: 400, code: 'ValidationError' });
    expect(result.message.replaceAll('&quot;', '"')).toContain(text);
  });

  test('more than ten policy ARNs, a policy that is no JSON, and one that does not fit', async () => {
    const arns = Array.from({ length: 11 }, (_, index) => [
      `PolicyArns.member.${index + 1}.arn`,
      `arn:aws:iam::aws:policy/P${index}`,
    ]);
    expect(await exchange(Object.fromEntries(arns))).toMatchObject({ code: 'ValidationError' });
    expect(await exchange({ Policy: 'x' })).toMatchObject({ code: 'MalformedPolicyDocument' });
    const Policy = JSON.stringify({ Statement: 'x'.repeat(2000) });
    const member = { 'PolicyArns.member.1.arn': 'arn:aws:iam::aws:policy/ReadOnlyAccess' };
    expect(await exchange({ Policy, ...member })).toMatchObject({ code: 'PackedPolicyTooLarge' });
  });

  test('a request that is signed', async () => {
    const result = await exchange({}, { authorization: 'AWS4-HMAC-SHA256 Credential=AKIA' });
    expect(result).toMatchObject({ status: 400, code: 'ValidationError' });
  });

  test('an action that there is not', async () => {
    expect(await exchange({ Action: 'AssumeAnything' })).toMatchObject({ code: 'InvalidAction' });
    expect(await exchange({ Version: '2010-05-08' })).toMatchObject({ code: 'InvalidAction' });
  });

  test('what is no JWT', async () => {
    const result = await exchange({ WebIdentityToken: 'opaque' });
    expect(result).toMatchObject({ status: 400, code: 'InvalidIdentityToken' });
    expect(result.message).toMatch(/^The ID Token provided is not a valid JWT/);
  });

  test.each([
    ['without the slash', (issuer: string) => issuer.slice(0, -1)],
    ['of the other version', (issuer: string) => issuer.replace('sts.windows.net', 'login')],
  ])('a token whose issuer is registered %s', async (_, change) => {
    scenario.role.account.providers.length = 0;
    scenario.role.account.provider({
      url: change(scenario.tokenIssuer),
      clientIds: [scenario.audience],
    });
    expect(await exchange()).toMatchObject({
      status: 400,
      code: 'InvalidIdentityToken',
      message: `No OpenIDConnect provider found in your account for ${scenario.tokenIssuer}`,
    });
  });

  test('a role of an account that has no provider', async () => {
    sandbox.aws.account('999999999999').role({
      name: 'Deploy',
      trustPolicy: scenario.role.trustPolicy,
    });
    const result = await exchange({ RoleArn: 'arn:aws:iam::999999999999:role/Deploy' });
    expect(result.message).toMatch(/^No OpenIDConnect provider found in your account/);
  });

  test('a token that was changed', async () => {
    const [header, , signature] = (await accessToken(sandbox, scenario)).split('.');
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: scenario.tokenIssuer, aud: scenario.audience, sub: 'x', exp: now + 60 };
    const payload = Buffer.from(JSON.stringify(claims)).toString('base64url');
    const result = await exchange({ WebIdentityToken: `${header}.${payload}.${signature}` });
    expect(result).toMatchObject({ status: 400, code: 'InvalidIdentityToken' });
    expect(result.message).toBe(NOT_VALIDATED);
  });

  test('a token five minutes after its end, not before', async () => {
    sandbox.entra.tokenLifetimeSeconds = 60;
    const WebIdentityToken = await accessToken(sandbox, scenario);
    sandbox.entra.tokenLifetimeSeconds = undefined;
    clock = (60 + 290) * 1000;
    expect(await exchange({ WebIdentityToken })).toMatchObject({ status: 200 });
    clock = (60 + 310) * 1000;
    expect(await exchange({ WebIdentityToken })).toMatchObject({
      status: 400,
      code: 'ExpiredTokenException',
    });
  });

  test('a token of another resource', async () => {
    const resource = scenario.tenant.app({ appIdUris: ['api://other'] });
    const scope = `${resource.appIdUris[0]}/.default`;
    const WebIdentityToken = await accessToken(sandbox, scenario, { scope });
    expect(await exchange({ WebIdentityToken })).toMatchObject({
      code: 'InvalidIdentityToken',
      message: NOT_VALIDATED,
    });
  });

  test.each([
    ['sub', 'somebody'],
    ['aud', 'api://other'],
    ['oaud', 'api://other'],
    ['amr', 'mfa'],
    ['roles', 'Deploy'],
  ])('a token that does not meet the condition on %s', async (key, value) => {
    scenario.role.trustPolicy = tightTrustPolicy(scenario.provider, { [key]: value });
    expect(await exchange()).toMatchObject({
      status: 403,
      code: 'AccessDenied',
      message: 'Not authorized to perform sts:AssumeRoleWithWebIdentity',
    });
  });

  test('a session name that the trust policy does not want', async () => {
    const trustPolicy = tightTrustPolicy(scenario.provider, { aud: scenario.audience });
    scenario.role.trustPolicy = {
      ...trustPolicy,
      Statement: [trustPolicy.Statement].flat().map((statement) => ({
        ...statement,
        Condition: { StringLike: { 'sts:RoleSessionName': 'GitHubActions-*' } },
      })),
    };
    expect(await exchange()).toMatchObject({ status: 403 });
    expect(await exchange({ RoleSessionName: 'GitHubActions-1' })).toMatchObject({ status: 200 });
  });

  test('a role that does not exist, no less than one that does not want', async () => {
    expect(await exchange({ RoleArn: `${scenario.roleArn}2` })).toMatchObject({
      status: 403,
      code: 'AccessDenied',
      message: 'Not authorized to perform sts:AssumeRoleWithWebIdentity',
    });
  });
});

describe('signed calls', () => {
  async function sessionKeys(): Promise<Keys> {
    await exchange();
    const { accessKeyId, secretAccessKey, sessionToken } = sandbox.aws.sessions.at(-1) ?? {};
    if (!accessKeyId || !secretAccessKey || !sessionToken) throw new Error('no session');
    return { accessKeyId, secretAccessKey, sessionToken };
  }

  function client(credentials: Keys, endpoint = sandbox.stsUrl): STSClient {
    const requestHandler = { httpsAgent: agent };
    return new STSClient({
      endpoint,
      region: 'eu-west-1',
      credentials,
      requestHandler,
      maxAttempts: 1,
    });
  }

  function chainable(name: string, condition: Record<string, Record<string, string>> = {}) {
    return scenario.role.account.role({
      name,
      trustPolicy: {
        Statement: {
          Effect: 'Allow',
          Principal: { AWS: scenario.roleArn },
          Action: ['sts:AssumeRole', 'sts:TagSession'],
          Condition: condition,
        },
      },
    });
  }

  test('say who signed them', async () => {
    const answer = await client(await sessionKeys()).send(new GetCallerIdentityCommand({}));
    expect(answer).toMatchObject({
      Account: '123456789012',
      Arn: 'arn:aws:sts::123456789012:assumed-role/Deploy/run-1',
      UserId: `${scenario.role.roleId}:run-1`,
    });
    const user = scenario.role.account.user({ name: 'ada' });
    const own = await client(user).send(new GetCallerIdentityCommand({}));
    expect(own.Arn).toBe('arn:aws:iam::123456789012:user/ada');
  });

  test.each<[string, (keys: Keys) => Keys, string]>([
    ['another secret', (k) => ({ ...k, secretAccessKey: 'x' }), 'SignatureDoesNotMatch'],
    ['another session token', (k) => ({ ...k, sessionToken: 'x' }), 'InvalidClientTokenId'],
    ['an unknown key', (k) => ({ ...k, accessKeyId: 'ASIAX' }), 'InvalidClientTokenId'],
  ])('are refused with %s', async (_, change, name) => {
    const keys = change(await sessionKeys());
    const call = client(keys).send(new GetCallerIdentityCommand({}));
    await expect(call).rejects.toMatchObject({ name, $metadata: { httpStatusCode: 403 } });
  });

  test('are refused unsigned, and changed after they were signed', async () => {
    const form = { Action: 'GetCallerIdentity', Version: '2011-06-15' };
    const unsigned = parse(await postForm(sandbox, sandbox.stsUrl, form));
    expect(unsigned).toMatchObject({ status: 403, code: 'MissingAuthenticationToken' });
    const odd = parse(await postForm(sandbox, sandbox.stsUrl, form, { authorization: 'Basic x' }));
    expect(odd.code).toBe('IncompleteSignature');
    await client(await sessionKeys()).send(new GetCallerIdentityCommand({}));
    const { 'content-length': _, ...signed } = sandbox.requests.at(-1)?.headers ?? {};
    const changed = parse(await postForm(sandbox, sandbox.stsUrl, { ...form, Extra: '1' }, signed));
    expect(changed.code).toBe('SignatureDoesNotMatch');
  });

  test('are refused when the session has ended, and at the wrong time', async () => {
    const keys = await sessionKeys();
    clock = 20 * 60 * 1000;
    const late = client(keys).send(new GetCallerIdentityCommand({}));
    await expect(late).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' });
    clock = 0;
    const session = sandbox.aws.sessions.at(-1);
    Object.assign(session ?? {}, { expiresAt: new Date(Date.now() - 1) });
    const ended = client(keys).send(new GetCallerIdentityCommand({}));
    await expect(ended).rejects.toMatchObject({ name: 'ExpiredToken' });
  });

  test('assume a further role with external id and tags', async () => {
    const role = chainable('Further', {
      StringEquals: { 'sts:ExternalId': 'secret', 'aws:RequestTag/team': 'web' },
    });
    const command = {
      RoleArn: role.arn,
      RoleSessionName: 'run-2',
      Tags: [{ Key: 'team', Value: 'web' }],
      TransitiveTagKeys: ['team'],
    };
    const sts = client(await sessionKeys());
    const answer = await sts.send(new AssumeRoleCommand({ ...command, ExternalId: 'secret' }));
    expect(answer.AssumedRoleUser?.Arn).toBe(
      'arn:aws:sts::123456789012:assumed-role/Further/run-2',
    );
    expect(sandbox.aws.sessions.at(-1)).toMatchObject({
      tags: { team: 'web' },
      transitiveTagKeys: ['team'],
    });
    const withoutId = sts.send(new AssumeRoleCommand(command));
    await expect(withoutId).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  test('need leave to tag a session', async () => {
    const role = scenario.role.account.role({
      name: 'Untagged',
      trustPolicy: {
        Statement: {
          Effect: 'Allow',
          Principal: { AWS: '123456789012' },
          Action: 'sts:AssumeRole',
        },
      },
    });
    const sts = client(await sessionKeys());
    const command = { RoleArn: role.arn, RoleSessionName: 'run-2' };
    await expect(sts.send(new AssumeRoleCommand(command))).resolves.toBeDefined();
    const tagged = sts.send(
      new AssumeRoleCommand({ ...command, Tags: [{ Key: 'team', Value: 'web' }] }),
    );
    await expect(tagged).rejects.toThrow('is not authorized to perform: sts:TagSession');
  });

  test('hand their source identity on, where the next role takes it', async () => {
    Object.assign(scenario.resource.mappedClaims, {
      'https://aws.amazon.com/source_identity': 'ada',
    });
    const also = (action: string) => {
      const policy = tightTrustPolicy(scenario.provider, { aud: scenario.audience });
      const statements = [policy.Statement].flat();
      const Action = ['sts:AssumeRoleWithWebIdentity', action];
      return { ...policy, Statement: statements.map((one) => ({ ...one, Action })) };
    };
    scenario.role.trustPolicy = also('sts:TagSession');
    expect(await exchange()).toMatchObject({ status: 403, code: 'AccessDenied' });
    scenario.role.trustPolicy = also('sts:SetSourceIdentity');
    const sts = client(await sessionKeys());
    const role = chainable('Further', { StringEquals: { 'sts:SourceIdentity': 'ada' } });
    const command = new AssumeRoleCommand({ RoleArn: role.arn, RoleSessionName: 'run-2' });
    await expect(sts.send(command)).rejects.toThrow(
      'is not authorized to perform: sts:SetSourceIdentity',
    );
    const [statement] = [role.trustPolicy.Statement].flat();
    const Action = ['sts:AssumeRole', 'sts:SetSourceIdentity'];
    role.trustPolicy = { Statement: { Effect: 'Allow', ...statement, Action } };
    expect((await sts.send(command)).SourceIdentity).toBe('ada');
  });

  test('get an hour at the most when they chain', async () => {
    const role = chainable('Further');
    role.maxSessionDuration = 7200;
    const command = new AssumeRoleCommand({
      RoleArn: role.arn,
      RoleSessionName: 'run-2',
      DurationSeconds: 3601,
    });
    await expect(client(await sessionKeys()).send(command)).rejects.toThrow(
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
    );
    role.trustPolicy = {
      Statement: {
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::123456789012:root' },
        Action: 'sts:*',
      },
    };
    const user = scenario.role.account.user({ name: 'ada' });
    await expect(client(user).send(command)).resolves.toBeDefined();
  });

  test('read a role’s trust policy where they may', async () => {
    const keys = await sessionKeys();
    const form = { Action: 'GetRole', Version: '2010-05-08', RoleName: 'Deploy' };
    expect(parse(await postSigned(sandbox, keys, form))).toMatchObject({
      status: 403,
      code: 'AccessDenied',
    });
    scenario.role.mayReadItself = true;
    const result = parse(await postSigned(sandbox, keys, form));
    expect(result.status).toBe(200);
    expect(result.element('Arn')).toBe(scenario.roleArn);
    expect(result.element('MaxSessionDuration')).toBe('3600');
    const document = decodeURIComponent(result.element('AssumeRolePolicyDocument'));
    expect(JSON.parse(document)).toEqual(scenario.role.trustPolicy);
    const user = scenario.role.account.user({ name: 'ada', mayReadRoles: true });
    expect(parse(await postSigned(sandbox, user, { ...form, RoleName: 'Nobody' }))).toMatchObject({
      status: 404,
      code: 'NoSuchEntity',
    });
  });
});
