import type { AwsAccount, AwsRole, Sandbox } from '@entra-aws-creds/sandbox';
import { CLIENT, RESOURCE, SUBJECT } from './roles.ts';

const TENANT = '11111111-2222-3333-4444-555555555555';
const MANAGEMENT = '100000000000';
export const READ_ROLE = 'Audit';
const V1 = `sts.windows.net/${TENANT}/`;
const V2 = `login.microsoftonline.com/${TENANT}/v2.0`;
const OTHER = 'sts.windows.net/99999999-8888-7777-6666-555555555555/';
const GITHUB = 'token.actions.githubusercontent.com';
const DAY_MS = 86_400_000;

type Claims = Readonly<Record<string, string | readonly string[]>>;

/** A kind of role: what its policy says in an account, and what the audit is to find. */
interface Kind {
  readonly name: string;
  readonly statements: (provider: (key: string) => string) => unknown;
  /** `high TRUST_NO_SUB`; undefined: the role is none of the audit's business. */
  readonly found: readonly string[] | undefined;
  readonly lastUsed?: 'long ago';
}

function allow(key: string, claims: Claims, parts: object = {}) {
  return (provider: (key: string) => string) => ({
    Effect: 'Allow',
    Principal: { Federated: provider(key) },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: {
      StringEquals: Object.fromEntries(
        Object.entries(claims).map(([claim, value]) => [`${key}:${claim}`, value]),
      ),
    },
    ...parts,
  });
}

const v1 = { aud: 'api://aws', sub: SUBJECT };
const v2 = { aud: CLIENT, oaud: RESOURCE, sub: SUBJECT };
const onKey = (key: string, operator: string, value: string) => ({
  Condition: { StringEquals: { [`${V1}:aud`]: 'api://aws' }, [operator]: { [key]: value } },
});
const both = (...parts: readonly Kind['statements'][]): Kind['statements'] => {
  return (provider) => parts.map((one) => one(provider));
};

export const KINDS: readonly Kind[] = [
  { name: 'tight', statements: allow(V1, v1), found: [] },
  { name: 'tight-v2', statements: allow(V2, v2), found: [] },
  { name: 'both-versions', statements: both(allow(V1, v1), allow(V2, v2)), found: [] },
  {
    name: 'service',
    statements: () => ({
      Effect: 'Allow',
      Principal: { Service: 'ec2.amazonaws.com' },
      Action: 'sts:AssumeRole',
    }),
    found: undefined,
  },
  {
    name: 'github',
    statements: allow(GITHUB, { sub: 'repo:o/r:ref:refs/heads/main' }),
    found: undefined,
  },
  { name: 'no-sub', statements: allow(V1, { aud: 'api://aws' }), found: ['high TRUST_NO_SUB'] },
  { name: 'no-aud', statements: allow(V1, { sub: SUBJECT }), found: ['high TRUST_NO_AUD'] },
  {
    name: 'several-audiences',
    statements: allow(V1, { aud: ['api://aws', 'api://b'], sub: SUBJECT }),
    found: ['low TRUST_AUD_SEVERAL', 'low AUDIT_AUDIENCE_MISSING'],
  },
  {
    name: 'several-subjects',
    statements: allow(V1, { aud: 'api://aws', sub: [SUBJECT, 'another'] }),
    found: ['low TRUST_SUB_SEVERAL'],
  },
  {
    name: 'people',
    statements: allow(V2, { aud: CLIENT, oaud: RESOURCE }),
    found: ['low TRUST_NO_SUB'],
  },
  {
    name: 'no-oaud',
    statements: allow(V2, { aud: CLIENT, sub: SUBJECT }),
    found: ['medium TRUST_NO_OAUD'],
  },
  {
    name: 'several-resources',
    statements: allow(V2, { ...v2, oaud: [RESOURCE, 'x'] }),
    found: ['low TRUST_OAUD_SEVERAL'],
  },
  {
    name: 'wildcard',
    statements: allow(V1, {}, onKey(`${V1}:sub`, 'StringLike', '*')),
    found: ['high TRUST_WILDCARD'],
  },
  {
    name: 'if-exists',
    statements: allow(V1, {}, onKey(`${V1}:sub`, 'StringEqualsIfExists', SUBJECT)),
    found: ['high TRUST_MISSING_KEY'],
  },
  {
    name: 'never-matches',
    statements: (provider) => ({
      ...allow(V1, v1)(provider),
      Condition: {
        StringEquals: { [`${V1}:aud`]: 'api://aws', [`${V1}:sub`]: SUBJECT, [`${V1}:roles`]: 'x' },
      },
    }),
    found: ['medium TRUST_KEY_NEVER_MATCHES'],
  },
  {
    name: 'wider',
    statements: both(allow(V1, v1), allow(V1, { aud: 'api://aws' })),
    found: ['high TRUST_NO_SUB', 'high TRUST_WIDER_STATEMENT'],
  },
  {
    name: 'everyone',
    statements: (provider) => ({ ...allow(V1, v1)(provider), Principal: '*' }),
    found: ['high TRUST_PRINCIPAL_EVERYONE'],
  },
  {
    name: 'others',
    statements: both(allow(V1, v1), (provider) => ({
      Effect: 'Allow',
      Principal: { AWS: provider('').split(':')[4] },
      Action: 'sts:AssumeRole',
    })),
    found: ['low TRUST_PRINCIPAL_BEYOND'],
  },
  {
    name: 'mistaken-provider',
    statements: (provider) => ({
      ...allow(V1, v1)(provider),
      Principal: { Federated: provider(V1.slice(0, -1)) },
    }),
    found: ['medium TRUST_PROVIDER_MISTAKEN'],
  },
  {
    name: 'not-principal',
    statements: (provider) => {
      const { Principal: _, ...rest } = allow(V1, v1)(provider);
      return { ...rest, NotPrincipal: { AWS: provider('').split(':')[4] } };
    },
    found: ['high TRUST_NOT_PRINCIPAL', 'low TRUST_NOT_STORABLE'],
  },
  {
    name: 'wide-action',
    statements: allow(V1, v1, { Action: 'sts:*' }),
    found: ['medium TRUST_ACTION_WIDE', 'low TRUST_NOT_STORABLE'],
  },
  {
    name: 'not-action',
    statements: (provider) => {
      const { Action: _, ...rest } = allow(V1, v1)(provider);
      return { ...rest, NotAction: 'sts:TagSession' };
    },
    found: ['medium TRUST_NOT_ACTION'],
  },
  {
    name: 'odd-case',
    statements: allow(V1, v1, { Action: 'STS:AssumeRoleWithWebIdentity' }),
    found: ['low TRUST_NOT_STORABLE'],
  },
  {
    name: 'no-provider',
    statements: allow(OTHER, { aud: 'api://aws', sub: SUBJECT }),
    found: ['medium AUDIT_PROVIDER_MISSING'],
  },
  {
    name: 'no-audience',
    statements: allow(V1, { aud: 'api://new', sub: SUBJECT }),
    found: ['low AUDIT_AUDIENCE_MISSING'],
  },
  {
    name: 'unused',
    statements: allow(V1, v1),
    found: ['low AUDIT_ROLE_UNUSED'],
    lastUsed: 'long ago',
  },
];

