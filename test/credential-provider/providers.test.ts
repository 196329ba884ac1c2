import { inspect } from 'node:util';
import {
  fromEntraCertificate,
  fromEntraIdToken,
  fromEntraManagedIdentity,
} from '@entra-aws-creds/credential-provider';
import { personScenario, tightTrustPolicy } from '@entra-aws-creds/sandbox';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { chain } from '@smithy/core/config';
import { leaksIn } from '../bundle/leaks.ts';
import { standardSandbox } from '../standard-sandbox.ts';
import { type PersonTokens, signedIn } from './signed-in-person.ts';

const { sandbox, scenario } = await standardSandbox();
const people = personScenario(sandbox, { tenant: scenario.tenant });
let tokens: PersonTokens;
const before = { ...process.env };

beforeAll(async () => {
  Object.assign(process.env, {
    AWS_CA_BUNDLE: sandbox.caFile,
    AWS_ENDPOINT_URL_STS: sandbox.stsUrl,
    ...sandbox.machine.environment('App Service'),
  });
  tokens = await signedIn(sandbox, people);
});
afterAll(() => {
  process.env = before;
});
beforeEach(() => {
  sandbox.requests.length = 0;
});

const asked = () => sandbox.requests.map(({ service }) => service);
const sessionOf = (accessKeyId: string) =>
  sandbox.aws.sessions.find((session) => session.accessKeyId === accessKeyId);
const refusalOf = (provided: Promise<unknown>) =>
  provided.then(
    () => {
      throw new Error('there are credentials');
    },
    (error: unknown) => error,
  );

const certificateOptions = () => ({
  tenantId: scenario.tenantId,
  clientId: scenario.clientId,
  certificatePath: scenario.certificatePath,
  audience: scenario.audience,
  authorityHost: sandbox.entraUrl,
  roleArn: scenario.roleArn,
  region: 'eu-west-1',
});
const idTokenOptions = () => ({
  idToken: tokens.id_token,
  roleArn: people.roleArn,
  region: 'eu-west-1',
});

describe('an application with a certificate', () => {
  test('has a session of its role, with all that was asked', async () => {
    const policy = { Version: '2012-10-17', Statement: [] };
    const provider = fromEntraCertificate({
      ...certificateOptions(),
      roleSessionName: 'nightly-report',
      durationSeconds: 900,
      policy: JSON.stringify(policy, undefined, 2),
      policyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
      allowedAccountIds: [scenario.accountId],
    });
    const credentials = await provider();
    const session = sessionOf(credentials.accessKeyId);
    expect(session).toMatchObject({
      name: 'nightly-report',
      secretAccessKey: credentials.secretAccessKey,
      sessionToken: credentials.sessionToken,
      expiresAt: credentials.expiration,
      policy: JSON.stringify(policy),
      policyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
    });
    const seconds = (session?.expiresAt.getTime() ?? 0) - (session?.issuedAt.getTime() ?? 0);
    expect(Math.round(seconds / 1000 / 60)).toBe(15);
    expect(credentials.accountId).toBe(scenario.accountId);
    expect(asked()).toEqual(['entra', 'sts']);
  });

  test('may hand the certificate over as text', async () => {
    const { certificatePath: _, ...options } = certificateOptions();
    const { accessKeyId } = await fromEntraCertificate({ ...options, certificate: scenario.pem })();
    expect(sessionOf(accessKeyId)?.role.arn).toBe(scenario.roleArn);
  });

  test('takes the region from the client that asks, unless it is given', async () => {
    const { region: _, ...options } = certificateOptions();
    const ofChina = { callerClientConfig: { region: async () => 'cn-north-1' } };
    expect(await refusalOf(fromEntraCertificate(options)(ofChina))).toMatchObject({
      code: 'EAC_INPUT_CONFLICT',
      message: expect.stringContaining('correct "region"'),
    });
    expect(await refusalOf(fromEntraCertificate(options)())).toMatchObject({
      code: 'EAC_INPUT_MISSING',
      message: expect.stringContaining('"region" is not given. Give it as an option.'),
    });
    await fromEntraCertificate(certificateOptions())(ofChina);
  });
});

