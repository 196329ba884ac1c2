import { type AwsAccount, issueCertificate, refuseIam } from '@entra-aws-creds/sandbox';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { setup } from '../../packages/cli/src/commands/setup.ts';
import { COMMON_FLAGS } from '../../packages/cli/src/flags/flag.ts';
import { parseFlags } from '../../packages/cli/src/flags/flag-values.ts';
import { READ_ROLE, servicesOf } from '../audit/organization.ts';
import { leaksIn } from '../bundle/leaks.ts';
import { sandboxOfFile } from '../standard-sandbox.ts';
import { Home } from './program.ts';

const CERTIFICATE = issueCertificate({ commonName: 'auditor' });
const DAY_MS = 86_400_000;

const sandbox = await sandboxOfFile();
const tenant = sandbox.entra.tenant();
const issuer = `sts.windows.net/${tenant.id}/`;
const resource = tenant.app({ displayName: 'aws', appIdUris: ['api://aws'] });
const pipeline = tenant.app({
  displayName: 'deploy',
  certificates: [CERTIFICATE.certificatePem],
  registration: { owners: [tenant.app({ displayName: 'platform' }).servicePrincipalObjectId] },
});

let next = 200_000_000_000;
let account: AwsAccount;
let home: Home;
beforeAll(() => {
  home = new Home('Node 20', { NODE_EXTRA_CA_CERTS: sandbox.caFile });
});
afterAll(() => home.close());
beforeEach(() => {
  account = sandbox.aws.account(String(next++));
  account.provider({ url: `https://${issuer}`, clientIds: ['api://aws'] });
});

function roleFor(subject: string | undefined, where = account, name = 'deploy') {
  const claims = { [`${issuer}:aud`]: 'api://aws', ...(subject && { [`${issuer}:sub`]: subject }) };
  const Principal = { Federated: where.arn('iam', `oidc-provider/${issuer}`) };
  const Action = 'sts:AssumeRoleWithWebIdentity';
  const Condition = { StringEquals: claims };
  const Statement = [{ Effect: 'Allow' as const, Principal, Action, Condition }];
  return where.role({ name, trustPolicy: { Version: '2012-10-17', Statement } });
}

/** The audit as an administrator of the account, and what it prints as JSON. */
async function audit(args: readonly string[] = [], input = 'json') {
  const user = account.users.find(({ name }) => name === 'ada');
  const { accessKeyId, secretAccessKey } =
    user ?? account.user({ name: 'ada', isAdministrator: true });
  const own = servicesOf(sandbox);
  const given = args.includes('--organizations-endpoint')
    ? [...own.slice(0, 4), ...own.slice(6)]
    : own;
  const services = [...given, '--retry-max-attempts', '5'];
  const { status, stdout, stderr } = await home.run(
    ['audit', ...services, '--format', input, ...args],
    { env: { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } },
  );
  const json = stdout === '' || input !== 'json' ? undefined : JSON.parse(stdout);
  expect(leaksIn(stdout + stderr, { 'the secret key': [secretAccessKey] })).toEqual([]);
  return { status, stdout, stderr, lines: json?.lines ?? [], totals: json?.totals };
}

describe('an account', () => {
  test('alone is asked nothing of but its IAM, and of roles that match', async () => {
    const role = roleFor(pipeline.servicePrincipalObjectId);
    role.lastUsed = { date: new Date(Date.now() - DAY_MS), region: 'eu-west-1' };
    account.role({
      name: 'other',
      trustPolicy: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'ec2.amazonaws.com' },
            Action: 'sts:AssumeRole',
          },
        ],
      },
    });
    const { status, lines, totals } = await audit();
    const [line, key] = lines;
    expect(status).toBe(0);
    expect(line).toMatchObject({
      kind: 'role',
      arn: role.arn,
      file: `aws/${account.id}/role/deploy`,
      lastUse: { region: 'eu-west-1' },
      findings: [],
    });
    expect(key).toMatchObject({ kind: 'key', user: 'ada', ageDays: 0 });
    expect(totals).toMatchObject({
      roles: 2,
      matching: 1,
      requests: {
        GetCallerIdentity: 1,
        ListRoles: 1,
        GetRole: 1,
        GetOpenIDConnectProvider: 1,
        ListUsers: 1,
        ListAccessKeys: 1,
        GetAccessKeyLastUsed: 1,
        ListAttachedUserPolicies: 1,
      },
    });
  });

  test('that throttles is asked again', async () => {
    roleFor(undefined);
    refuseIam(sandbox, 'Throttling', { first: 3 });
    const { status, totals } = await audit();
    expect([status, totals.high, totals.unjudged]).toEqual([2, 1, 0]);
    expect(totals.requests.ListRoles).toBe(4);
  });

  test('with roles of the longest policies is read in smaller pages', async () => {
    for (let index = 0; index < 120; index += 1) {
      const role = roleFor(undefined, account, `long-${index}`);
      const [statement] = [role.trustPolicy.Statement].flat();
      const subjects = Array.from(
        { length: 200 },
        (_, at) => `${String(at).padStart(3, '0')}${'"'.repeat(16)}`,
      );
      role.trustPolicy = {
        Version: '2012-10-17',
        Statement: [
          {
            ...statement,
            Effect: 'Allow',
            Condition: { StringEquals: { [`${issuer}:sub`]: subjects } },
          },
        ],
      };
    }
    const { totals } = await audit();
    expect([totals.roles, totals.matching]).toEqual([120, 120]);
    expect(totals.requests.ListRoles).toBeGreaterThan(1);
  });

  test('whose administrator may not read ends with the permission that is missing', async () => {
    const user = account.user({ name: 'ada', isAdministrator: true });
    user.withheld.add('iam:ListRoles');
    const { status, stderr } = await audit(['--json']);
    expect([status, stderr]).toEqual([1, expect.stringMatching(/EAC_IAM_DENIED: .*iam:ListRoles/)]);
  });
});

