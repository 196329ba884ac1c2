import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { issueCertificate } from '@entra-aws-creds/sandbox';
import { expect, jest, test } from '@jest/globals';
import { sandboxOfFile } from '../standard-sandbox.ts';
import { enrollingOfFile } from './enrolling.ts';

jest.setTimeout(120_000);

const sandbox = await sandboxOfFile();
const { estate, home, run, show, held, sha256In } = await enrollingOfFile(sandbox);
const enroll = (...flags: readonly string[]) => run('enroll', ...flags);

test('there has to be a role', async () => {
  const { status, stderr } = await enroll('--certificate-out', 'none.pem');
  expect([status, stderr]).toEqual([1, expect.stringContaining('EAC_BINDING_MISSING')]);
  expect(existsSync(join(home.folder, 'none.pem'))).toBe(false);
});

test('a new one is proved beside the old one, which goes after that', async () => {
  await estate.developer.createRole('deploy');
  await enroll('--certificate-out', 'first.pem');
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
