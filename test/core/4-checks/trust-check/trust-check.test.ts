import {
  AwsCloud,
  type AwsRole,
  createIamService,
  type HttpResponse,
  type TrustPolicy,
} from '@entra-aws-creds/sandbox';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { parseAccountId } from '../../../../packages/core/src/1-inputs/aws/account-id.ts';
import { parseAllowedPrincipals } from '../../../../packages/core/src/1-inputs/aws/allowed-principal.ts';
import { parseRegion } from '../../../../packages/core/src/1-inputs/aws/region.ts';
import { RoleArn } from '../../../../packages/core/src/1-inputs/aws/role-arn.ts';
import { NO_CHAIN } from '../../../../packages/core/src/1-inputs/aws/role-inputs.ts';
import { parseSessionName } from '../../../../packages/core/src/1-inputs/aws/session-name.ts';
import type { TrustPolicyCheck } from '../../../../packages/core/src/1-inputs/aws/trust-policy-check.ts';
import type { AccessToken } from '../../../../packages/core/src/2-entra-token/access-token.ts';
import { readAwsClaims } from '../../../../packages/core/src/2-entra-token/aws-claims.ts';
import type { RoleSession } from '../../../../packages/core/src/3-sts-credentials/role-session.ts';
import type { SessionCredentials } from '../../../../packages/core/src/3-sts-credentials/session-credentials.ts';
import {
  checkRoleTrust,
  decide,
  explainRefusal,
} from '../../../../packages/core/src/4-checks/trust-check/index.ts';
import type { FailureCode } from '../../../../packages/core/src/failure/failure-code.ts';
import { StepFailure } from '../../../../packages/core/src/failure/step-failure.ts';
import {
  NetworkFailure,
  type NetworkFailureKind,
  type NetworkRequest,
} from '../../../../packages/core/src/platform/network.ts';
import { nodePlatform } from '../../../../packages/core/src/platform/node-platform.ts';
import type { OnlinePlatform } from '../../../../packages/core/src/platform/platform.ts';
import { Secret } from '../../../../packages/core/src/text/secret.ts';
import { ACCOUNT, allow, SUBJECT, TENANT, V1, V1_TOKEN } from '../../../trust-policy/fixtures.ts';

const NAME = 'run-1';
const sessionName = parseSessionName(NAME);
const token: AccessToken = {
  jwt: new Secret('eyJ.eyJ.x'),
  claims: {
    issuer: V1_TOKEN.issuer,
    audience: V1_TOKEN.audience,
    authorizedParty: undefined,
    client: undefined,
    subject: SUBJECT,
    tenant: TENANT,
    version: '1.0',
    expires: new Date(Date.now() + 3_600_000),
    aws: readAwsClaims({}),
  },
};
const TIGHT = {
  Version: '2012-10-17',
  Statement: [
    allow({ Condition: { StringEquals: { [`${V1}:aud`]: 'api://aws', [`${V1}:sub`]: SUBJECT } } }),
  ],
};
const LOOSE = { Version: '2012-10-17', Statement: [allow()] };
const AUD_ONLY = {
  Version: '2012-10-17',
  Statement: [allow({ Condition: { StringEquals: { [`${V1}:aud`]: 'api://aws' } } })],
};
const WRONG = {
  Version: '2012-10-17',
  Statement: [
    allow({
      Condition: { StringEquals: { [`${V1}:aud`]: 'api://other', [`${V1}:sub`]: 'nobody' } },
    }),
  ],
};

const PROVIDER = `arn:aws:iam::${ACCOUNT}:oidc-provider/`;
const V1_URL = `https://${V1}`;
const WIDE = 'EAC_TRUST_POLICY_WIDE';

let cloud: AwsCloud;
let requests: NetworkRequest[];
let answers: (HttpResponse | Error | undefined)[];
let told: string[];

beforeEach(() => {
  cloud = new AwsCloud({ now: () => new Date(), readDocument: async () => undefined });
  requests = [];
  answers = [];
  told = [];
});