describe('stored keys', () => {
  test('come with their age, their use and what takes their place', async () => {
    const policy = 'arn:aws:iam::aws:policy/AmazonS3FullAccess';
    const created = new Date(Date.now() - 400 * DAY_MS);
    const user = account.user({
      name: 'jenkins-deploy',
      attachedPolicies: [policy],
      createdAt: created,
    });
    const [key] = user.accessKeys;
    if (key)
      key.lastUsed = {
        date: new Date(Date.now() - 2 * DAY_MS),
        region: 'eu-west-1',
        service: 's3',
      };
    const idle = account.user({ name: 'idle' }).accessKeys[0];
    if (idle) idle.status = 'Inactive';
    const { lines } = await audit(['--tenant-id', tenant.id]);
    const found = lines.filter(
      ({ kind, user: of }: { kind: string; user: string }) => kind === 'key' && of !== 'ada',
    );
    expect(found).toEqual([
      expect.objectContaining({
        user: 'jenkins-deploy',
        keyEnding: user.accessKeyId.slice(-4),
        service: 's3',
        pipeline: expect.stringContaining('its name says'),
      }),
    ]);
    expect(found[0].instead[0]).toContain(
      `--role arn:aws:iam::${account.id}:role/jenkins-deploy --policy-arn ${policy}`,
    );
    expect(found[0].instead.slice(1, 4)).toEqual([
      `  + Entra application "AWS ${account.id} jenkins-deploy", with v2.0 tokens`,
      expect.stringMatching(/^ {2}\+ Service principal/),
      expect.stringMatching(/^ {2}\+ /),
    ]);
    expect(found[0].instead).toContain(
      `  + Policy ${policy} on the role arn:aws:iam::${account.id}:role/jenkins-deploy`,
    );
    const words = [...found[0].instead[0].matchAll(/"([^"]*)"|(\S+)/g)].map(
      ([, quoted, word]) => quoted ?? word,
    );
    expect(parseFlags(words.slice(2), [...setup.flags, ...COMMON_FLAGS], []).operands).toEqual([]);
    expect(JSON.stringify(found)).not.toContain(user.accessKeyId);
  });
});

test('a risk is accepted by the ARN of its role, since others may be called the same', async () => {
  const { arn, name } = roleFor(undefined);
  const risks = [arn, name].map((role) => {
    const finding = 'TRUST_NO_SUB';
    return home.write(
      `${role.length}.json`,
      JSON.stringify([{ role, finding, reason: 'x', until: '9999-12-31' }]),
    );
  });
  const [byArn, byName] = await Promise.all(risks.map((file) => audit(['--accept', file])));
  expect([byArn?.status, byArn?.totals.accepted, byName?.status]).toEqual([0, 1, 2]);
  expect(byName?.totals.notices).toEqual([expect.stringContaining('was not found')]);
});

