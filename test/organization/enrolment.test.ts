import { X509Certificate } from 'node:crypto';
import { type EntraApp, type IssuedCertificate, issueCertificate } from '@entra-aws-creds/sandbox';
import { beforeEach, describe, expect, jest, test } from '@jest/globals';
import { certificateTags, sha256Of } from '../../packages/bindings/src/index.ts';
import { assertion, postForm, tokenEndpoint } from '../sandbox/client.ts';
import { sandboxOfFile } from '../standard-sandbox.ts';
import { OrganizationEstate } from './harness/organization-estate.ts';
import { stopTheClock } from './harness/passing-time.ts';

jest.setTimeout(120_000);

stopTheClock();
const sandbox = await sandboxOfFile();

const SUBJECT = 'entra-aws-creds:subject';
const STATUS = 'entra-aws-creds:status';
const NAME = 'entra-aws-creds:certificate';
const DAY_MS = 86_400_000;
const [FIRST, SECOND, THEIRS] = [1, 2, 3].map(() =>
  issueCertificate({ commonName: 'pipeline' }),
) as [IssuedCertificate, IssuedCertificate, IssuedCertificate];

let estate: OrganizationEstate;
beforeEach(async () => {
  estate = await new OrganizationEstate(sandbox).open();
});

function derOf({ certificatePem }: IssuedCertificate): Buffer {
  return new X509Certificate(certificatePem).raw;
}

/** As `enroll` writes them. */
function tagsOf(certificate: IssuedCertificate, ...staying: readonly IssuedCertificate[]) {
  const der = derOf(certificate);
  const others = staying.map((one) => sha256Of(derOf(one)));
  return certificateTags({ sha256: sha256Of(der), der }, others);
}

function only(): EntraApp {
  const [application, ...others] = estate.applications;
  if (application === undefined || others.length > 0) throw new Error('there is not just one');
  return application;
}

/** SHA-256 of what the application takes. */
const held = () => only().certificates.map(({ raw }) => sha256Of(raw));
const digests = (...certificates: readonly IssuedCertificate[]) =>
  certificates.map((one) => sha256Of(derOf(one)));
const status = async () => (await estate.developer.tagsOf('deploy'))[STATUS];
const lastError = () => estate.executions.at(-1)?.error;

/** Whether Entra lets the certificate log in as the application. */
async function logsIn(certificate: IssuedCertificate): Promise<boolean> {
  const { clientId } = only();
  const scenario = { tenantId: estate.tenant.id, clientId, certificate } as never;
  const answer = await postForm(sandbox, tokenEndpoint(sandbox, estate.tenant.id), {
    grant_type: 'client_credentials',
    client_id: clientId,
    scope: `${clientId}/.default`,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: await assertion(sandbox, scenario),
  });
  return answer.status === 200;
}

async function bound(tags: Readonly<Record<string, string>> = {}): Promise<void> {
  await estate.developer.createRole('deploy', tags);
  await estate.settle();
}

async function tagged(tags: Readonly<Record<string, string>>): Promise<void> {
  await estate.developer.tagWith('deploy', tags);
  await estate.settle();
}

