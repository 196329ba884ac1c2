import { spawnSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import type { NodeVersion } from '../bundle/node-versions.ts';
import { sandboxOfFile } from '../standard-sandbox.ts';
import { type CentralEstate, centralEstate } from './central-account.ts';

const sandbox = await sandboxOfFile();
const NODES: readonly NodeVersion[] = ['Node 20', 'Node 24'];
const HOUR_MS = 3_600_000;

const CONFLICT = {
  error: 'Conflict',
  cause: JSON.stringify({
    errorType: 'Conflict',
    errorMessage: 'EAC_BINDING_CONFLICT: The tag lets in somebody.\u001b[2J',
  }),
};

function lookAt(account: string, role: string) {
  const because = { event: 'CreateRole', at: new Date().toISOString() };
  return { look: { partition: 'aws', account, role, because } };
}

/** An execution of a role that has ended as its work says. */
async function ended(
  { roles, member }: CentralEstate,
  role: string,
  trigger: string,
  ago = HOUR_MS,
): Promise<void> {
  const digest = Buffer.from(role.padEnd(8, '0')).toString('hex').slice(0, 16);
  const at = new Date(Date.now() - ago);
  roles.start(`${member.id}-${digest}-${trigger}`, lookAt(member.id, role), at);
  await new Promise((resolve) => setImmediate(resolve));
}

const NIGHT = { trigger: 'nightly-1', accounts: 2, looked: 3, bound: 3, toDo: 0, reports: [] };

describe.each(NODES)('status, on %s', (node) => {
  test('of an automation that is well needs nobody', async () => {
    const central = await centralEstate(sandbox, node, {
      role: async () => ({ output: {} }),
      night: async () => ({ output: NIGHT }),
    });
    await ended(central, 'deploy', 'event-1');
    central.nights.start('2f0c', {}, new Date(Date.now() - 3 * HOUR_MS));
    const { status, stdout } = await central.run('status');
    expect(stdout).toMatch(
      /^stack {3}entra-aws-creds {2}UPDATE_COMPLETE\nroles {3}last 24 hours: 1 executions ended well, 0 failed, 0 under way\nnight {3}\S+ \S+ UTC {2}SUCCEEDED {2}2 accounts, 3 roles bound, 0 to do\nevents {2}0 did not reach the router, 0 it failed on\nalarms {2}none of 2 firing\n$/,
    );
    expect(status).toBe(0);
  });
});

describe('status', () => {
  test('names roles that failed, with the reason and how they are tried again', async () => {
    const central = await centralEstate(sandbox, 'Node 24', {
      role: async ({ name }) => (name.endsWith('good') ? { output: {} } : CONFLICT),
      night: async () => ({ error: 'AccountsFailed', cause: '1 accounts could not be looked at' }),
    });
    await ended(central, 'mended', 'bad', 3 * HOUR_MS);
    await ended(central, 'mended', 'good', 2 * HOUR_MS);
    await ended(central, 'deploy', 'bad');
    central.nights.start('2f0c', {}, new Date(Date.now() - 30 * HOUR_MS));
    central.nights.start('plan-20261121', {}, new Date());
    central.account.regional.queues.set(central.deadLetters, 4);
    for (const alarm of central.account.regional.alarms) alarm.state = 'ALARM';
    const { status, stdout } = await central.run('status');
    expect(status).toBe(2);
    expect(stdout).toContain('1 executions ended well, 2 failed');
    expect(stdout).toContain(
      `again: entra-aws-creds organization reconcile --role arn:aws:iam::${central.member.id}:role/deploy`,
    );
    expect(stdout).toContain('EAC_BINDING_CONFLICT: The tag lets in somebody.');
    expect(stdout).not.toContain('role/mended');
    expect(stdout).not.toContain('\u001b');
    const needs = [...stdout.matchAll(/^! (.*)$/gm)].map(([, text]) => text);
    expect(needs).toEqual([
      expect.stringMatching(/^1 role could not be bound or let go/),
      expect.stringMatching(/^No night of all accounts has ended for a day/),
      expect.stringMatching(/^The last night could not look at every account/),
      expect.stringMatching(/^4 events did not reach the router/),
      expect.stringMatching(/^2 alarms firing: entra-aws-creds-executions-failed/),
    ]);
  });

  test('is the same as JSON', async () => {
    const central = await centralEstate(sandbox, 'Node 24', { role: async () => CONFLICT });
    await ended(central, 'deploy', 'bad');
    const { status, stdout } = await central.run('status', '--json');
    expect(status).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({
      stack: { status: 'UPDATE_COMPLETE' },
      day: { succeeded: 0, failed: 1, running: 0 },
      failedRoles: { count: 1, newest: [{ error: 'Conflict', role: { role: 'deploy' } }] },
      attention: [expect.any(String), expect.any(String)],
    });
  });

  test('says what is missing where the stack is not there', async () => {
    const central = await centralEstate(sandbox, 'Node 24');
    central.account.regional.stacks.length = 0;
    const { status, stderr } = await central.run('status');
    expect([status, stderr]).toEqual([
      1,
      expect.stringMatching(
        /EAC_AUTOMATION_MISSING: There is no stack entra-aws-creds in us-east-1/,
      ),
    ]);
  });

  test('names the permission that is missing', async () => {
    const central = await centralEstate(sandbox, 'Node 24');
    central.estate.user.withheld.add('states:ListExecutions');
    const { status, stderr } = await central.run('status');
    expect(status).toBe(1);
    expect(stderr).toMatch(/EAC_AUTOMATION_DENIED: .*states:ListExecutions/);
  });

  test('does not take a page of a proxy for an answer', async () => {
    const central = await centralEstate(sandbox, 'Node 24');
    const url = ['--aws-endpoint', sandbox.signinUrl, '--retry-max-attempts', '1'];
    const { status, stderr } = await central.run('status', ...url);
    expect([status, stderr]).toEqual([1, expect.stringMatching(/EAC_AUTOMATION_ANSWER: /)]);
  });

  test('asks nobody over plain http', async () => {
    const central = await centralEstate(sandbox, 'Node 24');
    const { status, stderr } = await central.run('status', '--aws-endpoint', 'http://localhost:1');
    expect([status, stderr]).toEqual([64, expect.stringContaining('https://')]);
  });
});

const PLANNED = {
  ...{ only: 'plan', trigger: 'nightly-1', accounts: 2, looked: 5, bound: 1, toDo: 4 },
  reports: [
    {
      ...{ account: '222222222222', looked: 5, bound: 1, toDo: 4 },
      roles: [
        { role: 'forbidden', do: 'stopped', why: 'EAC_BINDING_CONFLICT: no.' },
        { role: 'waiting', do: 'bind', why: 'its audience is the placeholder' },
        { do: 'make-providers', why: 'the account lacks https://sts.windows.net/x/' },
      ],
    },
  ],
};

describe.each(NODES)('plan, on %s', (node) => {
  test('orders a night that only looks, and prints what it says', async () => {
    const central = await centralEstate(sandbox, node, {
      night: async () => ({ output: PLANNED }),
    });
    const { status, stdout } = await central.run('plan', '--account', '222222222222');
    expect(central.nights.executions.map(({ name, input }) => [name, input])).toEqual([
      [
        expect.stringMatching(/^plan-\d{14}-[0-9a-f]{8}$/),
        { only: 'plan', account: '222222222222' },
      ],
    ]);
    expect(stdout).toBe(
      [
        '222222222222',
        '  ! stopped  forbidden: EAC_BINDING_CONFLICT: no.',
        '  + bind  waiting: its audience is the placeholder',
        '  + make-providers  this account: the account lacks https://sts.windows.net/x/',
        '  and 1 more: entra-aws-creds organization plan --account 222222222222',
        '2 accounts, 1 role bound, 4 to do.',
        '',
      ].join('\n'),
    );
    expect(status).toBe(2);
  });
});

describe('plan', () => {
  test.each([
    ['there is nothing to do', { ...PLANNED, toDo: 0, reports: [] }, 0],
    [
      'an account could not be looked at',
      {
        ...PLANNED,
        reports: [
          {
            ...{ account: '222222222222', looked: 0, bound: 0, toDo: 0 },
            failed: { error: 'Refused', why: 'EAC_STS_ACCESS_DENIED: no.' },
          },
        ],
      },
      1,
    ],
  ])('where %s', async (_, output, expected) => {
    const central = await centralEstate(sandbox, 'Node 24', { night: async () => ({ output }) });
    const { status, stdout } = await central.run('plan');
    expect(status).toBe(expected);
    expect(stdout).toMatch(expected === 0 ? /nothing to do/ : /EAC_STS_ACCESS_DENIED/);
  });

  test('says why the night failed', async () => {
    const night = async () => ({ error: 'Failed', cause: 'The account is none.' });
    const central = await centralEstate(sandbox, 'Node 24', { night });
    const { status, stderr } = await central.run('plan', '--account', '999999999999');
    expect([status, stderr]).toEqual([1, expect.stringContaining('Failed: The account is none.')]);
  });
});

describe('reconcile', () => {
  test.each(NODES)('of one role starts an execution for it, and waits, on %s', async (node) => {
    const output = { seen: { do: 'bind' }, identity: { clientId: 'c1' } };
    const central = await centralEstate(sandbox, node, { role: async () => ({ output }) });
    const arn = `arn:aws:iam::${central.member.id}:role/team/deploy`;
    const { status, stdout } = await central.run('reconcile', '--role', arn);
    expect([status, stdout]).toEqual([0, 'Bound: client ID c1.\n']);
    const [{ input, name } = { input: '', name: '' }] = central.roles.executions;
    expect(input).toMatchObject({
      look: { account: central.member.id, role: 'deploy', because: { event: 'person' } },
    });
    expect(name).toMatch(RegExp(`^${central.member.id}-[0-9a-f]{16}-person-\\d+$`));
  });

  test('that fails says why', async () => {
    const central = await centralEstate(sandbox, 'Node 24', { role: async () => CONFLICT });
    const arn = `arn:aws:iam::${central.member.id}:role/deploy`;
    const { status, stderr } = await central.run('reconcile', '--role', arn);
    expect(status).toBe(1);
    expect(stderr).toContain('Conflict: EAC_BINDING_CONFLICT: The tag lets in somebody.');
  });

  test('does not wait for the grace period', async () => {
    const role = (execution: { state: string }) => {
      execution.state = 'GracePeriod';
      return new Promise<never>(() => {});
    };
    const central = await centralEstate(sandbox, 'Node 24', { role });
    const arn = `arn:aws:iam::${central.member.id}:role/deploy`;
    const { status, stdout } = await central.run('reconcile', '--role', arn);
    expect([status, stdout]).toEqual([0, expect.stringMatching(/^Let go: nobody gets in/)]);
  });

  test('of all accounts follows what the night starts', async () => {
    const central: CentralEstate = await centralEstate(sandbox, 'Node 24', {
      role: async ({ input }) =>
        JSON.stringify(input).includes('forbidden') ? CONFLICT : { output: {} },
      night: async () => {
        const { member, roles } = central;
        for (const role of ['deploy', 'forbidden']) {
          roles.start(`${member.id}-${role}-nightly-1`, lookAt(member.id, role));
        }
        roles.start(`${member.id}-other-event-9`, lookAt(member.id, 'forbidden'));
        return { output: { ...NIGHT, toDo: 2 } };
      },
    });
    const { status, stdout } = await central.run('reconcile');
    expect(stdout).toMatch(
      /^2 accounts, 3 roles bound already, 2 to do: 1 done, 0 let go, 1 failed\.\n.*forbidden/,
    );
    expect(status).toBe(1);
    expect(central.nights.executions[0]).toMatchObject({
      name: expect.stringMatching(/^night-/),
      input: {},
    });
  });

  test('that nobody waits for prints the execution', async () => {
    const central = await centralEstate(sandbox, 'Node 24');
    const { status, stdout } = await central.run('reconcile', '--no-wait');
    expect([status, stdout]).toEqual([0, `${central.nights.executions[0]?.arn}\n`]);
  });

  test('is of one thing', async () => {
    const central = await centralEstate(sandbox, 'Node 24');
    const arn = `arn:aws:iam::${central.member.id}:role/deploy`;
    const both = ['--role', arn, '--account', central.member.id];
    const { status } = await central.run('reconcile', ...both);
    expect([status, central.roles.executions]).toEqual([64, []]);
  });
});

describe('doctor', () => {
  /** With rights in Entra as well. */
  const entraFlags = ({ estate }: CentralEstate) => [
    ...['--entra', '--graph-endpoint', sandbox.graphUrl],
    ...['--admin-client-id', estate.administrator.clientId],
    ...['--admin-certificate-path', `${estate.home.folder}/administrator.pem`],
  ];

  test.each(NODES)('finds nothing where nothing is wrong, on %s', async (node) => {
    const central = await centralEstate(sandbox, node);
    const { status, stdout } = await central.run('doctor', ...entraFlags(central));
    expect(stdout.match(/^\S /gm)).toEqual(Array.from({ length: 9 }, () => '✓ '));
    expect(status).toBe(0);
  });

  test('asks Entra only where it may', async () => {
    const central = await centralEstate(sandbox, 'Node 24');
    const before = sandbox.requests.length;
    const { status, stdout } = await central.run('doctor');
    expect([status, stdout.match(/not tried, Entra is asked with --entra/g)?.length]).toEqual([
      0, 3,
    ]);
    const asked = sandbox.requests.slice(before).map(({ service }) => service);
    expect(asked).not.toContain('graph');
  });

  type Trouble = (central: CentralEstate) => void;
  const TROUBLES: readonly (readonly [string, Trouble, RegExp])[] = [
    [
      'the stack failed to be updated',
      ({ account }) => {
        for (const stack of account.regional.stacks) stack.status = 'UPDATE_ROLLBACK_COMPLETE';
      },
      /✗ Central stack\n.*UPDATE_ROLLBACK_COMPLETE[\s\S]*→ aws cloudformation describe-stack-events/,
    ],
    [
      'outbound federation is off',
      ({ account }) => {
        if (account.outboundIssuer) account.outboundIssuer.isEnabled = false;
      },
      /✗ Outbound identity federation\n[\s\S]*→ aws iam enable-outbound-web-identity-federation/,
    ],
    [
      'the account may not list accounts',
      ({ member }) => {
        sandbox.aws.organize({ managementAccount: member });
      },
      /✗ Accounts of the organization\n[\s\S]*→ aws organizations register-delegated-administrator --account-id \d{12}/,
    ],
    [
      'an account has no member stack',
      () => {
        sandbox.aws.organization?.add(sandbox.aws.account('777777777777'));
      },
      /✗ Member stacks\n[\s\S]*1 have none: 777777777777\n.*→ aws cloudformation create-stack-instances .*Accounts=777777777777/,
    ],
    [
      'a member stack is out of date',
      ({ account }) => {
        for (const one of account.regional.stackSets[0]?.instances ?? []) one.status = 'OUTDATED';
      },
      /✗ Member stacks\n[\s\S]*1 are out of date: \d{12} \(OUTDATED\)\n.*→ aws cloudformation update-stack-instances/,
    ],
    [
      'the stacks were deployed for different paths',
      ({ account }) => {
        const [set] = account.regional.stackSets.splice(0);
        const parameters = { ...set?.parameters, RolePath: "/it's/" };
        if (set) account.regional.stackSets.push({ ...set, parameters });
      },
      /✗ Member stacks\n[\s\S]*RolePath of the stack set is "\/it's\/", and of the central stack "\/entra-aws-creds\/"\n.*→ aws cloudformation update-stack-set .*ParameterKey=TenantId,UsePreviousValue=true .*ParameterKey=RolePath,ParameterValue=\/entra-aws-creds\/\n/,
    ],
    [
      'there is no stack set',
      ({ account }) => {
        account.regional.stackSets.length = 0;
      },
      /✗ Member stacks\n.*There is no stack set entra-aws-creds-member/,
    ],
    [
      'events got lost',
      ({ account, deadLetters }) => {
        account.regional.queues.set(deadLetters, 2);
      },
      /✗ Events that got lost\n.*2 events did not reach the router/,
    ],
    [
      'the application may do more than it should',
      ({ estate: { tenant, administrator } }) => {
        tenant.grantGraph(administrator, 'Application.ReadWrite.All');
      },
      /✗ What it may do\n.*more than Application\.ReadWrite\.OwnedBy: Application\.ReadWrite\.All[\s\S]*→ az rest --method DELETE/,
    ],
    [
      'the subject of the trust differs in a letter',
      ({ estate: { administrator } }) => {
        const [own] = administrator.federatedCredentials.splice(0);
        if (own) {
          administrator.federatedCredentials.push({ ...own, subject: own.subject.toUpperCase() });
        }
      },
      /✗ Its trust in the functions\n[\s\S]*subject of .* is "ARN:AWS.*" ?, and must be "arn:aws[\s\S]*→ az ad app federated-credential create/i,
    ],
  ];

  test.each(TROUBLES)('where %s, says so and what mends it', async (_, make, expected) => {
    const central = await centralEstate(sandbox, 'Node 24');
    make(central);
    const { status, stdout } = await central.run('doctor', ...entraFlags(central));
    expect(stdout).toMatch(expected);
    expect(stdout.match(/^✗ /gm)?.length).toBeGreaterThan(0);
    expect(status).toBe(2);
  });

  test('sees the stack set of a delegated administrator, page by page', async () => {
    const central = await centralEstate(sandbox, 'Node 24');
    const { stackSets } = central.account.regional;
    const instances = Array.from({ length: 7 }, (_, index) => {
      const account = sandbox.aws.account(String(888_888_888_800 + index));
      sandbox.aws.organization?.add(account);
      return { account: account.id, region: 'us-east-1', status: 'CURRENT' as const };
    });
    const [own] = stackSets.splice(0);
    instances.push(...((own?.instances ?? []) as typeof instances));
    stackSets.push({
      ...{ name: 'entra-aws-creds-member', calledAs: 'DELEGATED_ADMIN', instances },
      parameters: own?.parameters ?? {},
    });
    const { status, stdout } = await central.run('doctor', '--json');
    const { checks } = JSON.parse(stdout);
    expect(checks.find(({ name }: { name: string }) => name === 'member-stacks')).toMatchObject({
      result: 'fine',
      facts: ['8 of 8 accounts have the current member stack'],
    });
    expect(status).toBe(0);
  });

  test('says that the stacks belong elsewhere', async () => {
    const central = await centralEstate(sandbox, 'Node 24');
    const { status, stdout } = await central.run('doctor', '--region', 'eu-central-1');
    expect([status, stdout]).toEqual([2, expect.stringMatching(/^✗ Region\n.*us-east-1 alone/)]);
  });
});

describe('deploy and uninstall', () => {
  test.each(NODES)('print what a shell takes, filled in, and ask nobody, on %s', async (node) => {
    const { estate } = await centralEstate(sandbox, node);
    const flags = [
      ...['--tenant-id', '11111111-1111-4111-8111-111111111111'],
      ...['--client-id', '22222222-2222-4222-8222-222222222222'],
      ...['--organization-id', 'o-abcdefghij', '--organizational-unit', 'ou-abcd-12345678'],
      ...['--admin-aws-profile', "o'brien $(reboot)", '--delegated-administrator'],
      ...['--parameter', 'Mode=tag', '--parameter', 'RolePath=/', '--parameter', 'GraceHours=48'],
    ];
    const before = sandbox.requests.length;
    const { status, stdout } = await estate.home.run(['organization', 'deploy', ...flags]);
    expect(status).toBe(0);
    expect(stdout).toContain(`export AWS_PROFILE='o'\\''brien $(reboot)'\n`);
    expect(stdout).toContain('tenant=11111111-1111-4111-8111-111111111111\n');
    expect(stdout).toContain('client=22222222-2222-4222-8222-222222222222\n');
    expect(stdout).not.toContain('az ad app create');
    expect(stdout).toMatch(/ParameterKey=Mode,ParameterValue=tag \\\n/);
    expect(stdout.match(/GraceHours/g)).toHaveLength(1);
    expect(stdout.match(/--call-as DELEGATED_ADMIN/g)).toHaveLength(2);
    expect(stdout).toContain('OrganizationalUnitIds=ou-abcd-12345678');
    expect(spawnSync('bash', ['-n'], { input: stdout, encoding: 'utf8' }).stderr).toBe('');
    const away = await estate.home.run(['organization', 'uninstall', '--region', 'us-gov-west-1']);
    expect(away.stdout).toContain('--regions us-gov-west-1');
    expect(spawnSync('bash', ['-n'], { input: away.stdout, encoding: 'utf8' }).stderr).toBe('');
    expect(sandbox.requests.slice(before)).toEqual([]);
  });

  test.each([
    [['--region', 'eu-west-1']],
    [['--tenant-id', 'contoso.com']],
    [['--organization-id', 'contoso']],
    [['--organizational-unit', 'x"; reboot']],
    [['--parameter', 'Mode']],
    [['--stack-name', '$(reboot)']],
  ])('refuse %j', async (flags) => {
    const { estate } = await centralEstate(sandbox, 'Node 24');
    const { status, stdout } = await estate.home.run(['organization', 'deploy', ...flags]);
    expect([status, stdout]).toEqual([64, '']);
  });

  test('uninstall lists the bindings that stay, and how each is taken away', async () => {
    const { estate } = await centralEstate(sandbox, 'Node 24');
    const role = estate.account.arn('iam', 'role/deploy');
    await estate.run([
      ...['setup', '--application', 'deploy', '--role', role, '--yes'],
      ...['--certificate-path', estate.certificate],
    ]);
    const { status, stdout } = await estate.home.run([
      ...['organization', 'uninstall', '--bindings', ...estate.places],
      ...['--admin-client-id', estate.administrator.clientId],
      ...['--admin-certificate-path', `${estate.home.folder}/administrator.pem`],
    ]);
    expect([status, stdout]).toEqual([
      0,
      `# ${estate.account.id}: 1 role\nentra-aws-creds teardown --role ${role}\n`,
    ]);
  });
});

describe('a group of commands', () => {
  test('says what there is', async () => {
    const { estate } = await centralEstate(sandbox, 'Node 24');
    const help = await estate.home.run(['organization', '--help']);
    expect([help.status, help.stdout]).toEqual([0, expect.stringContaining('organization doctor')]);
    const bare = await estate.home.run(['organization']);
    expect(bare.status).toBe(64);
    const wrong = await estate.home.run(['organization', 'statsu']);
    expect([wrong.status, wrong.stderr]).toEqual([
      64,
      expect.stringContaining('Did you mean organization status?'),
    ]);
  });
});
