/**
 * What AWS STS answered to `AssumeRoleWithWebIdentity`, recorded on 2026-09-11 in us-east-1 by
 * somebody else with tokens of an issuer of his own; published with the emulator stackd
 * (https://github.com/radkawar/stackd, commit 9dc356f5, internal/services/sts/testdata/oidc).
 * The rows are ours: the scenario in our words, the answer in those of AWS.
 */

/** What a row is filled in with. */
export interface Setting {
  /** Twelve digits. */
  readonly account: string;
  /** `iss` of the tokens: an https URL. */
  readonly issuer: string;
  readonly providerArn: string;
  /** ARN of the role that is asked for. */
  readonly role: string;
  /** ARN of another role of the same account. */
  readonly otherRole: string;
  /** Seconds since 1970, at the moment of the call. */
  readonly now: number;
}

type Claims = Readonly<Record<string, unknown>>;
type Json = Readonly<Record<string, unknown>>;

/**
 * - `first-hand`: the answer of AWS is in the recording.
 * - `second-hand`: by the report of who recorded it; the recording itself was not looked at.
 * - `documented`: nobody is known to have recorded it, AWS says it in its documentation.
 */
type Basis = 'first-hand' | 'second-hand' | 'documented';

type Section =
  | 'propagation'
  | 'required claims'
  | 'audience'
  | 'times'
  | 'subject'
  | 'keys'
  | 'roles claim'
  | 'session tags'
  | 'source identity'
  | 'trust policy'
  | 'provider parameter';

/** The JSON Web Key Set of the issuer; `six keys` are RS256, RS384 and RS512 on one RSA key, and ES256, ES384, ES512. */
export type KeySet =
  | 'six keys'
  | 'one key'
  | 'one key without kid'
  | 'alg of the key is RS512'
  | 'use of the key is enc'
  | 'key_ops of the key is sign'
  | 'key_ops of the key is verify'
  | 'kid twice, same key'
  | 'kid twice, right key last'
  | 'kid twice, wrong key last'
  | 'key with its x5c'
  | 'x5c without n and e'
  | 'n is not that of x5c'
  | '101 RSA keys and one EC key';

export interface Recording {
  readonly id: string;
  readonly section: Section;
  readonly scenario: string;
  readonly basis: Basis;
  /** Claims that differ from {@link baseClaims}; undefined takes one away. */
  readonly claims?: (setting: Setting) => Claims;
  /** A member that the payload has twice: its two values, in order. */
  readonly twice?: { readonly claim: string; readonly values: readonly [unknown, unknown] };
  /** `RS256` unless said otherwise. */
  readonly algorithm?: 'RS256' | 'RS384' | 'RS512' | 'ES256' | 'ES384' | 'ES512';
  /** Header members that differ from a matching `kid`; undefined takes one away. */
  readonly header?: Json;
  /** `six keys` unless said otherwise. */
  readonly keySet?: KeySet;
  /** {@link baseStatement} unless said otherwise. */
  readonly statements?: (setting: Setting) => readonly Json[];
  /** Parameters of the call besides role, session name and token. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** The role was made seconds ago. */
  readonly newRole?: true;
  readonly answer: RecordedAnswer;
  /** Why the evaluator of trust policies, or the reader of the token, cannot judge the row. */
  readonly beyondStep?: string;
  /** Why the sandbox cannot answer the row. */
  readonly beyondSandbox?: string;
}

type RecordedAnswer =
  | {
      readonly allowed: true;
      /** `Audience` of the answer, where it was looked at. */
      readonly audience?: string;
      /** `SubjectFromWebIdentityToken`, where it was looked at. */
      readonly subject?: string;
      readonly sourceIdentity?: string;
    }
  | {
      readonly allowed: false;
      readonly code: string;
      /** To the letter; undefined when only the code is known. */
      readonly message?: (setting: Setting) => string;
    };

export const SESSION_NAME = 'oidc-probe';
/** The client IDs that the IAM provider lists. */
export const CLIENT_IDS = ['client-a', 'client-b'];
/** Of the role, in seconds. */
export const MAX_SESSION_DURATION = 7_200;