function platform(): OnlinePlatform {
  const service = createIamService(cloud);
  return {
    ...nodePlatform({}),
    wait: async () => {},
    maskSecret: () => {},
    retryPolicy: {
      maxAttempts: 3,
      until: new Date(Date.now() + 60_000),
      signal: new AbortController().signal,
      tell: (line) => told.push(line),
    },
    network: {
      begin: () => {},
      send: async (request) => {
        requests.push(request);
        const { method, url, headers, body = '' } = request;
        const prepared = answers.shift();
        if (prepared instanceof Error) throw prepared;
        const answer =
          prepared ?? (await service({ method, path: url.pathname, query: '', headers, body }));
        return { ...answer, bytes: Buffer.from(answer.body) };
      },
      close: () => {},
    },
  };
}

function role(
  trustPolicy: unknown,
  options: Partial<Parameters<ReturnType<AwsCloud['account']>['role']>[0]> & {
    account?: string;
    partition?: string;
  } = {},
): AwsRole {
  const { account = ACCOUNT, partition, ...rest } = options;
  const made = cloud.account(account, partition).role({
    name: 'Deploy',
    trustPolicy: { Statement: [] },
    mayReadItself: true,
    ...rest,
  });
  // As one from long ago may have it: IAM would not store every one of these today.
  made.trustPolicy = trustPolicy as TrustPolicy;
  return made;
}

function credentialsOf(one: AwsRole): SessionCredentials {
  const session = cloud.openSession({
    role: one,
    name: NAME,
    durationSeconds: 900,
    policy: undefined,
    policyArns: [],
    sourceIdentity: undefined,
    tags: {},
    transitiveTagKeys: [],
  });
  return {
    accessKeyId: new Secret(session.accessKeyId),
    secretAccessKey: new Secret(session.secretAccessKey),
    sessionToken: new Secret(session.sessionToken),
    expires: session.expiresAt,
    assumedRoleArn: session.arn,
    account: parseAccountId(one.account.id),
  };
}

function sessionOf(
  roles: readonly AwsRole[],
  externalId?: string,
  region = 'eu-west-1',
): RoleSession {
  const links = roles.map((one) => ({
    role: RoleArn.parse(one.arn),
    credentials: credentialsOf(one),
  }));
  const [first, ...others] = links;
  const last = links.at(-1);
  if (first === undefined || last === undefined) throw new Error('no role');
  return {
    request: {
      role: first.role,
      region: parseRegion(region),
      stsEndpoint: { url: new URL('https://sts.example') },
      chain: { ...NO_CHAIN, roles: others.map((link) => link.role), externalId },
      profile: undefined,
    },
    links,
    credentials: last.credentials,
  };
}

const IAM: Exclude<TrustPolicyCheck, { mode: 'off' }> = {
  mode: 'enforce',
  allowed: [],
  source: {
    kind: 'iam',
    endpointOf: ({ id }) => ({
      url: new URL('https://iam.example'),
      signingRegion: id === 'aws-cn' ? 'cn-north-1' : 'us-east-1',
    }),
  },
};

function file(document: unknown): TrustPolicyCheck {
  const text = typeof document === 'string' ? document : JSON.stringify(document, null, 2);
  return { mode: 'enforce', allowed: [], source: { kind: 'file', path: 'trust.json', text } };
}

async function check(sessions: readonly RoleSession[], trustPolicyCheck: TrustPolicyCheck = IAM) {
  const [main, ...profiles] = sessions;
  const inputs = { trustPolicyCheck, sessionName };
  const verdicts = await checkRoleTrust({ main, profiles }, token, inputs, platform());
  const codes = (failure: StepFailure | undefined) =>
    failure === undefined
      ? []
      : (failure.parts.length === 0 ? [failure] : failure.parts).map(({ code }) => code);
  const enforced = decide(verdicts, 'enforce', () => undefined);
  const warned = decide(verdicts, 'warn', () => undefined);
  expect(warned.failure).toBeUndefined();
  return {
    verdicts,
    summaries: verdicts.map(({ summary }) => summary),
    failure: enforced.failure,
    failures: codes(enforced.failure),
    warnings: warned.warnings,
    enforcedWarnings: enforced.warnings,
  };
}

