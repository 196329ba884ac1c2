import { type AwsRole, type PublishedIssuer, standardScenario } from '@entra-aws-creds/sandbox';
import { beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  baseStatement,
  NO_KEY,
  RECORDINGS,
  type Recording,
  ROLE_MISSING,
  ROLES_CLAIM,
  SOURCE_IDENTITY_CLAIM,
  TAGS_CLAIM,
} from '../recordings/web-identity.ts';
import { sandboxOfFile } from '../standard-sandbox.ts';
import { accessToken, postForm } from './client.ts';
import { keySetOf, tokenOf } from './recorded-issuer.ts';

/*
 * What the recordings leave open, as the documentation of AWS has it, or as the module says that it
 * decided.
 */

const ISSUER = 'https://issuer.example';

let clock = 0;
const now = () => new Date(Date.now() + clock);
const sandbox = await sandboxOfFile({ now });
let issuer: PublishedIssuer;
let role: AwsRole;

beforeEach(() => {
  clock = 0;
  sandbox.aws.rolePropagationSeconds = 0;
  sandbox.aws.removeAccounts();
  issuer = sandbox.publishIssuer(`${ISSUER}/${crypto.randomUUID()}`);
  issuer.keySet = keySetOf(recording({}));
  const account = sandbox.aws.account('123456789012');
  const { arn } = account.provider({ url: issuer.url, clientIds: ['client-a'] });
  role = account.role({
    name: 'Deploy',
    trustPolicy: { Statement: [baseStatement({ ...setting(), providerArn: arn })] } as never,
  });
});

function recording(changes: Partial<Recording>): Recording {
  const [settled] = RECORDINGS.filter(({ id }) => id === 'settled-role');
  if (!settled) throw new Error('no such row');
  return { ...settled, ...changes };
}

function setting() {
  const seconds = Math.floor(now().getTime() / 1000);
  const otherRole = 'arn:aws:iam::123456789012:role/Other';
  const roleArn = role?.arn ?? '';
  return {
    account: '123456789012',
    issuer: issuer.url,
    providerArn: '',
    role: roleArn,
    otherRole,
    now: seconds,
  };
}

async function exchange(claims: object = {}, header: object = {}): Promise<[number, string]> {
  const token = tokenOf(
    recording({ claims: () => ({ ...claims }), header: { ...header } }),
    setting(),
  );
  return exchangeToken(token, role.arn);
}

async function exchangeToken(token: string, roleArn: string): Promise<[number, string]> {
  const { status, body } = await postForm(sandbox, sandbox.stsUrl, {
    Action: 'AssumeRoleWithWebIdentity',
    Version: '2011-06-15',
    RoleArn: roleArn,
    RoleSessionName: 'run-1',
    WebIdentityToken: token,
  });
  const said = /<Code>(.*)<\/Code><Message>(.*)<\/Message>/.exec(body);
  return [status, said ? `${said[1]}: ${said[2]}` : ''];
}

const tags = (principalTags: unknown, keys?: unknown) => ({
  [TAGS_CLAIM]: { principal_tags: principalTags, transitive_tag_keys: keys },
});

describe('what a token gives the session to carry', () => {
  test.each([
    [
      'one claim',
      tags({ Team: ['web'], Cost: ['7'] }, ['Team']),
      { tags: { Team: 'web', Cost: '7' }, transitiveTagKeys: ['Team'] },
    ],
    [
      'a claim for each tag',
      { [`${TAGS_CLAIM}/principal_tags/Team`]: 'web', [`${TAGS_CLAIM}/transitive_tag_keys`]: [] },
      { tags: { Team: 'web' }, transitiveTagKeys: [] },
    ],
    ['a source identity', { [SOURCE_IDENTITY_CLAIM]: 'ada' }, { sourceIdentity: 'ada', tags: {} }],
  ])('by %s', async (_, claims, carried) => {
    expect(await exchange(claims)).toEqual([200, '']);
    expect(sandbox.aws.sessions.at(-1)).toMatchObject(carried);
  });

  test.each([
    ['a text in place of tags', { [TAGS_CLAIM]: 'Team' }, /correct format/],
    ['a list in place of tags', tags(['Team']), /correct format/],
    ['two values', tags({ Team: ['a', 'b'] }), /correct format/],
    ['no value', tags({ Team: [] }), /correct format/],
    ['a number', { [`${TAGS_CLAIM}/principal_tags/Team`]: 7 }, /correct format/],
    ['keys that are no list', tags({ Team: ['a'] }, 'Team'), /correct format/],
    ['a key of no tag', tags({ Team: ['a'] }, ['Cost']), /must be included .*: Cost$/],
    [
      '51 tags',
      tags(Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`k${i}`, ['v']]))),
      /'tags' .* 50$/,
    ],
    ['a key too long', tags({ ['k'.repeat(129)]: ['v'] }), /key' .* 128$/],
    ['a value too long', tags({ Team: ['v'.repeat(257)] }), /value' .* 256$/],
    [
      'more than fits',
      tags(Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`k${i}`, ['v'.repeat(256)]]))),
      /^PackedPolicyTooLarge: Packed policy consumes \d{3}%/,
    ],
    ['a source identity of one character', { [SOURCE_IDENTITY_CLAIM]: 'a' }, /'sourceIdentity'/],
    ['a source identity with a blank', { [SOURCE_IDENTITY_CLAIM]: 'a b' }, /'sourceIdentity'/],
  ])('is refused with %s', async (_, claims, said) => {
    expect(await exchange(claims)).toEqual([400, expect.stringMatching(said)]);
    // Decided above the trust policy, which does not even name the provider here.
    if (`${said}`.includes('Packed')) return;
    role.trustPolicy = { Statement: [] };
    expect(await exchange(claims)).toEqual([400, expect.stringMatching(said)]);
  });

  test('can be asked for by the trust policy', async () => {
    const [statement] = [role.trustPolicy.Statement].flat();
    const demand = (Condition: object) => {
      role.trustPolicy = { Statement: { ...statement, Condition } as never };
    };
    const carried = { ...tags({ Team: ['web'] }, ['Team']), [SOURCE_IDENTITY_CLAIM]: 'ada' };
    for (const condition of [
      { StringEquals: { 'aws:RequestTag/Team': 'web' } },
      { 'ForAnyValue:StringEquals': { 'aws:TagKeys': 'Team' } },
      { 'ForAnyValue:StringEquals': { 'sts:TransitiveTagKeys': 'Team' } },
      { StringLike: { 'sts:SourceIdentity': 'a*' } },
    ]) {
      demand(condition);
      expect([condition, await exchange(carried)]).toEqual([condition, [200, '']]);
      expect([condition, (await exchange())[0]]).toEqual([condition, 403]);
    }
  });
});

