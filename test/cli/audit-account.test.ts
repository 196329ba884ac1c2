import { refuseIam } from '@entra-aws-creds/sandbox';
import { describe, expect, test } from '@jest/globals';
import { setup } from '../../packages/cli/src/commands/setup.ts';
import { COMMON_FLAGS } from '../../packages/cli/src/flags/flag.ts';
import { parseFlags } from '../../packages/cli/src/flags/flag-values.ts';
import { READ_ROLE } from '../audit/organization.ts';
import { SUBJECT } from '../audit/roles.ts';
import { sandboxOfFile } from '../standard-sandbox.ts';
import { AuditedAccounts } from './audited-accounts.ts';

const DAY_MS = 86_400_000;

const sandbox = await sandboxOfFile();
const estate = new AuditedAccounts(sandbox);

describe('an account', () => {
  test('alone is asked nothing of but its IAM, and of roles that match', async () => {
    const role = estate.roleFor(SUBJECT);
    role.lastUsed = { date: new Date(Date.now() - DAY_MS), region: 'eu-west-1' };
    estate.account.role({
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
    const { status, lines, totals } = await estate.audit();
    const [line, key] = lines;
    expect(status).toBe(0);
    expect(line).toMatchObject({
      kind: 'role',
      arn: role.arn,
      file: `aws/${estate.account.id}/role/deploy`,
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
    estate.roleFor(undefined);
    refuseIam(sandbox, 'Throttling', { first: 3 });
    const { status, totals } = await estate.audit();
    expect([status, totals.high, totals.unjudged]).toEqual([2, 1, 0]);
    expect(totals.requests.ListRoles).toBe(4);
  });

  test('with roles of the longest policies is read in smaller pages', async () => {
    for (let index = 0; index < 120; index += 1) {
      const role = estate.roleFor(undefined, estate.account, `long-${index}`);
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
            Condition: { StringEquals: { [`${estate.issuer}:sub`]: subjects } },
          },
        ],
      };
    }
    const { totals } = await estate.audit();
    expect([totals.roles, totals.matching]).toEqual([120, 120]);
    expect(totals.requests.ListRoles).toBeGreaterThan(1);
  });

  test('whose administrator may not read ends with the permission that is missing', async () => {
    const user = estate.account.user({ name: 'ada', isAdministrator: true });
    user.withheld.add('iam:ListRoles');
    const { status, stderr } = await estate.audit('--json');
    expect([status, stderr]).toEqual([1, expect.stringMatching(/EAC_IAM_DENIED: .*iam:ListRoles/)]);
  });
});

describe('stored keys', () => {
  test('come with their age, their use and what takes their place', async () => {
    const policy = 'arn:aws:iam::aws:policy/AmazonS3FullAccess';
    const created = new Date(Date.now() - 400 * DAY_MS);
    const user = estate.account.user({
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
    const idle = estate.account.user({ name: 'idle' }).accessKeys[0];
    if (idle) idle.status = 'Inactive';
    const { lines } = await estate.audit('--tenant-id', estate.tenant.id);
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
      `--role arn:aws:iam::${estate.account.id}:role/jenkins-deploy --policy-arn ${policy}`,
    );
    expect(found[0].instead.slice(1, 4)).toEqual([
      `  + Entra application "AWS ${estate.account.id} jenkins-deploy", with v2.0 tokens`,
      expect.stringMatching(/^ {2}\+ Service principal/),
      expect.stringMatching(/^ {2}\+ /),
    ]);
    expect(found[0].instead).toContain(
      `  + Policy ${policy} on the role arn:aws:iam::${estate.account.id}:role/jenkins-deploy`,
    );
    const words = [...found[0].instead[0].matchAll(/"([^"]*)"|(\S+)/g)].map(
      ([, quoted, word]) => quoted ?? word,
    );
    expect(parseFlags(words.slice(2), [...setup.flags, ...COMMON_FLAGS], []).operands).toEqual([]);
    expect(JSON.stringify(found)).not.toContain(user.accessKeyId);
  });
});

test('a risk is accepted by the ARN of its role, since others may be called the same', async () => {
  const { arn, name } = estate.roleFor(undefined);
  const risks = [arn, name].map((role) => {
    const finding = 'TRUST_NO_SUB';
    return estate.home.write(
      `${role.length}.json`,
      JSON.stringify([{ role, finding, reason: 'x', until: '9999-12-31' }]),
    );
  });
  const [byArn, byName] = await Promise.all(risks.map((file) => estate.audit('--accept', file)));
  expect([byArn?.status, byArn?.totals.accepted, byName?.status]).toEqual([0, 1, 2]);
  expect(byName?.totals.notices).toEqual([expect.stringContaining('was not found')]);
});

describe('an organization', () => {
  test('with an account that cannot be entered is read, and that account is a line', async () => {
    const organization = sandbox.aws.organize({ managementAccount: estate.account });
    const members = [1, 2, 3].map(() => estate.another());
    for (const member of members) {
      organization.add(member);
      estate.roleFor(undefined, member);
    }
    for (const member of members.slice(0, 2)) {
      const Principal = { AWS: estate.account.arn('iam', 'root') };
      const Statement = [{ Effect: 'Allow' as const, Principal, Action: 'sts:AssumeRole' }];
      const trustPolicy = { Version: '2012-10-17' as const, Statement };
      const attachedPolicies = ['arn:aws:iam::aws:policy/SecurityAudit'];
      member.role({ name: READ_ROLE, trustPolicy, attachedPolicies });
    }
    const suspended = organization.add(estate.another());
    suspended.status = 'SUSPENDED';
    const { status, lines, totals } = await estate.audit(
      '--organization',
      '--role-name',
      READ_ROLE,
    );
    expect([status, totals.high, totals.unjudged]).toEqual([1, 2, 1]);
    const [line] = lines.filter(({ kind }: { kind: string }) => kind === 'unjudged');
    expect(line).toMatchObject({
      account: members[2]?.id,
      why: expect.stringMatching(/^EAC_AUDIT_ROLE_DENIED: .*role\/Audit/),
    });
    expect(totals.notices).toEqual([expect.stringContaining('1 account')]);
    const file = estate.home.write(
      'accounts.txt',
      `# two of them\n${members[0]?.id}\n\n${members[1]?.id}\n`,
    );
    const some = await estate.audit('--accounts-file', file, '--role-name', READ_ROLE);
    expect([some.status, some.totals.high]).toEqual([2, 2]);
    expect(some.totals.requests.ListAccounts).toBeUndefined();
  });

  test('that there is none of is said in the words of AWS', async () => {
    sandbox.aws.organization = undefined;
    const { status, stderr } = await estate.audit('--organization', '--role-name', READ_ROLE);
    expect([status, stderr]).toEqual([
      1,
      expect.stringMatching(/EAC_ORGANIZATIONS_REFUSED: .*AWSOrganizationsNotInUseException/s),
    ]);
  });
});

test('what answers in the place of Organizations is told by its name', async () => {
  const asked = ['--organization', '--role-name', READ_ROLE, '--organizations-endpoint'];
  const { status, stderr } = await estate.audit(...asked, sandbox.entraUrl);
  expect([status, stderr]).toEqual([1, expect.stringMatching(/EAC_ORGANIZATIONS_ANSWER: /)]);
  const nobody = await estate.audit(...asked, 'https://localhost:1');
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
  const { status, stderr } = await estate.home.run(['audit', ...words]);
  expect([status, stderr]).toEqual([64, expect.stringContaining(says)]);
});