describe('a policy that IAM hands out', () => {
  test('a tight one passes, in one request for the name without the path', async () => {
    const { summaries, failures, warnings } = await check([
      sessionOf([role(TIGHT, { path: '/ci/deploy/' })]),
    ]);
    expect(summaries).toEqual(['admits this token, no findings']);
    expect({ failures, warnings }).toEqual({ failures: [], warnings: [] });
    expect(requests).toHaveLength(1);
    expect(requests[0]).toMatchObject({ method: 'POST', url: new URL('https://iam.example') });
    expect(Object.fromEntries(new URLSearchParams(requests[0]?.body))).toEqual({
      Action: 'GetRole',
      RoleName: 'Deploy',
      Version: '2010-05-08',
    });
  });

  test('the request is signed for the region of the partition', async () => {
    const china = role(TIGHT, { account: '210987654321', partition: 'aws-cn' });
    await check([sessionOf([china], undefined, 'cn-north-1')]);
    expect(requests[0]?.headers['authorization']).toMatch(/\/cn-north-1\/iam\/aws4_request,/);
  });

  test('one without conditions is stopped, with the corrected statement', async () => {
    const { summaries, failure } = await check([sessionOf([role(LOOSE)])]);
    expect(summaries[0]).toMatch(/^admits this token, 2 findings \(TRUST_NO_AUD, high; /);
    expect(failure?.code).toBe('EAC_TRUST_POLICY_FAILED');
    expect(failure?.parts[0]?.message).toMatch(
      /^TRUST_NO_AUD \(high\) in the trust policy of arn:aws:iam::\d+:role\/Deploy, Statement\[0\] \(\$\.Statement\[0\]\): /,
    );
    const corrected = /corrected statement: (\{.*\})$/.exec(failure?.parts[0]?.hint ?? '')?.[1];
    expect(JSON.parse(corrected ?? '')).toEqual(TIGHT.Statement[0]);
  });

  test('one that refuses is explained, and the rest follows', async () => {
    const { summaries, failures, failure } = await check([sessionOf([role(WRONG)])]);
    expect(summaries).toEqual([
      'does not admit this token, 2 findings (TRUST_AUD_SEVERAL, high; TRUST_SUB_SEVERAL, high)',
    ]);
    expect(failures).toEqual(['EAC_TRUST_POLICY_REFUSES', WIDE, WIDE]);
    const [refusal] = failure?.parts ?? [];
    expect(refusal?.message).toContain(
      `StringEquals "${V1}:aud" requires "api://other", this token has "api://aws"`,
    );
    expect(refusal?.notes).toHaveLength(1);
    expect(refusal?.notes[0]).toContain('requires "nobody"');
  });

  test('one that depends on what only AWS knows cannot be told', async () => {
    const [statement] = TIGHT.Statement;
    const document = {
      ...TIGHT,
      Statement: [
        {
          ...statement,
          Condition: {
            ...(statement?.['Condition'] as object),
            IpAddress: { 'aws:SourceIp': '192.0.2.0/24' },
          },
        },
      ],
    };
    const { failures, failure } = await check([sessionOf([role(document)])]);
    expect(failures).toEqual(['EAC_TRUST_POLICY_CANNOT_TELL']);
    expect(failure?.message).toMatch(/aws:SourceIp.*only AWS can tell/);
  });

  test('what is less than high is a warning, also when it is enforced', async () => {
    const { failures, enforcedWarnings } = await check([
      sessionOf([role({ ...TIGHT, Statement: { ...TIGHT.Statement[0], Action: 'sts:*' } })]),
    ]);
    expect(failures).toEqual([]);
    expect(enforcedWarnings.map(({ failure }) => failure.describe())).toEqual([
      expect.stringMatching(/^EAC_TRUST_POLICY_WIDE: TRUST_ACTION_WIDE \(medium\)/),
      expect.stringMatching(
        /^EAC_TRUST_POLICY_UNREADABLE: TRUST_NOT_STORABLE \(low\).*"AssumeRole policy may only specify/,
      ),
    ]);
  });

  test('a session that may not read it is told the permission to add', async () => {
    const denied = role(TIGHT, { mayReadItself: false });
    const { summaries, failures, failure } = await check([sessionOf([denied])]);
    expect(summaries).toEqual(['could not be read (EAC_TRUST_POLICY_DENIED)']);
    expect(failures).toEqual(['EAC_TRUST_POLICY_DENIED']);
    const statement = { Effect: 'Allow', Action: 'iam:GetRole', Resource: denied.arn };
    expect(failure?.hint).toContain(JSON.stringify(statement));
    expect(failure?.answer).toMatchObject({ service: 'IAM', status: 403, code: 'AccessDenied' });
    expect(requests).toHaveLength(1);
  });

  test('a role of two profiles is asked for and told once', async () => {
    const one = role(AUD_ONLY);
    const two = role(AUD_ONLY, { name: 'Other' });
    const { summaries, failures } = await check([
      sessionOf([one]),
      sessionOf([two]),
      sessionOf([one]),
    ]);
    expect(summaries).toHaveLength(3);
    expect(requests).toHaveLength(2);
    expect(failures).toEqual(['EAC_TRUST_POLICY_WIDE', 'EAC_TRUST_POLICY_WIDE']);
  });
});

describe('IAM itself', () => {
  const html = { status: 200, headers: { 'content-type': 'text/html' }, body: '<html></html>' };
  const failing = (status: number, code: string): HttpResponse => ({
    status,
    headers: { 'x-amzn-requestid': 'id-1' },
    body: `<ErrorResponse><Error><Code>${code}</Code><Message>no</Message></Error></ErrorResponse>`,
  });
  const other = (arn: string, document: string): HttpResponse => ({
    status: 200,
    headers: {},
    body: `<GetRoleResponse><GetRoleResult><Role><Arn>${arn}</Arn><AssumeRolePolicyDocument>${document}</AssumeRolePolicyDocument></Role></GetRoleResult></GetRoleResponse>`,
  });
  const DEPLOY = `arn:aws:iam::${ACCOUNT}:role/Deploy`;

  test.each<[string, HttpResponse, string, RegExp]>([
    [
      'a page of a proxy',
      html,
      'EAC_TRUST_POLICY_UNAVAILABLE',
      /not from IAM \(HTTP 200, "text\/html"\)/,
    ],
    [
      'a refusal of another kind',
      failing(404, 'NoSuchEntity'),
      'EAC_TRUST_POLICY_UNAVAILABLE',
      /refuses to return/,
    ],
    ['another role', other(`${DEPLOY}2`, '%7B%7D'), 'EAC_TRUST_POLICY_UNREADABLE', /Deploy2"/],
    ['no document', other(DEPLOY, ''), 'EAC_TRUST_POLICY_UNREADABLE', /IAM would not accept/],
    [
      'a document that is none',
      other(DEPLOY, '%7B%22a%22%3A1%7D'),
      'EAC_TRUST_POLICY_UNREADABLE',
      /not an element of a policy/,
    ],
    [
      'a document that is badly encoded',
      other(DEPLOY, '%7B%'),
      'EAC_TRUST_POLICY_UNREADABLE',
      /not valid JSON/,
    ],
  ])('%s is told, and not asked again', async (_, answer, code, message) => {
    answers = [answer];
    const { failures, failure } = await check([sessionOf([role(TIGHT)])]);
    expect(failures).toEqual([code]);
    expect(failure?.message).toMatch(message);
    expect(requests).toHaveLength(1);
  });

  test.each([failing(503, 'ServiceUnavailable'), failing(400, 'Throttling'), failing(429, 'x')])(
    'an overload is waited for',
    async (answer) => {
      answers = [answer];
      expect((await check([sessionOf([role(TIGHT)])])).failures).toEqual([]);
      expect(requests).toHaveLength(2);
      expect(told[0]).toMatch(/Attempt 1 of 3 at reading the trust policy of/);
      answers = [answer, answer, answer];
      const { failures } = await check([sessionOf([role(TIGHT, { name: 'Two' })])]);
      expect(failures).toEqual(['EAC_TRUST_POLICY_UNAVAILABLE']);
    },
  );

  test.each<[NetworkFailureKind, string]>([
    ['name', 'EAC_TRUST_POLICY_UNAVAILABLE'],
    ['connection', 'EAC_TRUST_POLICY_UNAVAILABLE'],
    ['tls', 'EAC_TRUST_POLICY_UNAVAILABLE'],
    ['answer-too-large', 'EAC_TRUST_POLICY_UNAVAILABLE'],
    ['proxy', 'EAC_PROXY'],
    ['proxy-credentials', 'EAC_PROXY_CREDENTIALS'],
    ['proxy-refusal', 'EAC_PROXY_REFUSED'],
  ])('a failure of the kind %s is told as %s', async (kind, code) => {
    answers = [new NetworkFailure(kind, 'iam.example', 'iam.example is away')];
    const { failures, failure } = await check([sessionOf([role(TIGHT)])]);
    expect(failures).toEqual([code]);
    expect(failure?.message).toContain('iam.example is away');
  });

  test('the end of the step is no result of the check', async () => {
    answers = [new StepFailure('EAC_TIME_LIMIT', 'over', 'now')];
    await expect(check([sessionOf([role(TIGHT)])])).rejects.toMatchObject({
      code: 'EAC_TIME_LIMIT',
    });
  });
});

describe('a chain', () => {
  const trusting = (one: AwsRole, parts: Record<string, unknown> = {}) => ({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { AWS: one.arn }, Action: 'sts:AssumeRole', ...parts },
    ],
  });

  test('every link is asked for with its own credentials, and judged by the one before', async () => {
    const first = role(TIGHT, { name: 'First', path: '/ci/' });
    const second = role(trusting(first), { name: 'Second', account: '222222222222' });
    const third = role(trusting(second), { name: 'Third' });
    const { summaries, failures } = await check([sessionOf([first, second, third])]);
    expect(summaries).toEqual([
      'admits this token, no findings',
      'admits the role before it, no findings',
      'admits the role before it, no findings',
    ]);
    expect(failures).toEqual([]);
    const names = requests.map(({ body }) => new URLSearchParams(body).get('RoleName'));
    expect(names.sort()).toEqual(['First', 'Second', 'Third']);
    expect(new Set(requests.map(({ headers }) => headers['x-amz-security-token'])).size).toBe(3);
  });

  test('a second role that admits everyone is stopped', async () => {
    const first = role(TIGHT, { name: 'First' });
    const second = role(trusting(first, { Principal: '*' }), { name: 'Second' });
    const { failures, failure } = await check([sessionOf([first, second])]);
    expect(failures).toEqual(['EAC_TRUST_POLICY_WIDE']);
    expect(failure?.message).toMatch(
      /^TRUST_CHAIN_EVERYONE \(high\) in the trust policy of \S+\/Second/,
    );
  });

  test('an external ID that is given and not demanded is a warning', async () => {
    const first = role(TIGHT, { name: 'First' });
    const second = role(trusting(first), { name: 'Second' });
    const { failures, warnings } = await check([sessionOf([first, second], 'secret-word')]);
    expect(failures).toEqual([]);
    expect(warnings.map(({ failure }) => failure.message)).toEqual([
      expect.stringMatching(/^TRUST_CHAIN_NO_EXTERNAL_ID \(medium\)/),
    ]);
  });

  test('a second role that does not name the first is told', async () => {
    const first = role(TIGHT, { name: 'First' });
    const second = role(trusting(role(TIGHT, { name: 'Else' })), { name: 'Second' });
    const { failures, failure, summaries } = await check([sessionOf([first, second])]);
    expect(summaries[1]).toMatch(/^does not admit the role before it, 1 finding/);
    expect(failures).toEqual(['EAC_TRUST_POLICY_REFUSES', WIDE]);
    expect(failure?.parts[0]?.message).toContain(`the role ${first.arn} has ${first.arn}`);
  });

  test('a file stands for the first role only, and that is said', async () => {
    const first = role(TIGHT, { name: 'First' });
    const second = role(trusting(first), { name: 'Second' });
    const { summaries, failures, warnings } = await check(
      [sessionOf([first, second])],
      file(TIGHT),
    );
    expect(summaries).toEqual(['admits this token, no findings', 'not checked']);
    expect(failures).toEqual([]);
    expect(warnings[0]?.failure.message).toMatch(/\/Second is not checked: "trust-policy-file"/);
    expect(requests).toEqual([]);
  });
});

