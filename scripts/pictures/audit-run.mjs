// The built command line's audit of a small organization in the sandbox.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { startSandbox } from '@entra-aws-creds/sandbox';
import { startProgram } from './built-program.mjs';

const TENANT = '11111111-2222-3333-4444-555555555555';
const ISSUER = `sts.windows.net/${TENANT}/`;
const SUBJECT = '0b1ec700-0000-0000-0000-000000000003';
const DAY_MS = 86_400_000;
const ACCOUNTS = { management: '100000000000', web: '123456789012', shop: '210987654321' };

/**
 * @param of `organization`, or `members`: without the management account, whose key it audits with
 * @returns what it prints: of a tight role and a wide one, stored keys, an account that nobody may read
 */
export async function audit(of, format) {
  const sandbox = await startSandbox();
  try {
    const management = built(sandbox);
    const list = join(sandbox.directory, 'accounts.txt');
    writeFileSync(list, `${ACCOUNTS.web}\n${ACCOUNTS.shop}\n`);
    const flags = [
      ...(of === 'organization' ? ['--organization'] : ['--accounts-file', list]),
      ...['--role-name', 'Audit', '--format', format],
      ...['--sts-endpoint', sandbox.stsUrl, '--iam-endpoint', sandbox.iamUrl],
      ...['--organizations-endpoint', sandbox.organizationsUrl, '--aws-region', 'eu-west-1'],
    ];
    const auditor = management.user({ name: 'auditor', isAdministrator: true });
    const child = startProgram('cli', ['audit', ...flags], {
      HOME: sandbox.directory,
      NODE_EXTRA_CA_CERTS: sandbox.caFile,
      AWS_ACCESS_KEY_ID: auditor.accessKeyId,
      AWS_SECRET_ACCESS_KEY: auditor.secretAccessKey,
    });
    child.stderr.resume();
    return await text(child.stdout);
  } finally {
    await sandbox.close();
  }
}

/** @returns the account that may see all of the organization */
function built(sandbox) {
  const [management, web, shop] = Object.values(ACCOUNTS).map((id) => sandbox.aws.account(id));
  const organization = sandbox.aws.organize({ managementAccount: management });
  for (const account of [web, shop]) organization.add(account);
  fill(web, 'deploy', { aud: 'api://aws', sub: SUBJECT });
  fill(web, 'nightly', { aud: 'api://aws' });
  web.user({ name: 'jenkins-deploy', createdAt: new Date(Date.now() - 412 * DAY_MS) });
  readable(web);
  fill(shop, 'deploy', { aud: 'api://aws', sub: SUBJECT });
  return management;
}

function fill(account, name, claims) {
  const arn = account.arn('iam', `oidc-provider/${ISSUER}`);
  if (!account.providers.some((provider) => provider.arn === arn)) {
    account.provider({ url: `https://${ISSUER}`, clientIds: ['api://aws'] });
  }
  const keys = Object.entries(claims).map(([claim, value]) => [`${ISSUER}:${claim}`, value]);
  const Statement = [
    {
      Effect: 'Allow',
      Principal: { Federated: arn },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: { StringEquals: Object.fromEntries(keys) },
    },
  ];
  const role = account.role({ name, trustPolicy: { Version: '2012-10-17', Statement } });
  role.lastUsed = { date: new Date(Date.now() - DAY_MS), region: 'eu-west-1' };
}

function readable(account) {
  const Principal = { AWS: `arn:aws:iam::${ACCOUNTS.management}:root` };
  const Statement = [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }];
  const attachedPolicies = ['arn:aws:iam::aws:policy/SecurityAudit'];
  const trustPolicy = { Version: '2012-10-17', Statement };
  account.role({ name: 'Audit', attachedPolicies, trustPolicy });
}