export interface BuiltOrganization {
  readonly keys: Readonly<Record<string, string>>;
  readonly accounts: readonly AwsAccount[];
  /** What is to be found of each role that matches, by its ARN. */
  readonly expected: ReadonlyMap<string, readonly string[]>;
  /** What is to be found of each role that is asked about besides: the active keys of users. */
  readonly users: readonly string[];
}

/** Mixes roles of every kind over the accounts of an organization, the same for the same seed. */
export function buildOrganization(
  sandbox: Sandbox,
  { accounts: count, roles, seed }: { accounts: number; roles: number; seed: number },
): BuiltOrganization {
  const random = randomFrom(seed);
  const management = sandbox.aws.account(MANAGEMENT);
  const organization = sandbox.aws.organize({ managementAccount: management });
  const auditor = management.user({ name: 'auditor', isAdministrator: true });
  const accounts = Array.from({ length: count }, (_, index) =>
    sandbox.aws.account(String(Number(MANAGEMENT) + index)),
  );
  const expected = new Map<string, readonly string[]>();
  for (const account of accounts) {
    if (account !== management) organization.add(account);
    account.provider({ url: `https://${V1}`, clientIds: ['api://aws'] });
    account.provider({ url: `https://${V2}`, clientIds: [CLIENT] });
    account.role({
      name: READ_ROLE,
      attachedPolicies: [SECURITY_AUDIT],
      trustPolicy: trusting(MANAGEMENT),
    });
  }
  for (let index = 0; index < roles; index += 1) {
    const account = accounts[index % count] as AwsAccount;
    // The first so many have one of each kind.
    const kind = KINDS[index < KINDS.length ? index : Math.floor(random() * KINDS.length)] as Kind;
    const role = roleOf(kind, account, `${kind.name}-${index}`);
    if (kind.found !== undefined) expected.set(role.arn, kind.found);
  }
  return {
    keys: {
      AWS_ACCESS_KEY_ID: auditor.accessKeyId,
      AWS_SECRET_ACCESS_KEY: auditor.secretAccessKey,
    },
    accounts,
    expected,
    users: ['auditor'],
  };
}

const SECURITY_AUDIT = 'arn:aws:iam::aws:policy/SecurityAudit';

function trusting(account: string) {
  const Principal = { AWS: `arn:aws:iam::${account}:root` };
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }],
  } as const;
}

function roleOf({ statements, lastUsed }: Kind, account: AwsAccount, name: string): AwsRole {
  const provider = (key: string) => account.arn('iam', `oidc-provider/${key}`);
  const role = account.role({ name, path: '/ci/', trustPolicy: trusting(account.id) });
  // As a role may be that is older than the rules of today.
  role.trustPolicy = JSON.parse(
    JSON.stringify({ Version: '2012-10-17', Statement: statements(provider) }),
  );
  const days = lastUsed === undefined ? 1 : 200;
  role.lastUsed = { date: new Date(Date.now() - days * DAY_MS), region: 'eu-west-1' };
  return role;
}

/** @see https://github.com/cprosche/mulberry32 */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Where the services of a sandbox are, as flags of the command. */
export function servicesOf(sandbox: Sandbox): readonly string[] {
  return [
    ...['--sts-endpoint', sandbox.stsUrl],
    ...['--iam-endpoint', sandbox.iamUrl],
    ...['--organizations-endpoint', sandbox.organizationsUrl],
    ...['--aws-region', 'eu-west-1'],
  ];
}