describe('whom a policy may admit besides', () => {
  const GITHUB = 'token.actions.githubusercontent.com';
  const statement = (Principal: unknown, Action = 'sts:AssumeRole') => ({
    Effect: 'Allow',
    Principal,
    Action,
  });
  const besides = (...statements: unknown[]) => ({
    ...TIGHT,
    Statement: [...TIGHT.Statement, ...statements],
  });
  const allowing = (text: string) => ({ ...IAM, allowed: parseAllowedPrincipals(text) });

  test.each([
    ["GitHub's provider", { Federated: PROVIDER + GITHUB }, `https://${GITHUB}`],
    ["GitHub's provider by its ARN", { Federated: PROVIDER + GITHUB }, PROVIDER + GITHUB],
    [
      "the tenant's other provider",
      { Federated: `${PROVIDER}login.microsoftonline.com/${TENANT}/v2.0` },
      `https://login.microsoftonline.com/${TENANT}/v2.0`,
    ],
    [
      'a provider of AWS itself',
      { Federated: 'accounts.google.com' },
      'https://accounts.google.com',
    ],
    ['a foreign root', { AWS: 'arn:aws:iam::999999999999:root' }, '999999999999'],
    ['a foreign account', { AWS: '999999999999' }, 'arn:aws:iam::999999999999:root'],
    ['a role', { AWS: 'arn:aws:iam::999999999999:role/a' }, 'arn:aws:iam::999999999999:role/a'],
    ['a service', { Service: 'ec2.amazonaws.com' }, 'ec2.amazonaws.com'],
  ])('%s fails enforce, unless it is named', async (_, principal, name) => {
    const sessions = [sessionOf([role(besides(statement(principal)))])];
    const { failures, failure } = await check(sessions);
    expect(failures).toEqual([WIDE]);
    expect(failure?.message).toMatch(/^TRUST_PRINCIPAL_BEYOND \(high\)/);
    expect(failure?.message).toContain(Object.values(principal)[0]);
    expect(failure?.hint).toMatch(
      /^If that is intended, name it in "trust-policy-allowed-principals"/,
    );
    const { summaries, failures: others } = await check(sessions, allowing(name));
    expect(summaries).toEqual(['admits this token, no findings']);
    expect(others).toEqual([]);
  });

  test.each([
    ['another role than the one named', { AWS: 'arn:aws:iam::999999999999:role/b' }],
    ['the account of the role named', { AWS: 'arn:aws:iam::999999999999:root' }],
    ['the same name as another kind', { AWS: GITHUB }],
    ['a provider that begins like the one named', { Federated: `${PROVIDER}${GITHUB}/enterprise` }],
    ['everyone', { AWS: '*' }],
  ])('%s fails all the same', async (_, principal) => {
    const allowed = allowing(`arn:aws:iam::999999999999:role/a\nhttps://${GITHUB}`);
    const { failures } = await check([sessionOf([role(besides(statement(principal)))])], allowed);
    expect(failures).toEqual([WIDE]);
  });

  test('further subjects fail, and cannot be allowed', async () => {
    const document = JSON.parse(
      JSON.stringify(TIGHT).replace(`"${SUBJECT}"`, `["${SUBJECT}","another","a third"]`),
    );
    const { failures, failure } = await check([sessionOf([role(document)])], allowing(V1_URL));
    expect(failures).toEqual([WIDE]);
    expect(failure?.message).toMatch(/^TRUST_SUB_SEVERAL \(high\).*"another" and "a third"/);
  });

  test('the role itself is nobody else where the chain names it, and only there', async () => {
    const self = role(besides(statement({ AWS: `arn:aws:iam::${ACCOUNT}:role/Deploy` })));
    const chained = await check([sessionOf([self, self])]);
    expect(chained.summaries).toEqual([
      'admits this token, no findings',
      'admits the role before it, no findings',
    ]);
    expect(chained.failures).toEqual([]);
    expect((await check([sessionOf([self])])).failures).toEqual([WIDE]);
  });

  test('of a chained role, too', async () => {
    const first = role(TIGHT, { name: 'First' });
    let serial = 0;
    const second = (...others: unknown[]) => {
      serial += 1;
      return role(
        { Version: '2012-10-17', Statement: [statement({ AWS: first.arn }), ...others] },
        { name: `Second-${serial}` },
      );
    };
    const everyone = statement('*', 'sts:AssumeRoleWithWebIdentity');
    const exchange = statement({ Federated: PROVIDER + V1 }, 'sts:AssumeRoleWithWebIdentity');
    const account = statement({ AWS: ACCOUNT });
    const codesOf = async (one: AwsRole, trustPolicyCheck: TrustPolicyCheck = IAM) => {
      const { failure } = await check([sessionOf([first, one])], trustPolicyCheck);
      return /TRUST_CHAIN_\w+/.exec(failure?.message ?? '')?.[0] ?? failure?.code;
    };
    expect(await codesOf(second(everyone))).toBe('TRUST_CHAIN_EVERYONE');
    expect(await codesOf(second(exchange))).toBe('TRUST_CHAIN_OTHERS');
    expect(await codesOf(second(account))).toBe('TRUST_CHAIN_ACCOUNT');
    expect(await codesOf(second(account), allowing(ACCOUNT))).toBeUndefined();
    expect(await codesOf(second(everyone), allowing(ACCOUNT))).toBe('TRUST_CHAIN_EVERYONE');
  });
});