describe('a certificate in the tags of a role', () => {
  test('logs in, is joined by the next, and goes when it is named no longer', async () => {
    await bound();
    expect(await status()).toMatch(/^bound: nobody can log in yet/);
    await tagged(tagsOf(FIRST));
    expect([held(), await logsIn(FIRST)]).toEqual([digests(FIRST), true]);
    expect(await status()).toMatch(/^bound: log in with the certificate until \d{4}-\d\d-\d\d$/);
    await tagged(tagsOf(SECOND, FIRST));
    expect(held()).toEqual(digests(FIRST, SECOND));
    await tagged(tagsOf(SECOND));
    expect(held()).toEqual(digests(SECOND));
    expect([await logsIn(FIRST), await logsIn(SECOND)]).toEqual([false, true]);
  });

  test('of somebody else stays, and so does a subject beside it', async () => {
    await bound({ [SUBJECT]: 'github:contoso/web:environment:prod', ...tagsOf(FIRST) });
    expect(only().federatedCredentials).toHaveLength(1);
    expect(await status()).toMatch(/^bound: log in with the subject or the certificate until/);
    only().certificates.push(new X509Certificate(THEIRS.certificatePem) as never);
    await estate.developer.untag('deploy', NAME);
    await estate.settle();
    expect(held()).toEqual(digests(THEIRS));
    expect(await status()).toBe('bound: log in with the subject');
  });

  test('is taken although IAM has not heard of it at first', async () => {
    await bound();
    sandbox.aws.readLag.reads = 3;
    await tagged(tagsOf(FIRST));
    sandbox.aws.readLag.reads = 0;
    expect(held()).toEqual(digests(FIRST));
  });

  test('is taken at night when the event was lost', async () => {
    await bound();
    await estate.developer.tagWith('deploy', tagsOf(FIRST));
    estate.events.length = 0;
    await estate.night();
    expect(held()).toEqual(digests(FIRST));
    expect(await status()).toMatch(/^bound: log in with the certificate/);
  });

  test('with a piece of another is not taken, and the role says so', async () => {
    await bound(tagsOf(FIRST));
    await tagged({ ...tagsOf(SECOND, FIRST), [`${NAME}-2`]: tagsOf(FIRST)[`${NAME}-2`] ?? '' });
    expect(lastError()).toBe('Conflict');
    expect(held()).toEqual(digests(FIRST));
    expect(await status()).toMatch(
      /^conflict: EAC_BINDING_CERTIFICATE .* names another certificate than the one in the pieces\.$/,
    );
    await tagged(tagsOf(SECOND, FIRST));
    expect(await status()).toMatch(/^bound: log in with the certificate/);
  });

  test('that has ended is not added, and the role says so', async () => {
    const ended = issueCertificate({
      commonName: 'pipeline',
      notBefore: new Date(Date.now() - 9 * DAY_MS),
      notAfter: new Date(Date.now() - DAY_MS),
    });
    await bound(tagsOf(ended));
    expect([estate.executions.at(-1)?.status, held()]).toEqual(['SUCCEEDED', []]);
    expect(await status()).toBe('bound: the certificate has ended - run entra-aws-creds enroll');
  });
});

describe('what a role tells its developer', () => {
  test('is nothing any more when nobody asks for what could not be done', async () => {
    await bound({ [SUBJECT]: 'github:contoso-evil/web:environment:prod' });
    expect(await status()).toMatch(/^conflict: EAC_BINDING_CONFLICT The tag /);
    await estate.developer.trustAnother('deploy');
    await estate.settle();
    expect(await status()).toBeUndefined();
  });

  test('is written once, and nothing is looked at because of it', async () => {
    await bound();
    const events = () => estate.log.filter((entry) => 'dropped' in entry).length;
    const [executions, before] = [estate.executions.length, events()];
    await tagged({ 'entra-aws-creds:managed': 'true' });
    expect(estate.executions).toHaveLength(executions + 1);
    expect(events()).toBe(before);
  });

  test('waits for nothing where the tag may not be written', async () => {
    const { developer } = estate;
    const deny = (name: string) => /TagRole|UntagRole/.test(name);
    sandbox.intercept = (service, request) =>
      service === 'iam' && deny(request.body) && request.body.includes('status')
        ? { status: 403, headers: { 'content-type': 'text/xml' }, body: DENIED }
        : undefined;
    await bound(tagsOf(FIRST));
    expect(estate.executions.map((one) => one.status)).toEqual(['SUCCEEDED']);
    expect((await developer.tagsOf('deploy'))[STATUS]).toBeUndefined();
    expect(JSON.stringify(estate.log)).toContain('could not be written');
  });

  test('is that it waits, when a service is busy for long', async () => {
    let busy = true;
    sandbox.intercept = (service) =>
      busy && service === 'graph'
        ? { status: 503, headers: { 'retry-after': '60' }, body: '{}' }
        : undefined;
    await estate.developer.createRole('deploy');
    await estate.settle();
    expect(lastError()).toBe('Throttled');
    expect(await status()).toBe('waiting: EAC_GRAPH_UNAVAILABLE - it is tried again by itself');
    busy = false;
    await estate.night();
    expect(await status()).toMatch(/^bound: /);
  });
});

const DENIED =
  '<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>No.</Message></Error></ErrorResponse>';