export function baseClaims({ issuer, now }: Setting): Claims {
  return { iss: issuer, aud: 'client-a', sub: 'subject-probe', iat: now - 10, exp: now + 900 };
}

export function baseStatement({ providerArn }: Setting): Json {
  return {
    Effect: 'Allow',
    Principal: { Federated: providerArn },
    Action: ['sts:AssumeRoleWithWebIdentity', 'sts:TagSession', 'sts:SetSourceIdentity'],
  };
}

const allowed = (seen: Omit<RecordedAnswer & { allowed: true }, 'allowed'> = {}) =>
  ({ allowed: true, ...seen }) as const;
const refused = (code: string, message: string | ((setting: Setting) => string)) =>
  ({
    allowed: false,
    code,
    message: typeof message === 'string' ? () => message : message,
  }) as const;
const invalid = (message: string | ((setting: Setting) => string)) =>
  refused('InvalidIdentityToken', message);

/** The answers of STS that stand for several rows. */
const DENIED = refused('AccessDenied', 'Not authorized to perform sts:AssumeRoleWithWebIdentity');
const GENERIC = invalid(
  'The web identity token provided could not be validated. See the AssumeRoleWithWebIdentity documentation for requirements.',
);
export const NO_KEY = invalid(
  "Couldn't retrieve verification key from your identity provider,  please reference AssumeRoleWithWebIdentity documentation for requirements",
);
const NOT_A_JWT = invalid(
  'The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)',
);
const SEVERAL_AUDIENCES = invalid(
  'Token audience contains more than one audience while authorized party is not present',
);
const BAD_TIME = invalid('Invalid timestamp in token claims.');
export const TAG_FORMAT = invalid('principal_tags passed in claim is not in correct format.');
export const ROLES_FORMAT = invalid('The roles claim is not in a supported format');
export const NO_ROLE_ARN = invalid('The roles claim contains no valid role ARNs');
export const ROLE_MISSING = invalid(
  'The target role ARN is not present in the roles claim of the identity token',
);
const BAD_PROVIDER = refused(
  'AccessDenied',
  'Unrecognized OAuth provider. Do not include a provider parameter when submitting OpenIDConnect ID tokens',
);

export const ROLES_CLAIM = 'https://aws.amazon.com/roles';
export const TAGS_CLAIM = 'https://aws.amazon.com/tags';
export const SOURCE_IDENTITY_CLAIM = 'https://aws.amazon.com/source_identity';

const TOKEN_IS_STS_S =
  'The step takes tokens from Entra alone, which has this right, and leaves the rest to STS.';
const KEYS_ARE_STS_S = "Signatures and keys of the issuer are STS's to verify.";
const CLIENT_IDS_UNKNOWN = 'What client IDs the IAM provider lists, the step does not know.';
const TIME_WILL_TELL = 'How old a role is, the step does not know.';
const NOT_SENT = 'The step never sends this parameter.';

type Row = Partial<Omit<Recording, 'section' | 'id' | 'scenario' | 'answer'>>;

const rowsOf =
  (section: Section, shared: Row = {}) =>
  (id: string, scenario: string, answer: RecordedAnswer, row: Row = {}): Recording => ({
    id,
    section,
    scenario,
    basis: 'first-hand',
    ...shared,
    ...row,
    answer,
  });

const propagation = rowsOf('propagation');
const claim = rowsOf('required claims');
const audience = rowsOf('audience');
const time = rowsOf('times');
const subject = rowsOf('subject');
const key = rowsOf('keys', { beyondStep: KEYS_ARE_STS_S });
const role = rowsOf('roles claim');
const tag = rowsOf('session tags');
const source = rowsOf('source identity');
const trust = rowsOf('trust policy');
const secondHand = rowsOf('trust policy', { basis: 'second-hand' });
const providerParameter = rowsOf('provider parameter', { beyondStep: NOT_SENT });

const without = (name: string) =>
  claim(`no-${name}`, `the token has no ${name}`, invalid(`Missing a required claim: ${name}`), {
    claims: () => ({ [name]: undefined }),
    beyondStep: TOKEN_IS_STS_S,
  });

