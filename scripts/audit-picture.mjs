// Draws docs/pictures/audit.svg: what the built command line prints of an organization in the sandbox; with --check,
// fails if it prints something else by now.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { startSandbox } from '@entra-aws-creds/sandbox';
import { compilePackages } from './fresh-clone.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const picture = join(root, 'docs/pictures/audit.svg');
const TENANT = '11111111-2222-3333-4444-555555555555';
const ISSUER = `sts.windows.net/${TENANT}/`;
const SUBJECT = '0b1ec700-0000-0000-0000-000000000003';
const DAY_MS = 86_400_000;
const COLOURS = {
  high: '#ff7b72',
  medium: '#e3a03b',
  low: '#6cb6ff',
  fine: '#56d364',
  'not judged': '#ff7b72',
};

compilePackages();
const drawn = draw(`$ entra-aws-creds audit --organization --role-name Audit\n${await run()}`);
if (!process.argv.includes('--check')) writeFileSync(picture, drawn);
else if (!existsSync(picture) || readFileSync(picture, 'utf8') !== drawn) {
  console.error('docs/pictures/audit.svg is not what the audit prints: npm run readme');
  process.exitCode = 1;
}

/** What the audit of a small organization prints, with what every run has otherwise made the same. */
async function run() {
  const sandbox = await startSandbox();
  try {
    const [management, web, shop] = ['100000000000', '123456789012', '210987654321'].map((id) =>
      sandbox.aws.account(id),
    );
    const organization = sandbox.aws.organize({ managementAccount: management });
    for (const account of [web, shop]) organization.add(account);
    fill(web, 'deploy', { aud: 'api://aws', sub: SUBJECT });
    fill(web, 'nightly', { aud: 'api://aws' });
    web.user({ name: 'jenkins-deploy', createdAt: new Date(Date.now() - 412 * DAY_MS) });
    readable(web);
    fill(shop, 'deploy', { aud: 'api://aws', sub: SUBJECT });
    const { accessKeyId, secretAccessKey } = management.user({
      name: 'auditor',
      isAdministrator: true,
    });
    const flags = [
      ...['--sts-endpoint', sandbox.stsUrl, '--iam-endpoint', sandbox.iamUrl],
      ...['--organizations-endpoint', sandbox.organizationsUrl, '--aws-region', 'eu-west-1'],
    ];
    const child = spawn(
      process.execPath,
      [
        join(root, 'dist/cli/index.js'),
        'audit',
        '--organization',
        '--role-name',
        'Audit',
        ...flags,
      ],
      {
        env: {
          PATH: process.env['PATH'],
          HOME: sandbox.directory,
          NODE_EXTRA_CA_CERTS: sandbox.caFile,
          AWS_ACCESS_KEY_ID: accessKeyId,
          AWS_SECRET_ACCESS_KEY: secretAccessKey,
        },
        stdio: ['ignore', 'pipe', 'ignore'],
      },
    );
    const [printed] = await Promise.all([text(child.stdout), once(child, 'close')]);
    return steady(printed);
  } finally {
    await sandbox.close();
  }
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
  const Principal = { AWS: 'arn:aws:iam::100000000000:root' };
  const Statement = [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }];
  const attachedPolicies = ['arn:aws:iam::aws:policy/SecurityAudit'];
  const trustPolicy = { Version: '2012-10-17', Statement };
  account.role({ name: 'Audit', attachedPolicies, trustPolicy });
}

/** Without what differs from run to run, and the addresses of the documentation. */
function steady(printed) {
  return printed
    .replaceAll(/\d{4}-\d{2}-\d{2}/g, '2026-11-20')
    .replaceAll(/stored key …\S+/g, 'stored key …7Q4X')
    .replaceAll(/^ {4}See .*\n/gm, '');
}

/** Lines of a terminal, as a picture without anything that loads. */
function draw(printed) {
  const WIDTH = 118;
  const LINE = 18;
  const lines = printed
    .trimEnd()
    .split('\n')
    .flatMap((line) => wrapped(line, WIDTH));
  const rows = lines.map((line, index) => {
    const y = 30 + index * LINE;
    return `<text x="16" y="${y}" xml:space="preserve">${coloured(line)}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH * 7.25 + 32} ${lines.length * LINE + 34}" font-family="ui-monospace, Menlo, Consolas, monospace" font-size="12" role="img" aria-label="What the audit prints of an organization">
<rect width="100%" height="100%" rx="8" fill="#0d1117"/>
<g fill="#e6edf3">
${rows.join('\n')}
</g>
</svg>
`;
}

function wrapped(line, width, indent = `${/^ */.exec(line)[0]}  `) {
  if (line.length <= width) return [line];
  const space = line.lastIndexOf(' ', width);
  const cut = space > indent.length ? space : width;
  return [line.slice(0, cut), ...wrapped(indent + line.slice(cut).trimStart(), width, indent)];
}

function coloured(line) {
  const escaped = line.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return escaped.replace(/^( {0,2})(high|medium|low|fine|not judged)(?= )/, (_, indent, grade) => {
    return `${indent}<tspan fill="${COLOURS[grade]}">${grade}</tspan>`;
  });
}
