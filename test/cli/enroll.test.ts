import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { issueCertificate } from '@entra-aws-creds/sandbox';
import { describe, expect, jest, test } from '@jest/globals';
import { sandboxOfFile } from '../standard-sandbox.ts';
import { enrollingOfFile } from './enrolling.ts';

jest.setTimeout(120_000);

const sandbox = await sandboxOfFile();
const { estate, home, run, show, held, sha256In } = await enrollingOfFile(sandbox);
const enroll = (...flags: readonly string[]) => run('enroll', ...flags);

const NAME = 'entra-aws-creds:certificate';

describe('from a new role to its first credentials, with rights on that role alone', () => {
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
});

test('with --print it asks nobody, and prints a command that anybody may run', async () => {
  const { certificatePem } = issueCertificate({ commonName: 'elsewhere' });
  home.write('public.pem', certificatePem);
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

test('what no automation takes is refused before anything is asked', async () => {
  expect(await enroll()).toMatchObject({ status: 64 });
  home.write('curve.pem', issueCertificate({ commonName: 'x', keyType: 'ec' }).certificatePem);
  const { status, stderr } = await enroll('--certificate-path', 'curve.pem', '--print');
  expect([status, stderr]).toEqual([1, expect.stringContaining('EAC_BINDING_CERTIFICATE')]);
});
