import type { ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { issueCertificate } from '@entra-aws-creds/sandbox';
import { afterAll, describe, expect, jest, test } from '@jest/globals';
import { publicCertificate, sha256Of } from '../../packages/bindings/src/index.ts';
import { MEMBER } from '../organization/harness/developer.ts';
import { OrganizationEstate } from '../organization/harness/organization-estate.ts';
import { sandboxOfFile } from '../standard-sandbox.ts';
import { Home, type Outcome, outcomeOf } from './program.ts';

jest.setTimeout(120_000);

const sandbox = await sandboxOfFile();
const estate = await new OrganizationEstate(sandbox).open();
const arn = `arn:aws:iam::${MEMBER}:role/entra-aws-creds/deploy`;
const NAME = 'entra-aws-creds:certificate';

/** Somebody who may read roles and tag those under the path, and nothing else; without any rights in Entra. */
const { accessKeyId, secretAccessKey } = estate.member.user({
  name: 'developer',
  policies: [
    {
      Version: '2012-10-17',
      Statement: {
        Effect: 'Allow',
        Action: 'iam:TagRole',
        Resource: `arn:aws:iam::${MEMBER}:role/entra-aws-creds/*`,
      },
    },
    {
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Action: 'iam:GetRole', Resource: '*' },
    },
  ],
});
const home = new Home('Node 20', {
  NODE_EXTRA_CA_CERTS: sandbox.caFile,
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_ACCESS_KEY_ID: accessKeyId,
  AWS_SECRET_ACCESS_KEY: secretAccessKey,
});
afterAll(() => home.close());
const config = home.write(
  'aws.json',
  JSON.stringify({
    'authority-host': sandbox.entraUrl,
    'sts-endpoint': sandbox.stsUrl,
    'iam-endpoint': sandbox.iamUrl,
  }),
);

/** A call of the program, while the automation goes on. */
async function run(command: string, ...flags: readonly string[]): Promise<Outcome> {
  const child: ChildProcess = home.start([command, '--config', config, '--role', arn, ...flags]);
  child.stdin?.end();
  let isOver = false;
  const outcome = outcomeOf(child).finally(() => {
    isOver = true;
  });
  while (!isOver) {
    await estate.settle();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return outcome;
}

const enroll = (...flags: readonly string[]) => run('enroll', ...flags);
const show = async (): Promise<string> => (await run('show', '--only', 'aws')).stdout;
const held = () =>
  estate.applications.flatMap(({ certificates }) => certificates.map(({ raw }) => sha256Of(raw)));
/** SHA-256 of what a file holds. */
function sha256In(file: string): string {
  const pem = readFileSync(join(home.folder, file), 'utf8');
  return sha256Of(publicCertificate(pem).key);
}

describe('from a new role to its first credentials, with rights on that role alone', () => {
  test('there has to be a role', async () => {
    const { status, stderr } = await enroll('--certificate-out', 'none.pem');
    expect([status, stderr]).toEqual([1, expect.stringContaining('EAC_BINDING_MISSING')]);
    expect(existsSync(join(home.folder, 'none.pem'))).toBe(false);
  });

  test('show says what is missing', async () => {
    await estate.developer.createRole('deploy');
    expect(await show()).toMatch(/^Automation +has said nothing$(?:.|\n)*^Next +Wait:/m);
    await estate.settle();
    expect(await show()).toMatch(
      /^Automation +bound: nobody can log in yet(?:.|\n)*^Next +Say who may log in: "entra-aws-creds enroll/m,
    );
  });

  test('enroll makes key and certificate, and proves them', async () => {
    const { status, stdout, stderr } = await enroll('--certificate-out', 'first.pem');
    expect([status, stderr]).toEqual([0, expect.stringMatching(/^Proved: /m)]);
    const [application] = estate.applications;
    expect(stdout).toContain(`client-id: ${application?.clientId}`);
    expect(stdout).toContain(`tenant-id: ${estate.tenant.id}`);
    expect(statSync(join(home.folder, 'first.pem')).mode & 0o777).toBe(0o600);
    expect(held()).toEqual([sha256In('first.pem')]);
    const key = readFileSync(join(home.folder, 'first.pem'), 'utf8').split('\n')[2] ?? '-';
    const tags = JSON.stringify(await estate.developer.tagsOf('deploy'));
    expect(tags + stdout + stderr).not.toContain(key);
    expect(await show()).toMatch(/^Certificate +SHA-256 \w{64}, until(?:.|\n)*^Next +Nothing:/m);
  });

  test('a new one is proved beside the old one, which goes after that', async () => {
    const early = await enroll('--certificate-out', 'second.pem');
    expect([early.status, early.stderr]).toEqual([0, expect.stringContaining('Keep second.pem')]);
    expect(held()).toEqual([sha256In('first.pem'), sha256In('second.pem')]);
    const late = await enroll('--certificate-out', 'second.pem', '--overlap', '0', '--json');
    expect(JSON.parse(late.stdout)).toMatchObject({ proved: true, staying: [] });
    await estate.settle();
    expect(held()).toEqual([sha256In('second.pem')]);
  });

  test('a certificate that was made elsewhere is named without its key', async () => {
    const { certificatePem } = issueCertificate({ commonName: 'elsewhere' });
    home.write('public.pem', certificatePem);
    const first = await enroll('--certificate-path', 'public.pem', '--no-wait');
    expect([first.status, first.stderr]).toEqual([0, expect.stringContaining('from here')]);
    await estate.settle();
    expect(held()).toContain(sha256In('public.pem'));
    const { status, stderr } = await enroll('--certificate-path', 'public.pem');
    expect([status, stderr]).toEqual([0, expect.stringMatching(/ already, (?:.|\n)*Not proved/)]);
  });

  test('what the automation does not take ends the wait, with its reason', async () => {
    estate.set('MOST_CERTIFICATE_DAYS', '30');
    const { status, stderr } = await enroll('--certificate-out', 'long.pem');
    estate.set('MOST_CERTIFICATE_DAYS', '730');
    expect(status).toBe(1);
    expect(stderr).toMatch(/EAC_ENROLMENT_REFUSED: .*EAC_BINDING_CERTIFICATE .*30 are the most/);
    expect(await show()).toMatch(/^Next +Correct what the automation could not take: https:/m);
  });
});

test('with --print it asks nobody, and prints a command that anybody may run', async () => {
  const before = sandbox.requests.length;
  const { status, stdout } = await enroll('--certificate-path', 'public.pem', '--print');
  expect([status, sandbox.requests.length]).toEqual([0, before]);
  expect(stdout).toMatch(/^aws iam tag-role --role-name "deploy" --tags( "Key=[^ "]+")+\n$/);
  const tags = [...stdout.matchAll(/"Key=([^,]+),Value=([^"]*)"/g)];
  await estate.developer.tagWith(
    'deploy',
    Object.fromEntries(tags.map(([, key = '', value = '']) => [key, value])),
  );
  await estate.settle();
  expect((await estate.developer.tagsOf('deploy'))[NAME]).toBe(sha256In('public.pem'));
  expect(held()).toEqual([sha256In('public.pem')]);
});