describe('a person with an ID token', () => {
  test('has the session of it, and nobody but STS is asked', async () => {
    const { accessKeyId } = await fromEntraIdToken(idTokenOptions())();
    expect(sessionOf(accessKeyId)?.role.arn).toBe(people.roleArn);
    expect(asked()).toEqual(['sts']);
  });

  test('is asked for a token by the program, whose own failure comes through', async () => {
    const gone = new Error('signed out');
    const idToken = async () => {
      throw gone;
    };
    expect(await refusalOf(fromEntraIdToken({ ...idTokenOptions(), idToken })())).toBe(gone);
    const fresh = fromEntraIdToken({ ...idTokenOptions(), idToken: async () => tokens.id_token });
    expect(await fresh()).toHaveProperty('sessionToken');
  });

  test.each([
    ['an access token', () => tokens.access_token, 'is an access token'],
    ['a refresh token', () => tokens.refresh_token, 'is not one'],
    ['nothing', () => '', 'is not one'],
    ['the whole answer', () => JSON.stringify(tokens), 'is not one'],
  ])('is told when it is %s', async (_, idToken, said) => {
    const error = await refusalOf(fromEntraIdToken({ ...idTokenOptions(), idToken: idToken() })());
    expect(error).toMatchObject({ code: 'EAC_TOKEN_UNREADABLE' });
    expect(String(error)).toContain(`What was given as the ID token ${said}.`);
    expect(leaksIn(String(error), { tokens: Object.values(tokens).filter(isLong) })).toEqual([]);
    expect(asked()).toEqual([]);
  });

  test('is refused in an error that no chain of the SDK passes over, and that holds no token', async () => {
    sandbox.intercept = (_, { body }) => ({
      status: 403,
      headers: { 'content-type': 'text/xml' },
      body: `<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>not with ${new URLSearchParams(body).get('WebIdentityToken')}</Message></Error><RequestId>r</RequestId></ErrorResponse>`,
    });
    const error = await refusalOf(fromEntraIdToken(idTokenOptions())());
    expect(error).toMatchObject({
      name: 'CredentialsProviderError',
      tryNextLink: false,
      code: 'EAC_STS_ACCESS_DENIED',
      isTransient: false,
      message: expect.stringContaining('not with ***'),
    });
    const shown = inspect(error, { depth: 9, showHidden: true });
    expect(leaksIn(shown, { tokens: [tokens.id_token] })).toEqual([]);
  });
});

const isLong = (text: unknown): text is string => typeof text === 'string' && text.length > 100;

test('a machine in Azure has the session of its identity', async () => {
  const identity = scenario.tenant.app({ displayName: 'worker' });
  sandbox.machine.tenant = scenario.tenant;
  sandbox.machine.systemAssigned = identity;
  const role = scenario.role.account.role({
    name: 'Worker',
    trustPolicy: tightTrustPolicy(scenario.provider, {
      aud: scenario.tokenAudience,
      sub: identity.servicePrincipalObjectId,
    }),
  });
  const provider = fromEntraManagedIdentity({
    audience: scenario.audience,
    roleArn: role.arn,
    region: 'eu-west-1',
  });
  expect(sessionOf((await provider()).accessKeyId)?.role.arn).toBe(role.arn);
  expect(asked()).toEqual(['machine', 'sts']);
});

test('a chain of the SDK ends with a provider that has nothing', async () => {
  const ours = fromEntraCertificate({ ...certificateOptions(), audience: 'api://nobody' });
  const others = async () => ({ accessKeyId: 'AKIAOTHER', secretAccessKey: 'other' });
  expect(await refusalOf(chain(ours, others)())).toMatchObject({
    code: 'EAC_ENTRA_AUDIENCE_UNKNOWN',
  });
});

test('an application that names all that is wrong is told all of it, by the names of its options', async () => {
  const options = { ...certificateOptions(), tenantId: 'common', durationSeconds: 1 };
  const error = await refusalOf(fromEntraCertificate(options)());
  expect(error).toMatchObject({ code: 'EAC_INPUTS_WRONG' });
  expect(String(error)).toContain('"tenantId"');
  expect(String(error)).toContain('"durationSeconds"');
  expect(asked()).toEqual([]);
});
