import { Agent } from 'node:https';
import {
  DisableOutboundWebIdentityFederationCommand,
  EnableOutboundWebIdentityFederationCommand,
  GetOutboundWebIdentityFederationInfoCommand,
} from '@aws-sdk/client-iam';
import {
  GetWebIdentityTokenCommand,
  type GetWebIdentityTokenCommandInput,
  STSClient,
} from '@aws-sdk/client-sts';
import type { AwsSession, IdentityPolicy } from '@entra-aws-creds/sandbox';
import { beforeEach, expect, test } from '@jest/globals';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { standardSandbox } from '../standard-sandbox.ts';
import { postForm, tokenEndpoint } from './client.ts';
import { iamClient, refusal } from './iam-client.ts';

const { sandbox, scenario } = await standardSandbox();
const account = sandbox.aws.account('210987654321');
const iam = iamClient(sandbox, account.user({ name: 'ada', isAdministrator: true }));
const agent = new Agent({ ca: sandbox.caPem });

const ENTRA = 'api://AzureADTokenExchange';
const Condition = {
  'ForAllValues:StringEquals': { 'sts:IdentityTokenAudience': [ENTRA] },
  StringEquals: { 'sts:SigningAlgorithm': 'RS256' },
  NumericLessThanEquals: { 'sts:DurationSeconds': '300' },
};
const ALLOWED: IdentityPolicy = {
  Statement: { Effect: 'Allow', Action: 'sts:GetWebIdentityToken', Resource: '*', Condition },
};

beforeEach(() => {
  account.outboundIssuer = undefined;
});

function sessionOf(policy: IdentityPolicy, durationSeconds = 3600): AwsSession {
  const role = account.role({
    name: 'Reconciler',
    path: '/automation/',
    tags: { team: 'platform' },
    trustPolicy: { Statement: [] },
    inlinePolicies: { own: JSON.stringify(policy) },
  });
  return sandbox.aws.openSession({
    ...{ role, name: 'run-1', durationSeconds, tags: {}, transitiveTagKeys: [] },
    ...{ policy: undefined, policyArns: [], sourceIdentity: undefined },
  });
}

function ask(session: AwsSession, changes: Partial<GetWebIdentityTokenCommandInput> = {}) {
  const { accessKeyId, secretAccessKey, sessionToken } = session;
  const sts = new STSClient({
    region: 'us-east-1',
    endpoint: sandbox.stsUrl,
    credentials: { accessKeyId, secretAccessKey, sessionToken },
    maxAttempts: 1,
    requestHandler: { httpsAgent: agent },
  });
  const asked = { Audience: [ENTRA], SigningAlgorithm: 'RS256' };
  return sts.send(new GetWebIdentityTokenCommand({ ...asked, ...changes }));
}

test('is switched on once, told, and switched off', async () => {
  const enable = () => iam.send(new EnableOutboundWebIdentityFederationCommand());
  const info = () => iam.send(new GetOutboundWebIdentityFederationInfoCommand());
  expect((await refusal(info())).slice(0, 2)).toEqual(['FeatureDisabledException', 404]);
  const { IssuerIdentifier } = await enable();
  expect(IssuerIdentifier).toMatch(/^https:\/\/[0-9a-f-]{36}\.tokens\.sts\.global\.api\.aws$/);
  expect(await info()).toMatchObject({ IssuerIdentifier, JwtVendingEnabled: true });
  expect((await refusal(enable())).slice(0, 2)).toEqual(['FeatureEnabledException', 409]);
  await iam.send(new DisableOutboundWebIdentityFederationCommand());
  expect((await refusal(info()))[0]).toBe('FeatureDisabledException');
  expect((await enable()).IssuerIdentifier).toBe(IssuerIdentifier);
});

test('a role’s token says who it is, and Entra takes it for a federated credential', async () => {
  await iam.send(new EnableOutboundWebIdentityFederationCommand());
  sandbox.aws.organize({ id: 'o-abcdefghij', managementAccount: account });
  const session = sessionOf(ALLOWED);
  const { WebIdentityToken = '', Expiration } = await ask(session);
  const claims = decodeJwt(WebIdentityToken);
  expect(claims).toMatchObject({
    iss: account.outboundIssuer?.url,
    aud: ENTRA,
    sub: 'arn:aws:iam::210987654321:role/automation/Reconciler',
    'https://sts.amazonaws.com/': {
      aws_account: '210987654321',
      source_region: 'us-east-1',
      org_id: 'o-abcdefghij',
      principal_tags: { team: 'platform' },
    },
  });
  expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(300);
  expect(Expiration?.getTime()).toBe((claims.exp ?? 0) * 1000);
  const trust = account.outboundIssuer?.federatedCredential(session.role.arn);
  if (trust) scenario.client.federatedCredentials.push(trust);
  const answer = await postForm(sandbox, tokenEndpoint(sandbox, scenario.tenantId), {
    grant_type: 'client_credentials',
    client_id: scenario.clientId,
    scope: `${scenario.audience}/.default`,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: WebIdentityToken,
  });
  expect([answer.status, answer.body]).toEqual([200, expect.stringContaining('access_token')]);
});

test('the issuer’s keys are published where its metadata says', async () => {
  await iam.send(new EnableOutboundWebIdentityFederationCommand());
  const any: IdentityPolicy = { Statement: { Effect: 'Allow', Action: 'sts:*', Resource: '*' } };
  const { WebIdentityToken = '' } = await ask(sessionOf(any), { SigningAlgorithm: 'ES384' });
  const { alg, kid } = decodeProtectedHeader(WebIdentityToken);
  expect(alg).toBe('ES384');
  const { url } = account.outboundIssuer ?? {};
  const metadata = await sandbox.aws.readDocument(`${url}/.well-known/openid-configuration`);
  const { issuer, jwks_uri } = JSON.parse(metadata?.body ?? '{}');
  expect([issuer, jwks_uri]).toEqual([url, `${url}/.well-known/jwks.json`]);
  const { keys } = JSON.parse((await sandbox.aws.readDocument(jwks_uri))?.body ?? '{}');
  expect(keys).toMatchObject([{ kid, kty: 'EC' }]);
  // So does Entra, for a federated credential that Graph has written.
  expect(await sandbox.entra.readIssuerKeys(issuer)).toEqual({ keys });
});

test.each([
  ['another audience', { Audience: [ENTRA, 'https://other.example'] }, 'AccessDenied'],
  ['another algorithm', { SigningAlgorithm: 'ES384' }, 'AccessDenied'],
  ['more time', { DurationSeconds: 301 }, 'AccessDenied'],
  ['too little time', { DurationSeconds: 59 }, 'ValidationError'],
  ['an unknown algorithm', { SigningAlgorithm: 'HS256' }, 'ValidationError'],
  ['no audience', { Audience: [] }, 'ValidationError'],
])('a role that may ask for one audience is refused %s', async (_, changes, name) => {
  await iam.send(new EnableOutboundWebIdentityFederationCommand());
  await expect(ask(sessionOf(ALLOWED), changes)).rejects.toMatchObject({ name });
});

test('there is no token without the feature, nor one that outlives the session', async () => {
  await expect(ask(sessionOf(ALLOWED))).rejects.toMatchObject({
    name: 'OutboundWebIdentityFederationDisabledException',
  });
  await iam.send(new EnableOutboundWebIdentityFederationCommand());
  await expect(ask(sessionOf(ALLOWED, 100))).rejects.toMatchObject({
    name: 'SessionDurationEscalationException',
  });
});