describe('the keys of an issuer', () => {
  test('are those of the moment', async () => {
    const scenario = await standardScenario(sandbox, { roleName: 'Standard' });
    const exchangeOf = (token: string) => exchangeToken(token, scenario.roleArn);
    const before = await accessToken(sandbox, scenario);
    await sandbox.entra.rollSigningKey();
    const after = await accessToken(sandbox, scenario);
    expect(await exchangeOf(before)).toEqual([200, '']);
    expect(await exchangeOf(after)).toEqual([200, '']);
    sandbox.entra.retireSigningKeys();
    expect((await exchangeOf(before))[1]).toContain("Couldn't retrieve verification key");
    expect(await exchangeOf(after)).toEqual([200, '']);
  });

  test.each<[string, (published: PublishedIssuer) => void]>([
    [
      'metadata of another issuer',
      (it) => (it.configuration = { ...it.configuration, issuer: 'https://other.example' }),
    ],
    ['metadata without keys', (it) => (it.configuration = { issuer: it.url })],
    [
      'keys without TLS',
      (it) => (it.configuration = { issuer: it.url, jwks_uri: it.url.replace('https', 'http') }),
    ],
    ['no key set', (it) => (it.keySet = 'keys')],
    ['a key set without keys', (it) => (it.keySet = {})],
    ['keys that are none', (it) => (it.keySet = { keys: [null, 7, { kid: 'RS256' }] })],
  ])('are not found with %s', async (_, spoil) => {
    expect(await exchange()).toEqual([200, '']);
    spoil(issuer);
    expect(await exchange()).toEqual([400, `InvalidIdentityToken: ${keyMessage()}`]);
  });

  test('are out of reach where nobody answers', async () => {
    issuer.isReachable = false;
    expect(await exchange()).toEqual([400, expect.stringMatching(/^IDPCommunicationError: /)]);
  });

  test.each(['PS256', 'EdDSA', 'HS256', 'none', 'constructor'])(
    'are not used for %s',
    async (alg) => {
      expect(await exchange({}, { alg })).toEqual([
        400,
        expect.stringMatching(/^InvalidIdentityToken: .* could not be validated/),
      ]);
    },
  );
});

function keyMessage(): string {
  return NO_KEY.message(setting());
}

test('a role refuses everybody until it is known everywhere', async () => {
  sandbox.aws.rolePropagationSeconds = 10;
  const denied = [403, 'AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity'];
  expect(await exchange()).toEqual(denied);
  clock = 9_000;
  expect(await exchange()).toEqual(denied);
  clock = 11_000;
  expect(await exchange()).toEqual([200, '']);
});

test('claims that Entra was told to add reach STS, but none that it sets itself', async () => {
  const scenario = await standardScenario(sandbox, { roleName: 'Standard' });
  Object.assign(scenario.resource.mappedClaims, {
    [ROLES_CLAIM]: [role.arn],
    sub: 'somebody else',
  });
  expect(await exchangeToken(await accessToken(sandbox, scenario), scenario.roleArn)).toEqual([
    400,
    `InvalidIdentityToken: ${ROLE_MISSING.message(setting())}`,
  ]);
  Object.assign(scenario.resource.mappedClaims, { [ROLES_CLAIM]: [scenario.roleArn] });
  expect(await exchangeToken(await accessToken(sandbox, scenario), scenario.roleArn)).toEqual([
    200,
    '',
  ]);
});

test('no claims of any form bring STS to its knees', async () => {
  const name = fc.constantFrom(
    ...['iss', 'sub', 'aud', 'azp', 'iat', 'exp', 'nbf', 'amr', 'email'],
    ...[ROLES_CLAIM, TAGS_CLAIM, SOURCE_IDENTITY_CLAIM],
    ...[`${TAGS_CLAIM}/principal_tags/Team`, `${TAGS_CLAIM}/transitive_tag_keys`],
  );
  await fc.assert(
    fc.asyncProperty(fc.dictionary(name, fc.jsonValue()), async (claims) => {
      const [status, said] = await exchange(claims);
      if (status === 200) return;
      expect([400, 403, 500]).toContain(status);
      if (status === 500) expect(said).toMatch(/^InternalFailure: Unknown error validating/);
      else expect(said).toMatch(/^\w+: ./);
    }),
  );
});
