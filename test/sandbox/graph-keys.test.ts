import {
  type EntraTenant,
  issueCertificate,
  type Sandbox,
  startSandbox,
} from '@entra-aws-creds/sandbox';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { importPKCS8, SignJWT } from 'jose';
import { CERTIFICATE, type GraphApp, graphApp, keyCredential, logIn } from './graph-client.ts';

const DAY_MS = 86_400_000;
const SECOND = issueCertificate({ commonName: 'second' });

let sandbox: Sandbox;
let tenant: EntraTenant;
let owner: GraphApp;
let id: string;
let appId: string;

beforeAll(async () => {
  sandbox = await startSandbox();
});
beforeEach(async () => {
  tenant = sandbox.entra.tenant({ domains: ['contoso.onmicrosoft.com'] });
  owner = await graphApp(sandbox, tenant, 'Application.ReadWrite.OwnedBy');
  const made = await owner.request('POST', 'applications', {
    displayName: 'pipeline',
    keyCredentials: [keyCredential(CERTIFICATE)],
  });
  ({ id, appId } = made.body);
  await owner.request('POST', 'servicePrincipals', { appId });
});
afterAll(() => sandbox.close());

const patch = (body: object) => owner.request('PATCH', `applications/${id}`, body);
const keys = async () =>
  (await owner.request('GET', `applications/${id}?$select=keyCredentials`)).body.keyCredentials;
const codeOf = async (certificate: typeof CERTIFICATE) => {
  const scope = `${appId}/.default`;
  const { status, body } = await logIn(sandbox, tenant, { clientId: appId, scope, certificate });
  return status === 200 ? 'in' : body.error_codes[0];
};

describe('keyCredentials', () => {
  test('are replaced as a whole, which shuts out the certificate that is left out', async () => {
    await patch({ keyCredentials: [keyCredential(SECOND)] });
    expect([await codeOf(SECOND), await codeOf(CERTIFICATE)]).toEqual(['in', 700027]);
    const both = [...(await keys()), keyCredential(CERTIFICATE)];
    expect((await patch({ keyCredentials: both })).status).toBe(204);
    expect([await codeOf(SECOND), await codeOf(CERTIFICATE)]).toEqual(['in', 'in']);
  });

  test('show the certificate only when they are selected of one application', async () => {
    const [selected] = await keys();
    expect(selected.key).toBe(keyCredential(CERTIFICATE)['key']);
    expect(Buffer.from(selected.customKeyIdentifier, 'base64').toString('hex').toUpperCase()).toBe(
      CERTIFICATE.thumbprintSha1,
    );
    const whole = await owner.request('GET', `applications/${id}`);
    expect(whole.body.keyCredentials[0]).toMatchObject({ keyId: selected.keyId, key: null });
    const list = await owner.request('GET', 'applications?$select=keyCredentials');
    expect(list.body.value.at(-1).keyCredentials[0].key).toBeNull();
  });

  test('that are sent back without their certificate are refused, and nothing is lost', async () => {
    const { body } = await owner.request('GET', `applications/${id}`);
    const refused = await patch({
      keyCredentials: [...body.keyCredentials, keyCredential(SECOND)],
    });
    expect(refused.body.error.message).toMatch(/^Update to existing credential with KeyId/);
    expect(await codeOf(CERTIFICATE)).toBe('in');
  });

  test.each([
    [{ key: 'bm8gY2VydGlmaWNhdGU=' }, 'KeyCredentialsInvalidValue'],
    [{ key: null }, 'KeyCredentialsInvalidValue'],
    [{ endDateTime: '2099-01-01T00:00:00Z' }, 'KeyCredentialsInvalidEndDate'],
    [{ startDateTime: '2001-01-01T00:00:00Z' }, 'KeyCredentialsInvalidStartDate'],
    [{ type: 'Symmetric' }, 'Request_BadRequest'],
  ])('%j is refused', async (changed, code) => {
    const { status, body } = await patch({ keyCredentials: [keyCredential(SECOND, changed)] });
    expect([status, body.error.code]).toEqual([400, code]);
  });

  test('that have ended are refused', async () => {
    const notBefore = new Date(Date.now() - 9 * DAY_MS);
    const notAfter = new Date(Date.now() - DAY_MS);
    const ended = issueCertificate({ commonName: 'ended', notBefore, notAfter });
    const { body } = await patch({ keyCredentials: [keyCredential(ended)] });
    expect(body.error.code).toBe('KeyCredentialsInvalidEndDate');
  });
});

