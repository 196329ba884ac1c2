import { issueCertificate } from '@entra-aws-creds/sandbox';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { sandboxOfFile } from '../standard-sandbox.ts';
import { OrganizationEstate } from './harness/organization-estate.ts';
import { stopTheClock } from './harness/passing-time.ts';

jest.setTimeout(120_000);

stopTheClock();
const sandbox = await sandboxOfFile();

const FIRST = issueCertificate({ commonName: 'automation' });
const NEXT = issueCertificate({ commonName: 'automation' });
const DAY_MS = 86_400_000;
const ENDING = issueCertificate({
  commonName: 'automation',
  notAfter: new Date(Date.now() + 2.5 * DAY_MS),
});
const EXPIRED = issueCertificate({
  commonName: 'automation',
  notBefore: new Date(Date.now() - 2 * DAY_MS),
  notAfter: new Date(Date.now() - DAY_MS),
});
const DENIED = {
  Statement: { Effect: 'Deny', Action: 'secretsmanager:*', Resource: '*' },
} as const;
const pemOf = (one: typeof FIRST) => one.certificatePem + one.privateKeyPem;

let estate: OrganizationEstate;
let secret: ReturnType<OrganizationEstate['central']['secret']>;
beforeEach(async () => {
  // Nobody has switched on what signs tokens of roles: there are partitions that lack it.
  estate = new OrganizationEstate(sandbox);
  estate.automation.registerCertificate(FIRST.certificatePem);
  secret = estate.central.secret({ name: 'entra-aws-creds', text: pemOf(FIRST) });
  estate.useCertificate(secret.arn);
});

afterEach(() => {
  const said = JSON.stringify([estate.log, estate.executions]);
  for (const { privateKeyPem } of [FIRST, NEXT, ENDING, EXPIRED]) {
    const lines = privateKeyPem.split('\n').filter((line) => line.length > 8);
    for (const line of lines.slice(1, -1)) expect(said).not.toContain(line);
    expect(said).not.toContain(Buffer.from(privateKeyPem).toString('base64').slice(0, 80));
  }
});

/** The end of the execution that a new role starts. */
async function endingFor(name: string) {
  await estate.developer.createRole(name);
  await estate.settle();
  const { status, error, cause } = estate.executions.at(-1) ?? {};
  return { status, error, cause };
}

describe('with a certificate in Secrets Manager', () => {
  test('roles are bound, and AWS signs no token', async () => {
    sandbox.requests.length = 0;
    expect(await endingFor('deploy')).toMatchObject({ status: 'SUCCEEDED' });
    expect(estate.applications).toHaveLength(1);
    const asked = sandbox.requests.filter(({ service }) => service === 'sts');
    expect(asked.map(({ body }) => body).join()).not.toContain('GetWebIdentityToken');
    const { thumbprintSha1 } = FIRST;
    expect(JSON.stringify(estate.log)).toContain(thumbprintSha1);
  });

  test('another that is put there is used from the next task on', async () => {
    await endingFor('deploy');
    estate.automation.certificates.length = 0;
    estate.automation.registerCertificate(NEXT.certificatePem);
    expect(await endingFor('before')).toMatchObject({
      error: 'Refused',
      cause: expect.stringContaining('EAC_ENTRA_CERTIFICATE_REFUSED'),
    });
    secret.put(pemOf(NEXT));
    expect(await endingFor('after')).toMatchObject({ status: 'SUCCEEDED' });
  });

  test('one that is about to end is warned of, each time', async () => {
    estate.automation.registerCertificate(ENDING.certificatePem);
    secret.put(pemOf(ENDING));
    expect(await endingFor('deploy')).toMatchObject({ status: 'SUCCEEDED' });
    const warnings = estate.log.filter(({ level }) => level === 'warning');
    expect(JSON.stringify(warnings)).toMatch(/expires on .*, in 2 days/);
  });

  test.each<[string, () => void, string]>([
    [
      'that is not there',
      () => estate.useCertificate(secret.arn.replace(/.{6}$/, 'AbCdEf')),
      'EAC_SECRET_REFUSED: Reading the secret .* failed: there is no such secret',
    ],
    [
      'that was deleted',
      () => Object.assign(secret, { isDeleted: true }),
      'EAC_SECRET_REFUSED: .* or it was deleted',
    ],
    [
      'that the role may not read',
      () => estate.central.serviceControlPolicies.push(DENIED),
      'EAC_SECRET_DENIED: .* the role of the functions may not read it',
    ],
    [
      'of another than the template was given',
      () => {
        const other = estate.central.secret({ name: 'other', text: pemOf(FIRST) });
        estate.set('CERTIFICATE_SECRET_ARN', other.arn);
      },
      'EAC_SECRET_DENIED',
    ],
    [
      'without a certificate',
      () => secret.put('{"username":"automation","password":"correct horse battery"}'),
      'EAC_CERTIFICATE_FORM: The secret .* holds .*put-secret-value',
    ],
    [
      'with a key alone',
      () => secret.put(FIRST.privateKeyPem),
      'EAC_CERTIFICATE_INCOMPLETE: The secret ',
    ],
    [
      'with the key of another certificate',
      () => secret.put(NEXT.privateKeyPem + FIRST.certificatePem),
      'EAC_CERTIFICATE_KEY_MISMATCH: The secret ',
    ],
  ])('a secret %s ends in one message', async (_, spoil, message) => {
    spoil();
    const { error, cause } = await endingFor('deploy');
    expect([error, cause]).toEqual(['Refused', expect.stringMatching(message)]);
    const told = estate.log.filter(({ level }) => level === 'error');
    expect(told).toHaveLength(1);
    expect(JSON.stringify(told)).not.toContain('correct horse');
  });

  test('one that has ended says how another gets there', async () => {
    secret.put(pemOf(EXPIRED));
    const { error, cause } = await endingFor('deploy');
    expect([error, cause]).toEqual([
      'Refused',
      expect.stringMatching(/EAC_CERTIFICATE_EXPIRED: The secret .* Rotate the certificate/),
    ]);
  });

  test.each([
    ['is busy', { status: 400, body: '{"__type":"ThrottlingException","message":"Slow down"}' }],
    ['fails', { status: 503, body: '' }],
  ])('Secrets Manager that %s for a while is asked again', async (_, answer) => {
    let left = 2;
    sandbox.intercept = (service) => {
      if (service !== 'secretsManager' || left === 0) return undefined;
      left -= 1;
      return { headers: {}, ...answer };
    };
    expect(await endingFor('deploy')).toMatchObject({ status: 'SUCCEEDED' });
    expect(left).toBe(0);
  });

  test('a proxy that answers in its place is told as that', async () => {
    sandbox.intercept = (service) =>
      service === 'secretsManager'
        ? { status: 200, headers: { 'content-type': 'text/html' }, body: `<p>${pemOf(FIRST)}</p>` }
        : undefined;
    expect(await endingFor('deploy')).toMatchObject({
      error: 'Refused',
      cause: expect.stringContaining('is not from Secrets Manager'),
    });
  });
});
