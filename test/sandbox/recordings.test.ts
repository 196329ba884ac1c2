import {
  type AwsAccount,
  type AwsUser,
  QueryError,
  type TrustPolicy,
} from '@entra-aws-creds/sandbox';
import { beforeEach, describe, expect, test } from '@jest/globals';
import {
  STORAGE_ACCOUNT,
  STORAGE_RECORDINGS,
  type StorageRecording,
} from '../recordings/stored-trust-policy.ts';
import {
  baseStatement,
  CLIENT_IDS,
  MAX_SESSION_DURATION,
  RECORDINGS,
  type Recording,
  SESSION_NAME,
  type Setting,
} from '../recordings/web-identity.ts';
import { sandboxOfFile } from '../standard-sandbox.ts';
import { postForm } from './client.ts';
import { keySetOf, tokenOf } from './recorded-issuer.ts';
import { postSigned } from './signed-call.ts';

const NOW = 1_789_123_421;
const ISSUER = 'https://oidc-probe.s3.us-east-1.amazonaws.com';

let clock = NOW;
const sandbox = await sandboxOfFile({ now: () => new Date(clock * 1000) });
sandbox.aws.rolePropagationSeconds = 10;
const issuer = sandbox.publishIssuer(ISSUER);
let account: AwsAccount;

beforeEach(() => {
  clock = NOW;
  sandbox.aws.removeAccounts();
  account = sandbox.aws.account(STORAGE_ACCOUNT);
});

/** Makes provider and roles of a row, the role so long ago as the row says. */
function setUp(recording: Recording): Setting {
  const provider = account.provider({ url: ISSUER, clientIds: CLIENT_IDS });
  const setting = {
    account: account.id,
    issuer: ISSUER,
    providerArn: provider.arn,
    role: account.arn('iam', 'role/oidc-probe'),
    otherRole: account.arn('iam', 'role/other'),
    now: NOW,
  };
  const statements = recording.statements?.(setting) ?? [baseStatement(setting)];
  clock = NOW - (recording.newRole ? 3 : 60);
  account.role({
    name: 'oidc-probe',
    maxSessionDuration: MAX_SESSION_DURATION,
    trustPolicy: { Version: '2012-10-17', Statement: statements } as unknown as TrustPolicy,
  });
  clock = NOW;
  return setting;
}

function element(body: string, name: string): string | undefined {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(body)?.[1]?.replaceAll('&quot;', '"');
}

describe('STS answers as AWS did', () => {
  const judged = RECORDINGS.filter(({ beyondSandbox }) => beyondSandbox === undefined);

  test.each(judged.map((recording) => [recording.id, recording] as const))(
    '%s',
    async (_, recording) => {
      const setting = setUp(recording);
      issuer.keySet = keySetOf(recording);
      const { body } = await postForm(sandbox, sandbox.stsUrl, {
        Action: 'AssumeRoleWithWebIdentity',
        Version: '2011-06-15',
        RoleArn: setting.role,
        RoleSessionName: SESSION_NAME,
        WebIdentityToken: tokenOf(recording, setting),
        ...recording.parameters,
      });
      const { answer } = recording;
      if (!answer.allowed) {
        const message = answer.message?.(setting) ?? expect.any(String);
        expect({ code: element(body, 'Code'), message: element(body, 'Message') }).toEqual({
          code: answer.code,
          message,
        });
        return;
      }
      expect(element(body, 'Message')).toBeUndefined();
      expect(element(body, 'Provider')).toBe(setting.providerArn);
      expect(element(body, 'SourceIdentity')).toBe(answer.sourceIdentity);
      if (answer.audience !== undefined) expect(element(body, 'Audience')).toBe(answer.audience);
      if (answer.subject !== undefined) {
        expect(element(body, 'SubjectFromWebIdentityToken')).toBe(answer.subject);
      }
      const seconds = Number(recording.parameters?.['DurationSeconds'] ?? 3600);
      expect(Date.parse(element(body, 'Expiration') ?? '')).toBe((NOW + seconds) * 1000);
    },
  );

  test('to every row but those that say why not', () => {
    const beyond = RECORDINGS.filter((recording) => !judged.includes(recording));
    expect(
      beyond.filter(({ beyondSandbox }) => !/^[A-Z].{10,}\.$/.test(`${beyondSandbox}`)),
    ).toEqual([]);
    expect(judged.length).toBeGreaterThan(100);
  });
});