/** A role whose trust policy asks besides for something of the key, as AWS has it. */
const demanding = (operator: string, name: string, value: string) => (setting: Setting) => [
  { ...baseStatement(setting), Condition: { [operator]: { [name]: value } } },
];

/** The statement that is tried stands beside one that admits a session of this name alone. */
const CONTROL_SESSION = 'propagation-control';
const besideControl =
  (tried: (setting: Setting) => Json) =>
  (setting: Setting): readonly Json[] => [
    {
      ...baseStatement(setting),
      Condition: { StringEquals: { 'sts:RoleSessionName': CONTROL_SESSION } },
    },
    { ...baseStatement(setting), ...tried(setting) },
  ];
const condition = (operator: string, name: string, value: string) => ({
  Condition: { [operator]: { [name]: value } },
});

export const RECORDINGS: readonly Recording[] = [
  propagation('new-role', 'a role made seconds ago', DENIED, {
    newRole: true,
    beyondStep: TIME_WILL_TELL,
  }),
  propagation(
    'settled-role',
    'the same some ten seconds later',
    allowed({ audience: 'client-a', subject: 'subject-probe' }),
  ),
  propagation('new-role-with-condition', 'a role with a condition, made seconds ago', DENIED, {
    newRole: true,
    statements: demanding('StringEquals', 'sts:RoleSessionName', SESSION_NAME),
    beyondStep: TIME_WILL_TELL,
  }),

  without('iss'),
  without('sub'),
  without('aud'),
  without('iat'),
  without('exp'),

  audience('aud-two-first-registered', 'two audiences, no azp', SEVERAL_AUDIENCES, {
    claims: () => ({ aud: ['client-a', 'other'] }),
    beyondStep: TOKEN_IS_STS_S,
  }),
  audience('aud-two-last-registered', 'two audiences the other way round', SEVERAL_AUDIENCES, {
    claims: () => ({ aud: ['other', 'client-a'] }),
    beyondStep: TOKEN_IS_STS_S,
  }),
  audience('aud-two-both-registered', 'two audiences, both registered', SEVERAL_AUDIENCES, {
    claims: () => ({ aud: ['client-b', 'client-a'] }),
    beyondStep: TOKEN_IS_STS_S,
  }),
  audience('aud-list-of-one', 'a list of one audience', allowed({ audience: 'client-a' }), {
    claims: () => ({ aud: ['client-a'] }),
    beyondStep: TOKEN_IS_STS_S,
  }),
  audience('aud-empty-list', 'no audience', invalid('Claim is not allowed to be empty: aud'), {
    claims: () => ({ aud: [] }),
    beyondStep: TOKEN_IS_STS_S,
  }),
  audience('aud-empty', 'an empty audience', GENERIC, {
    claims: () => ({ aud: '' }),
    beyondStep: TOKEN_IS_STS_S,
  }),
  audience('azp-registered', 'azp is registered, aud is not', allowed({ audience: 'client-b' }), {
    claims: () => ({ aud: 'other', azp: 'client-b' }),
  }),
  audience(
    'azp-not-in-aud',
    'azp is registered, and none of several audiences',
    allowed({ audience: 'client-b' }),
    { claims: () => ({ aud: ['other', 'client-a'], azp: 'client-b' }), beyondStep: TOKEN_IS_STS_S },
  ),
  audience('azp-not-registered', 'aud is registered, azp is not', GENERIC, {
    claims: () => ({ aud: 'client-a', azp: 'other' }),
    beyondStep: CLIENT_IDS_UNKNOWN,
  }),
  audience('azp-empty', 'azp is empty', GENERIC, {
    claims: () => ({ aud: 'client-a', azp: '' }),
    beyondStep: TOKEN_IS_STS_S,
  }),
  audience('aud-twice-last-unknown', 'aud twice, the last not registered', GENERIC, {
    twice: { claim: 'aud', values: ['client-a', 'other'] },
    beyondStep: CLIENT_IDS_UNKNOWN,
  }),
  audience('aud-twice-same', 'aud twice, the same', allowed({ audience: 'client-a' }), {
    twice: { claim: 'aud', values: ['client-a', 'client-a'] },
  }),

  time('exp-23-seconds-ago', 'expired 23 seconds ago', allowed(), {
    claims: ({ now }) => ({ exp: now - 23 }),
  }),
  time(
    'exp-324-seconds-ago',
    'expired 324 seconds ago; the clock in the message is five minutes behind',
    refused(
      'ExpiredTokenException',
      ({ now }) =>
        `Token expired: current date/time ${now - 300} must be before the expiration date/time ${now - 324}`,
    ),
    { claims: ({ now }) => ({ exp: now - 324 }), beyondStep: TOKEN_IS_STS_S },
  ),
  time('iat-seconds-ago', 'issued a few seconds ago', allowed(), {
    claims: ({ now }) => ({ iat: now - 3 }),
  }),
  time('iat-276-seconds-ahead', 'issued 276 seconds from now', allowed(), {
    claims: ({ now }) => ({ iat: now + 276 }),
  }),
  time(
    'iat-hour-ahead',
    'issued an hour from now, after it expires',
    invalid(({ now }) => `Token issued in the future: ${now + 3_573}`),
    { claims: ({ now }) => ({ iat: now + 3_573 }), beyondStep: TOKEN_IS_STS_S },
  ),
  time('nbf-seconds-ago', 'valid since a few seconds ago', allowed(), {
    claims: ({ now }) => ({ nbf: now - 3 }),
  }),
  time('nbf-275-seconds-ahead', 'valid in 275 seconds', allowed(), {
    claims: ({ now }) => ({ nbf: now + 275 }),
  }),
  time(
    'nbf-hour-ahead',
    'valid in an hour; the clock in the message is five minutes ahead',
    invalid(
      ({ now }) =>
        `Token not yet valid: current date/time ${now + 300} must be after or equal to the not-before date/time ${now + 3_572}`,
    ),
    { claims: ({ now }) => ({ nbf: now + 3_572 }), beyondStep: TOKEN_IS_STS_S },
  ),
  time('nbf-digits-as-text', 'nbf is a text of digits', allowed(), {
    claims: ({ now }) => ({ nbf: `${now - 23}` }),
  }),
  time('nbf-words', 'nbf is no number', BAD_TIME, {
    claims: () => ({ nbf: 'invalid' }),
    beyondStep: TOKEN_IS_STS_S,
  }),
  time('exp-digits-as-text', 'exp is a text of digits', allowed(), {
    claims: ({ now }) => ({ exp: `${now + 900}` }),
    beyondStep: TOKEN_IS_STS_S,
  }),
  time('iat-digits-as-text', 'iat is a text of digits', allowed(), {
    claims: ({ now }) => ({ iat: `${now - 10}` }),
  }),
  time('iat-null', 'iat is null', BAD_TIME, {
    claims: () => ({ iat: null }),
    beyondStep: TOKEN_IS_STS_S,
  }),
  time('iat-fraction', 'iat has a fraction', BAD_TIME, {
    claims: ({ now }) => ({ iat: now - 10.5 }),
    beyondStep: TOKEN_IS_STS_S,
  }),
  time('exp-fraction', 'exp has a fraction', BAD_TIME, {
    claims: ({ now }) => ({ exp: now + 900.5 }),
    beyondStep: TOKEN_IS_STS_S,
  }),
  time('exp-before-session-end', 'a session of two hours for a token of a minute', allowed(), {
    claims: ({ now }) => ({ exp: now + 60 }),
    parameters: { DurationSeconds: '7200' },
  }),

  subject('sub-one-character', 'sub is one character', allowed({ subject: 'a' }), {
    claims: () => ({ sub: 'a' }),
  }),
  subject('sub-empty', 'sub is empty', allowed({ subject: '' }), {
    claims: () => ({ sub: '' }),
    beyondStep: TOKEN_IS_STS_S,
  }),
  subject('sub-300-characters', 'sub is long', allowed({ subject: 'a'.repeat(300) }), {
    claims: () => ({ sub: 'a'.repeat(300) }),
  }),
  subject('sub-number', 'sub is a number', allowed({ subject: '123' }), {
    claims: () => ({ sub: 123 }),
    beyondStep: TOKEN_IS_STS_S,
  }),
  subject(
    'sub-null',
    'sub is null',
    refused('InternalFailure', 'Unknown error validating third-party token'),
    { claims: () => ({ sub: null }), beyondStep: TOKEN_IS_STS_S },
  ),

  ...(['RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'ES512'] as const).map((algorithm) =>
    key(`alg-${algorithm}`, `signed with ${algorithm}`, allowed(), { algorithm }),
  ),
  key('kid-unknown', 'kid is not in the key set', NO_KEY, { header: { kid: 'unknown' } }),
  key('kid-missing', 'no kid, six keys', NO_KEY, { header: { kid: undefined } }),
  key('kid-empty', 'kid is empty, six keys', NO_KEY, { header: { kid: '' } }),
  key('kid-missing-one-key', 'no kid, one key that has one', allowed(), {
    header: { kid: undefined },
    keySet: 'one key',
  }),
  key('kid-missing-everywhere', 'no kid, one key without one', NO_KEY, {
    header: { kid: undefined },
    keySet: 'one key without kid',
  }),
  key('one-key', 'kid matches the only key', allowed(), { keySet: 'one key' }),
  key('key-alg-other', 'the alg of the key is another', allowed(), {
    keySet: 'alg of the key is RS512',
  }),
  key('key-use-enc', 'the key is for encryption', NO_KEY, { keySet: 'use of the key is enc' }),
  key('key-ops-sign', 'the key has key_ops sign', GENERIC, {
    keySet: 'key_ops of the key is sign',
  }),
  key('key-ops-verify', 'the key has key_ops verify', GENERIC, {
    keySet: 'key_ops of the key is verify',
  }),
  key('kid-twice-same', 'kid twice, the same key', allowed(), { keySet: 'kid twice, same key' }),
  key('kid-twice-right-last', 'kid twice, the right key last', allowed(), {
    keySet: 'kid twice, right key last',
  }),
  key('kid-twice-wrong-last', 'kid twice, the wrong key last', GENERIC, {
    keySet: 'kid twice, wrong key last',
  }),
  key('x5c-matching', 'the key has its certificate', allowed(), { keySet: 'key with its x5c' }),
  key('x5c-alone', 'the key has nothing but a certificate', NO_KEY, {
    keySet: 'x5c without n and e',
  }),
  key('x5c-other', 'the certificate is of another key', NO_KEY, {
    keySet: 'n is not that of x5c',
  }),
  key('rsa-101-keys', '101 RSA keys, RSA token', NO_KEY, { keySet: '101 RSA keys and one EC key' }),
  key('rsa-101-keys-ec-token', '101 RSA keys, EC token', allowed(), {
    keySet: '101 RSA keys and one EC key',
    algorithm: 'ES256',
  }),
  key('header-crit', 'the header has crit', NOT_A_JWT, { header: { crit: ['custom'] } }),

  ...(
    [
      ['list', 'a list of the role', allowed(), ({ role: asked }) => [asked]],
      ['text', 'the role', allowed(), ({ role: asked }) => asked],
      ['list-of-two', 'another role and this', allowed(), (at) => [at.otherRole, at.role]],
      ['semicolon', 'two in a text', allowed(), (at) => `${at.otherRole};${at.role}`],
      ['list-of-other', 'another role', ROLE_MISSING, ({ otherRole }) => [otherRole]],
      ['empty-list', 'an empty list', NO_ROLE_ARN, () => []],
      ['empty', 'an empty text', NO_ROLE_ARN, () => ''],
      ['null', 'null, as good as none', allowed(), () => null],
      ['number', 'a number', ROLES_FORMAT, () => 123],
      ['boolean', 'a boolean', ROLES_FORMAT, () => true],
      ['object', 'an object', ROLES_FORMAT, ({ role: asked }) => ({ role: asked })],
      ['list-with-number', 'a number besides', allowed(), ({ role: asked }) => [123, asked]],
      ['list-with-null', 'null besides', allowed(), ({ role: asked }) => [null, asked]],
      ['list-with-words', 'no ARN besides', allowed(), ({ role: asked }) => ['not-an-arn', asked]],
      ['nested-list', 'a list in a list', NO_ROLE_ARN, ({ role: asked }) => [[asked]]],
      ['blanks', 'blanks around it', allowed(), ({ role: asked }) => ` ${asked} `],
      ['semicolon-blank', 'two with a blank', allowed(), (at) => `${at.otherRole}; ${at.role}`],
      ['semicolon-last', 'a semicolon after it', allowed(), ({ role: asked }) => `${asked};`],
      ['semicolon-first', 'a semicolon before it', allowed(), ({ role: asked }) => `;${asked}`],
      ['list-twice', 'the role twice', allowed(), ({ role: asked }) => [asked, asked]],
      ['comma', 'two with a comma', NO_ROLE_ARN, (at) => `${at.otherRole},${at.role}`],
      ['pattern', 'a pattern', NO_ROLE_ARN, ({ account }) => `arn:aws:iam::${account}:role/*`],
      ['upper-case', 'in upper case', NO_ROLE_ARN, ({ role: asked }) => asked.toUpperCase()],
    ] as const satisfies readonly (readonly [
      string,
      string,
      RecordedAnswer,
      (setting: Setting) => unknown,
    ])[]
  ).map(([id, scenario, answer, value]) =>
    role(`roles-${id}`, `the roles claim is ${scenario}`, answer, {
      claims: (setting) => ({ [ROLES_CLAIM]: value(setting) }),
    }),
  ),
  role('idp-true-absent', 'RoleAuthorizedByIdp wanted, no roles claim', DENIED, {
    statements: demanding('Bool', 'sts:RoleAuthorizedByIdp', 'true'),
  }),
  role('idp-true-role', 'RoleAuthorizedByIdp wanted, the claim has the role', allowed(), {
    statements: demanding('Bool', 'sts:RoleAuthorizedByIdp', 'true'),
    claims: ({ role: asked }) => ({ [ROLES_CLAIM]: [asked] }),
  }),
  role('idp-true-other', 'RoleAuthorizedByIdp wanted, another role', ROLE_MISSING, {
    statements: demanding('Bool', 'sts:RoleAuthorizedByIdp', 'true'),
    claims: ({ otherRole }) => ({ [ROLES_CLAIM]: [otherRole] }),
  }),
  role('idp-false-absent', 'RoleAuthorizedByIdp unwanted, no roles claim', allowed(), {
    statements: demanding('Bool', 'sts:RoleAuthorizedByIdp', 'false'),
  }),
  role('idp-false-role', 'RoleAuthorizedByIdp unwanted, the claim has the role', DENIED, {
    statements: demanding('Bool', 'sts:RoleAuthorizedByIdp', 'false'),
    claims: ({ role: asked }) => ({ [ROLES_CLAIM]: [asked] }),
  }),
  role('idp-false-other', 'RoleAuthorizedByIdp unwanted, another role', ROLE_MISSING, {
    statements: demanding('Bool', 'sts:RoleAuthorizedByIdp', 'false'),
    claims: ({ otherRole }) => ({ [ROLES_CLAIM]: [otherRole] }),
  }),

  tag('tags-nested', 'tags in one claim, as lists of one text', allowed(), {
    claims: () => ({
      [TAGS_CLAIM]: { principal_tags: { Team: ['engineering'] }, transitive_tag_keys: ['Team'] },
    }),
  }),
  tag('tags-nested-text', 'tags in one claim, as plain texts', TAG_FORMAT, {
    claims: () => ({ [TAGS_CLAIM]: { principal_tags: { Team: 'engineering' } } }),
  }),
  tag('tags-flat', 'a claim for each tag', allowed(), {
    claims: () => ({
      [`${TAGS_CLAIM}/principal_tags/Team`]: 'engineering',
      [`${TAGS_CLAIM}/transitive_tag_keys`]: ['Team'],
    }),
  }),
  tag(
    'tags-not-allowed',
    'tags, and a role without sts:TagSession',
    { allowed: false, code: 'AccessDenied' },
    {
      basis: 'documented',
      claims: () => ({ [TAGS_CLAIM]: { principal_tags: { Team: ['engineering'] } } }),
      statements: (setting) => [
        { ...baseStatement(setting), Action: 'sts:AssumeRoleWithWebIdentity' },
      ],
    },
  ),

  source('source-identity', 'a source identity', allowed({ sourceIdentity: 'source-probe' }), {
    claims: () => ({ [SOURCE_IDENTITY_CLAIM]: 'source-probe' }),
  }),
  source(
    'source-identity-not-allowed',
    'a source identity, and a role without sts:SetSourceIdentity',
    { allowed: false, code: 'AccessDenied' },
    {
      basis: 'documented',
      claims: () => ({ [SOURCE_IDENTITY_CLAIM]: 'source-probe' }),
      statements: (setting) => [
        { ...baseStatement(setting), Action: 'sts:AssumeRoleWithWebIdentity' },
      ],
    },
  ),

  trust('session-name', 'StringEquals sts:RoleSessionName, the name', allowed(), {
    statements: demanding('StringEquals', 'sts:RoleSessionName', SESSION_NAME),
  }),
  secondHand('principal-account', 'aws:PrincipalAccount is the account of the role', allowed(), {
    statements: besideControl(({ account }) =>
      condition('StringEquals', 'aws:PrincipalAccount', account),
    ),
  }),
  secondHand('principal-account-anonymous', 'aws:PrincipalAccount is not anonymous', DENIED, {
    statements: besideControl(() => condition('StringEquals', 'aws:PrincipalAccount', 'anonymous')),
  }),
  secondHand('principal-type-user', 'aws:PrincipalType is User', allowed(), {
    statements: besideControl(() => condition('StringEquals', 'aws:PrincipalType', 'User')),
  }),
  secondHand('principal-type-federated', 'aws:PrincipalType is not FederatedUser', DENIED, {
    statements: besideControl(() =>
      condition('StringEquals', 'aws:PrincipalType', 'FederatedUser'),
    ),
  }),
  secondHand('principal-type-assumed', 'aws:PrincipalType is not AssumedRole', DENIED, {
    statements: besideControl(() => condition('StringEquals', 'aws:PrincipalType', 'AssumedRole')),
  }),
  secondHand('userid-provider', 'aws:userid is the ARN of the provider', allowed(), {
    statements: besideControl(({ providerArn }) =>
      condition('StringEquals', 'aws:userid', providerArn),
    ),
  }),
  secondHand('userid-subject', 'aws:userid is not the subject', DENIED, {
    statements: besideControl(() => condition('StringEquals', 'aws:userid', 'subject-probe')),
  }),
  secondHand('userid-provider-subject', 'aws:userid is not provider and subject', DENIED, {
    statements: besideControl(({ providerArn }) =>
      condition('StringEquals', 'aws:userid', `${providerArn}:subject-probe`),
    ),
  }),
  secondHand('principal-arn-absent', 'aws:PrincipalArn is absent', allowed(), {
    statements: besideControl(() => condition('Null', 'aws:PrincipalArn', 'true')),
  }),
  trust('principal-arn-provider', 'aws:PrincipalArn is not the ARN of the provider', DENIED, {
    statements: besideControl(({ providerArn }) =>
      condition('StringEquals', 'aws:PrincipalArn', providerArn),
    ),
  }),
  trust('principal-aws-everyone', 'Principal {"AWS": "*"}', DENIED, {
    statements: besideControl(() => ({ Principal: { AWS: '*' } })),
  }),

  providerParameter(
    'provider-amazon',
    'ProviderId www.amazon.com',
    invalid('Provided Token is not a Login With Amazon token'),
    { parameters: { ProviderId: 'www.amazon.com' } },
  ),
  providerParameter(
    'provider-facebook',
    'ProviderId graph.facebook.com, which STS then asks',
    refused(
      'IDPRejectedClaim',
      'graph.facebook.com rejected OAuth token with response "Bad signature" and code 190',
    ),
    { parameters: { ProviderId: 'graph.facebook.com' } },
  ),
  ...['accounts.google.com', 'https://www.amazon.com', 'custom.example.test'].map((id) =>
    providerParameter(`provider-${id.replace(/\W+/g, '-')}`, `ProviderId ${id}`, BAD_PROVIDER, {
      parameters: { ProviderId: id },
    }),
  ),
];