describe('an organization', () => {
  test('with an account that cannot be entered is read, and that account is a line', async () => {
    const organization = sandbox.aws.organize({ managementAccount: account });
    const members = [1, 2, 3].map(() => sandbox.aws.account(String(next++)));
    for (const member of members) {
      organization.add(member);
      roleFor(undefined, member);
    }
    for (const member of members.slice(0, 2)) {
      const Principal = { AWS: account.arn('iam', 'root') };
      const Statement = [{ Effect: 'Allow' as const, Principal, Action: 'sts:AssumeRole' }];
      const trustPolicy = { Version: '2012-10-17' as const, Statement };
      const attachedPolicies = ['arn:aws:iam::aws:policy/SecurityAudit'];
      member.role({ name: READ_ROLE, trustPolicy, attachedPolicies });
    }
    const suspended = organization.add(sandbox.aws.account(String(next++)));
    suspended.status = 'SUSPENDED';
    const { status, lines, totals } = await audit(['--organization', '--role-name', READ_ROLE]);
    expect([status, totals.high, totals.unjudged]).toEqual([1, 2, 1]);
    const [line] = lines.filter(({ kind }: { kind: string }) => kind === 'unjudged');
    expect(line).toMatchObject({
      account: members[2]?.id,
      why: expect.stringMatching(/^EAC_AUDIT_ROLE_DENIED: .*role\/Audit/),
    });
    expect(totals.notices).toEqual([expect.stringContaining('1 account')]);
    const file = home.write(
      'accounts.txt',
      `# two of them\n${members[0]?.id}\n\n${members[1]?.id}\n`,
    );
    const some = await audit(['--accounts-file', file, '--role-name', READ_ROLE]);
    expect([some.status, some.totals.high]).toEqual([2, 2]);
    expect(some.totals.requests.ListAccounts).toBeUndefined();
  });

  test('that there is none of is said in the words of AWS', async () => {
    sandbox.aws.organization = undefined;
    const { status, stderr } = await audit(['--organization', '--role-name', READ_ROLE]);
    expect([status, stderr]).toEqual([
      1,
      expect.stringMatching(/EAC_ORGANIZATIONS_REFUSED: .*AWSOrganizationsNotInUseException/s),
    ]);
  });
});

describe('Entra', () => {
  const administrator = tenant.app({ certificates: [CERTIFICATE.certificatePem] });
  tenant.grantGraph(administrator, 'Application.Read.All');
  const logIn = () => [
    '--entra',
    ...['--tenant-id', tenant.id, '--authority-host', sandbox.entraUrl],
    ...['--graph-endpoint', sandbox.graphUrl, '--admin-client-id', administrator.clientId],
    '--admin-certificate-path',
    home.write('auditor.pem', CERTIFICATE.certificatePem + CERTIFICATE.privateKeyPem),
  ];
  const codesOf = (line: { findings: { code: string }[] }) => line.findings.map(({ code }) => code);

  test('tells of the application that gets in', async () => {
    roleFor(pipeline.servicePrincipalObjectId);
    const { status, lines, totals } = await audit(logIn());
    expect([status, codesOf(lines[0])]).toEqual([0, []]);
    expect(lines[0].applications).toEqual([
      expect.stringMatching(
        `^Application "deploy" \\(${pipeline.clientId}\\): certificate until \\d{4}.*, owned by .+\\.$`,
      ),
    ]);
    expect(totals.requests).toMatchObject({ 'GET /v1.0/servicePrincipals': 1 });
  });

  test('tells what is missing, disabled, or has a secret', async () => {
    const twoWays = tenant.app({ displayName: 'two ways' });
    twoWays.registration.passwordCredentials = [
      {
        keyId: crypto.randomUUID(),
        displayName: 'rescue',
        hint: 'abc',
        startDateTime: new Date().toISOString(),
        endDateTime: new Date(Date.now() + DAY_MS).toISOString(),
      },
    ];
    const off = tenant.app({ displayName: 'off', enabled: false });
    roleFor(twoWays.servicePrincipalObjectId, account, 'a-secret');
    roleFor(off.servicePrincipalObjectId, account, 'b-off');
    roleFor(crypto.randomUUID(), account, 'c-gone');
    const { lines } = await audit(logIn());
    expect(lines.slice(0, 3).map(codesOf)).toEqual([
      ['AUDIT_SECRET_ON_APPLICATION'],
      ['AUDIT_APPLICATION_DISABLED'],
      ['AUDIT_APPLICATION_MISSING'],
    ]);
    expect(resource.appIdUris).toEqual(['api://aws']);
  });
});

test('what answers in the place of Organizations is told by its name', async () => {
  const asked = ['--organization', '--role-name', READ_ROLE, '--organizations-endpoint'];
  const { status, stderr } = await audit([...asked, sandbox.entraUrl]);
  expect([status, stderr]).toEqual([1, expect.stringMatching(/EAC_ORGANIZATIONS_ANSWER: /)]);
  const nobody = await audit([...asked, 'https://localhost:1']);
  expect([nobody.status, nobody.stderr]).toEqual([
    1,
    expect.stringMatching(/EAC_ORGANIZATIONS_UNREACHABLE: .*localhost:1/),
  ]);
});

test.each([
  [['--role-name', 'x'], '--role-name needs --organization or --accounts-file.'],
  [['--organization'], '--role-name NAME is needed'],
  [['--organization', '--accounts-file', 'x', '--role-name', 'x'], 'Give only one of'],
  [['--accounts-file', 'none', '--role-name', 'x'], 'cannot be read (ENOENT)'],
  [['--tenant-id', 'contoso.com'], 'must be the directory (tenant) ID here'],
  [['--organizations-endpoint', 'http://x'], 'takes an https:// address'],
])('%j is wrong usage', async (words, says) => {
  const { status, stderr } = await home.run(['audit', ...words]);
  expect([status, stderr]).toEqual([64, expect.stringContaining(says)]);
});