describe('IAM stores and refuses as AWS did', () => {
  let administrator: AwsUser;

  const policyOf = ({ statement }: StorageRecording) =>
    ({ Version: '2012-10-17', Statement: statement }) as unknown as TrustPolicy;

  const update = (policy: TrustPolicy) =>
    postSigned(sandbox, administrator, {
      Action: 'UpdateAssumeRolePolicy',
      Version: '2010-05-08',
      RoleName: 'oidc-probe',
      PolicyDocument: JSON.stringify(policy),
    });

  beforeEach(() => {
    administrator = account.user({ name: 'ada', mayWriteRoles: true });
    account.role({ name: 'oidc-probe', trustPolicy: { Statement: [] } });
  });

  test.each(STORAGE_RECORDINGS.map((recording) => [recording.id, recording] as const))(
    '%s',
    async (_, recording) => {
      const policy = policyOf(recording);
      const { status, body } = await update(policy);
      const made = () => account.role({ name: 'made', trustPolicy: policy });
      if (recording.refusal === undefined) {
        expect([status, element(body, 'Message')]).toEqual([200, undefined]);
        expect(account.findRole('oidc-probe')?.trustPolicy).toEqual(policy);
        expect(made().trustPolicy).toEqual(policy);
      } else {
        expect([element(body, 'Code'), element(body, 'Message')]).toEqual([
          'MalformedPolicyDocument',
          recording.refusal,
        ]);
        expect(account.findRole('oidc-probe')?.trustPolicy).toEqual({ Statement: [] });
        expect(made).toThrow(recording.refusal);
        expect(made).toThrow(QueryError);
      }
    },
  );

  test('for nobody but who may write roles, to a role that exists, in JSON', async () => {
    administrator.mayWriteRoles = false;
    expect((await update({ Statement: [] })).status).toBe(403);
    administrator.mayWriteRoles = true;
    account.removeRole('oidc-probe');
    expect((await update({ Statement: [] })).status).toBe(404);
    account.role({ name: 'oidc-probe', trustPolicy: { Statement: [] } });
    for (const PolicyDocument of ['{', 'null', '[]', '{}', '{"Statement":[null]}']) {
      const { body } = await postSigned(sandbox, administrator, {
        Action: 'UpdateAssumeRolePolicy',
        Version: '2010-05-08',
        RoleName: 'oidc-probe',
        PolicyDocument,
      });
      expect([PolicyDocument, element(body, 'Code')]).toEqual([
        PolicyDocument,
        'MalformedPolicyDocument',
      ]);
    }
  });
});

describe('an OIDC provider', () => {
  test.each([
    ['https://idp.example/path/', 'idp.example/path/'],
    ['https://idp.example/path', 'idp.example/path'],
    ['https://idp.example:443/path', 'idp.example/path'],
    ['https://idp.example:443', 'idp.example'],
    ['https://idp.example:8443', 'idp.example:8443'],
    ['https://IdP.example/Path', 'IdP.example/Path'],
  ])('of %s is called so', (url, name) => {
    const { arn } = account.provider({ url, clientIds: [] });
    expect(arn).toBe(`arn:aws:iam::${STORAGE_ACCOUNT}:oidc-provider/${name}`);
  });

  test('has neither query nor fragment, and each client ID once', () => {
    for (const end of ['?a=b', '#a']) {
      const make = () => account.provider({ url: `https://idp.example/${end}`, clientIds: [] });
      expect(make).toThrow(new QueryError('InvalidInput', 'Unknown'));
    }
    const { clientIds } = account.provider({ url: ISSUER, clientIds: ['a', 'b', 'a'] });
    expect(clientIds).toEqual(['a', 'b']);
  });
});