describe('a file', () => {
  test('costs no request, and its findings have its lines', async () => {
    const { failures, warnings } = await check([sessionOf([role(TIGHT)])], file(AUD_ONLY));
    expect(requests).toEqual([]);
    expect(failures).toEqual(['EAC_TRUST_POLICY_WIDE']);
    expect(warnings.map(({ place }) => place)).toEqual([{ file: 'trust.json', line: 4 }]);
    expect(warnings[0]?.failure.message).toContain('(trust.json:4, $.Statement[0])');
  });

  test('a condition that refuses is on its own line', async () => {
    const { failures, warnings } = await check([sessionOf([role(TIGHT)])], file(WRONG));
    expect(failures).toEqual(['EAC_TRUST_POLICY_REFUSES', WIDE, WIDE]);
    expect(warnings[0]?.place).toEqual({ file: 'trust.json', line: 12 });
    expect(warnings[0]?.failure.hint).toMatch(/policy of the role differs from the file/);
  });

  test.each([
    ['{"Statement": [}', 1],
    ['{\n"Statement": [\n{"Effect": "Perhaps"}]}', 3],
    ['', 1],
  ])('what is no policy is told with its line: %j', async (text, line) => {
    const { failures, warnings, summaries } = await check([sessionOf([role(TIGHT)])], file(text));
    expect(summaries).toEqual(['is not a policy']);
    expect(failures).toEqual(['EAC_TRUST_POLICY_UNREADABLE']);
    expect(warnings[0]?.place).toEqual({ file: 'trust.json', line });
  });

  test('what IAM would no longer take is a warning', async () => {
    const [statement] = TIGHT.Statement;
    const twice = {
      ...TIGHT,
      Statement: [
        { ...statement, Sid: 'A' },
        { ...statement, Sid: 'A' },
      ],
    };
    const { failures, warnings } = await check([sessionOf([role(TIGHT)])], file(twice));
    expect(failures).toEqual([]);
    expect(warnings[0]?.failure.describe()).toMatch(
      /^EAC_TRUST_POLICY_UNREADABLE: .*second statement "A"/,
    );
  });
});