describe('a tenant’s policy', () => {
  test('limits how long a certificate lasts', async () => {
    tenant.rules.certificateLifetimeDays = 180;
    const { status, body } = await patch({ keyCredentials: [keyCredential(SECOND)] });
    expect([status, body.error.code]).toEqual([400, 'CredentialInvalidLifetimeAsPerAppPolicy']);
    expect(body.error.details).toEqual([
      { code: 'InvalidKeyEndDate', message: body.error.message, target: 'EndDate' },
    ]);
    const endDateTime = new Date(Date.now() + 90 * DAY_MS).toISOString();
    const short = { keyCredentials: [keyCredential(SECOND, { endDateTime })] };
    expect((await patch(short)).status).toBe(204);
  });

  test('forbids certificates', async () => {
    tenant.rules.certificatesAllowed = false;
    const { body } = await patch({ keyCredentials: [...(await keys()), keyCredential(SECOND)] });
    expect(body.error.code).toBe('CredentialTypeNotAllowedAsPerAppPolicy');
    expect((await patch({ keyCredentials: await keys() })).status).toBe(204);
  });

  test('forbids identifier URIs that name nobody, unless the tokens are of version 2', async () => {
    const named = { identifierUris: ['api://aws'] };
    const refused = await patch(named);
    expect(refused.body.error.code).toBe('InvalidUniqueTenantIdentifierAsPerAppPolicy');
    for (const uri of [`api://aws/${appId}`, 'https://contoso.onmicrosoft.com/aws']) {
      expect((await patch({ identifierUris: [uri] })).status).toBe(204);
    }
    tenant.rules.nonDefaultIdentifierUrisAllowed = false;
    const other = await patch({ identifierUris: [`api://other/${appId}`] });
    expect(other.body.error.message).toContain("must comply with the format 'api://{appId}'");
    expect((await patch({ identifierUris: [`api://${appId}`] })).status).toBe(204);
    const second = { api: { requestedAccessTokenVersion: 2 }, ...named };
    expect((await patch(second)).status).toBe(204);
  });
});

describe('addKey and removeKey', () => {
  const proof = async (changed: object = {}, certificate = CERTIFICATE) => {
    const now = Math.floor(Date.now() / 1000);
    const aud = '00000002-0000-0000-c000-000000000000';
    return new SignJWT({ aud, iss: id, nbf: now, exp: now + 600, ...changed })
      .setProtectedHeader({ alg: 'RS256' })
      .sign(await importPKCS8(certificate.privateKeyPem, 'RS256'));
  };
  const add = async (given: string) =>
    owner.request('POST', `applications/${id}/addKey`, {
      keyCredential: keyCredential(SECOND),
      passwordCredential: null,
      proof: given,
    });

  test('roll a key for who proves to hold another one of the application', async () => {
    const added = await add(await proof());
    expect([added.status, added.body.usage]).toEqual([200, 'Verify']);
    expect(await codeOf(SECOND)).toBe('in');
    const [old] = await keys();
    const form = { keyId: old.keyId, proof: await proof({}, SECOND) };
    const removed = await owner.request('POST', `applications/${id}/removeKey`, form);
    expect(removed.status).toBe(204);
    expect([await codeOf(SECOND), await codeOf(CERTIFICATE)]).toEqual(['in', 700027]);
  });

  test.each([
    ['the wrong audience', { aud: '00000003-0000-0000-c000-000000000000' }],
    ['the client ID as issuer', { iss: 'client' }],
    ['an hour to live', { exp: Math.floor(Date.now() / 1000) + 3600 }],
  ])('a proof with %s is none', async (_, changed) => {
    const { status, body } = await add(await proof(changed));
    expect([status, body.error.code]).toEqual([401, 'Authentication_MissingOrMalformed']);
  });

  test('a proof of a key that is not the application’s is none', async () => {
    expect((await add(await proof({}, SECOND))).status).toBe(401);
  });
});

test('secrets of others are listed without their text, and nobody logs in with one', async () => {
  const added = await owner.request('POST', `applications/${id}/addPassword`, {
    passwordCredential: { displayName: 'theirs' },
  });
  expect(added.body.secretText).toMatch(/^[\w-]{40}$/);
  const { body } = await owner.request('GET', `applications/${id}`);
  expect(body.passwordCredentials).toEqual([{ ...added.body, secretText: null }]);
  const form = { keyId: added.body.keyId };
  expect((await owner.request('POST', `applications/${id}/removePassword`, form)).status).toBe(204);
});
