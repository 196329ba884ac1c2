// How long `audit` takes, and how much memory: node bench/audit.mjs, after a build. The sandbox is this process,
// the program a process of its own.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { refuseIam, startSandbox } from '@entra-aws-creds/sandbox';

const root = fileURLToPath(new URL('..', import.meta.url));
const TENANT = '11111111-2222-3333-4444-555555555555';
const ISSUER = `sts.windows.net/${TENANT}/`;
const MIBIBYTE = 1024 * 1024;

const RACES = [
  {
    what: '1,000 roles, 50 of them match, 50 ms of latency',
    accounts: 1,
    roles: 1_000,
    every: 20,
    latencyMs: 50,
  },
  {
    what: '1,000 roles, all of them match, 50 ms of latency',
    accounts: 1,
    roles: 1_000,
    every: 1,
    latencyMs: 50,
  },
  {
    what: '20 accounts of 500 roles, throttled',
    accounts: 20,
    roles: 500,
    every: 20,
    callsPerSecond: 100,
  },
  {
    what: '200 accounts of 500 roles, throttled',
    accounts: 200,
    roles: 500,
    every: 20,
    callsPerSecond: 100,
  },
];

for (const race of RACES) {
  const { seconds, peakMebibytes, totals, throttled } = await run(race);
  const requests = Object.values(totals.requests).reduce((sum, one) => sum + one, 0);
  console.log(
    `${race.what}: ${seconds.toFixed(1)} s, ${Math.round(peakMebibytes)} MiB, ${requests} requests (${throttled} throttled), ${totals.roles} roles, ${totals.matching} match, ${totals.unjudged} not judged`,
  );
}

async function run({ accounts: count, roles, every, latencyMs = 0, callsPerSecond }) {
  const sandbox = await startSandbox({ latencyMs });
  const folder = mkdtempSync(join(tmpdir(), 'bench-audit-'));
  try {
    const management = sandbox.aws.account('100000000000');
    const user = management.user({ name: 'auditor', isAdministrator: true });
    const organization = sandbox.aws.organize({ managementAccount: management });
    for (let index = 0; index < count; index += 1) {
      const account = sandbox.aws.account(String(100_000_000_000 + index));
      if (index > 0) organization.add(account);
      fill(account, roles, every);
    }
    const refusals =
      callsPerSecond && refuseIam(sandbox, 'Throttling', { beyondPerSecond: callsPerSecond });
    const peak = join(folder, 'peak');
    const began = performance.now();
    const child = spawn(
      process.execPath,
      [
        ...['--require', join(root, 'bench/peak-memory.cjs'), join(root, 'dist/cli/index.js')],
        ...[
          'audit',
          '--json',
          '--organization',
          '--role-name',
          'Audit',
          '--aws-region',
          'eu-west-1',
        ],
        ...['--sts-endpoint', sandbox.stsUrl, '--iam-endpoint', sandbox.iamUrl],
        ...['--organizations-endpoint', sandbox.organizationsUrl],
      ],
      {
        env: {
          PATH: process.env['PATH'],
          HOME: folder,
          BENCH_PEAK_MEMORY: peak,
          NODE_EXTRA_CA_CERTS: sandbox.caFile,
          AWS_ACCESS_KEY_ID: user.accessKeyId,
          AWS_SECRET_ACCESS_KEY: user.secretAccessKey,
        },
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    // Of the report only its end is of interest, and all of it would be as large as what is measured.
    let end = '';
    child.stdout.on('data', (chunk) => {
      end = (end + chunk).slice(-1_000_000);
    });
    await once(child, 'close');
    const seconds = (performance.now() - began) / 1000;
    const totals = JSON.parse(end.slice(end.lastIndexOf('"totals":') + 9, end.lastIndexOf('}')));
    const peakMebibytes = Number(readFileSync(peak, 'utf8')) / MIBIBYTE;
    return { seconds, peakMebibytes, totals, throttled: refusals ? refusals.count : 0 };
  } finally {
    await sandbox.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function fill(account, roles, every) {
  const provider = account.provider({ url: `https://${ISSUER}`, clientIds: ['api://aws'] });
  const trust = (Principal, Action, Condition) => ({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal, Action, ...(Condition && { Condition }) }],
  });
  account.role({
    name: 'Audit',
    attachedPolicies: ['arn:aws:iam::aws:policy/SecurityAudit'],
    trustPolicy: trust({ AWS: 'arn:aws:iam::100000000000:root' }, 'sts:AssumeRole'),
  });
  const matching = trust({ Federated: provider.arn }, 'sts:AssumeRoleWithWebIdentity', {
    StringEquals: { [`${ISSUER}:aud`]: 'api://aws' },
  });
  const other = trust({ Service: 'lambda.amazonaws.com' }, 'sts:AssumeRole');
  for (let index = 0; index < roles; index += 1) {
    account.role({ name: `role-${index}`, trustPolicy: index % every === 0 ? matching : other });
  }
}