describe('a refusal of STS', () => {
  const refused = (code: FailureCode) => new StepFailure(code, 'No.', 'Look.');
  const explain = (
    failure: StepFailure,
    trustPolicyCheck: TrustPolicyCheck = { mode: 'off' },
    asked = token,
  ) => {
    const { request } = sessionOf([role(TIGHT)]);
    const inputs = { trustPolicyCheck, sessionName };
    return explainRefusal(failure, request, asked, inputs, new Date());
  };

  test('comes with what AWS must hold', () => {
    const { notes, code, message, hint } = explain(refused('EAC_STS_AUDIENCE_REFUSED'));
    expect({ code, message, hint }).toEqual({
      code: 'EAC_STS_AUDIENCE_REFUSED',
      message: 'No.',
      hint: 'Look.',
    });
    expect(notes).toEqual([
      expect.stringContaining(`account ${ACCOUNT} must hold`),
      expect.stringContaining(`URL https://${V1} `),
      expect.stringMatching(/client IDs.*: api:\/\/aws$/),
      expect.stringContaining(JSON.stringify(TIGHT)),
    ]);
  });

  test('says what roles must allow for a token that sets something for the session', () => {
    const aws = readAwsClaims({ 'https://aws.amazon.com/tags/principal_tags/Team': 'web' });
    const tagged = { ...token, claims: { ...token.claims, aws } };
    const { notes } = explain(refused('EAC_STS_ACCESS_DENIED'), file(TIGHT), tagged);
    expect(notes[0]).toMatch(/^By trust\.json: .*does not allow sts:TagSession.*altogether/);
    expect(notes[1]).toMatch(
      /Action requires .*Add "sts:TagSession" to \$\.Statement\[0\]\.Action/,
    );
    expect(notes.join(' ')).toContain('["sts:AssumeRoleWithWebIdentity","sts:TagSession"]');
    expect(notes.at(-1)).toContain('with sts:TagSession, because the token sets session tags');
  });

  test('of a validation is told with the audience to list', () => {
    const { notes } = explain(refused('EAC_STS_TOKEN_NOT_VALIDATED'));
    expect(notes[2]).toMatch(/client IDs.*: api:\/\/aws$/);
  });

  test('is explained by the file', () => {
    const { notes } = explain(refused('EAC_STS_ACCESS_DENIED'), file(WRONG));
    expect(notes[0]).toBe('By trust.json: No statement of the trust policy allows this token.');
    expect(notes[1]).toMatch(
      /trust\.json:12.* requires "api:\/\/other", this token has "api:\/\/aws"/,
    );
    expect(notes[2]).toContain('trust.json:13');
    expect(notes).toHaveLength(7);
  });

  test.each([
    [
      'that admits it',
      TIGHT,
      /^trust\.json admits this token, so .* does not exist, or has another/,
    ],
    ['that is none', '{', /IAM would not accept .*trust\.json:1/],
  ])('is told apart from a file %s', (_, document, note) => {
    const { notes } = explain(refused('EAC_STS_ACCESS_DENIED'), file(document));
    expect(notes[0]).toMatch(note);
  });

  test('of another kind stays as it is', () => {
    const failure = refused('EAC_STS_REFUSED');
    expect(explain(failure)).toBe(failure);
  });
});
