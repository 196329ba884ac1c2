import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type EntraApp, issueCertificate } from '@entra-aws-creds/sandbox';
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { sandboxOfFile } from '../standard-sandbox.ts';
import { emptyEstate, present } from './administrator.ts';

jest.setTimeout(120_000);

const sandbox = await sandboxOfFile();
const NEXT = issueCertificate({ commonName: 'pipeline' });

/** One that does not pass by itself. */
const REFUSAL =
  '<ErrorResponse><Error><Type>Sender</Type><Code>PackedPolicyTooLarge</Code><Message>No.</Message></Error></ErrorResponse>';

const estate = emptyEstate(sandbox);
const arn = `arn:aws:iam::${estate.account.id}:role/Deploy`;
let application: EntraApp;
let old: EntraApp['certificates'][number];

beforeAll(async () => {
  const { status, stderr } = await estate.run([
    ...[
      'setup',
      '--application',
      'web',
      '--role',
      arn,
      '--yes',
      '--certificate-path',
      estate.certificate,
    ],
  ]);
  if (status !== 0) throw new Error(stderr);
  application = present(estate.tenant.apps.find(({ displayName }) => displayName === 'web'));
  old = present(application.certificates[0]);
});
beforeEach(() => {
  application.certificates.splice(0, Number.POSITIVE_INFINITY, old);
  estate.home.write('new.pem', NEXT.privateKeyPem + NEXT.certificatePem);
});
afterAll(() => estate.home.close());

const rotateTo = (file: string, ...flags: readonly string[]) =>
  estate.run(['rotate', '--role', arn, '--yes', '--certificate-out', file, ...flags]);
/** To a certificate that an earlier run has left, which nobody has to wait for. */
const rotate = (...flags: readonly string[]) => rotateTo('new.pem', ...flags);
const serials = () => application.certificates.map(({ serialNumber }) => serialNumber);

describe('rotate', () => {
  test('adds and proves a new certificate, leaves the old one for a week, and then removes it', async () => {
    const before = sandbox.requests.length;
    const first = await rotateTo('first.pem', '--application', 'web', '--to', 'github-secret');
    expect([first.status, first.stderr]).toEqual([
      0,
      expect.stringMatching(/Proved: .*\nStill good: .*\n.*first\.pem.*\nKeep first\.pem/),
    ]);
    expect(first.stdout).toBe('gh secret set ENTRA_CERTIFICATE < first.pem\n');
    expect(serials()).toEqual([old.serialNumber, expect.anything()]);
    const asked = sandbox.requests.slice(before).map(({ service }) => service);
    expect(new Set(asked)).toEqual(new Set(['entra', 'graph', 'sts']));
    expect(statSync(join(estate.home.folder, 'first.pem')).mode & 0o777).toBe(0o600);
    const [, added] = serials();
    const early = await rotateTo('first.pem', '--json');
    expect(JSON.parse(early.stdout)).toMatchObject({ added: false, removed: [] });
    const last = await rotateTo('first.pem', '--overlap', '0');
    expect([last.status, last.stderr]).toEqual([0, expect.stringContaining('Removed: ')]);
    expect(serials()).toEqual([added]);
  });

  test('prints commands that keep the certificate off their arguments', async () => {
    const { stdout } = await rotate('--to', 'azure-devops-variable');
    expect(stdout).toMatch(
      /^AZURE_DEVOPS_EXT_PIPELINE_VAR_ENTRA_CERTIFICATE="\$\(base64 < new\.pem /,
    );
    expect(stdout).not.toContain('--value');
  });

  test('leaves the certificates of others, and removes those whose key is lost with --prune', async () => {
    const theirs = present(estate.administrator.certificates[0]);
    application.certificates.push(theirs);
    await rotate();
    expect(await rotateTo('newer.pem', '--prune')).toMatchObject({ status: 0 });
    expect(serials()).toEqual([theirs.serialNumber, expect.anything()]);
  });

  test('with --dry-run changes nothing', async () => {
    const before = serials();
    const { status, stderr } = await rotateTo('other.pem', '--dry-run');
    expect([status, stderr]).toEqual([0, expect.stringContaining('gets the certificate')]);
    expect(serials()).toEqual(before);
    expect(existsSync(join(estate.home.folder, 'other.pem'))).toBe(false);
  });

  test('leaves the old one when the new one does not open the role', async () => {
    sandbox.intercept = (service) =>
      service === 'sts'
        ? { status: 400, headers: { 'content-type': 'text/xml' }, body: REFUSAL }
        : undefined;
    const { status, stderr } = await rotate('--overlap', '0');
    expect([status, stderr]).toEqual([1, expect.stringContaining('EAC_STS_')]);
    expect(serials()).toEqual([old.serialNumber, expect.anything()]);
  });

  test('names what there is when no application lists the role', async () => {
    const { status, stderr } = await estate.run([
      ...['rotate', '--yes', '--role', `${arn}2`, '--certificate-out', 'new.pem'],
    ]);
    expect([status, stderr]).toEqual([1, expect.stringContaining('EAC_BINDING_MISSING')]);
  });
});
