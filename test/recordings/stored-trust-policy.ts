/**
 * Which trust policies IAM stored, and which it refused, when they were given to
 * `UpdateAssumeRolePolicy`: recorded on 2026-09-11 in us-east-1 by somebody else, published with
 * the emulator stackd (https://github.com/radkawar/stackd, commit 9dc356f5, iam/policy/testdata).
 * Every row is first-hand. Every refusal has the code `MalformedPolicyDocument`.
 */
export interface StorageRecording {
  readonly id: string;
  /** One statement alone, not in a list, in all rows that have one. */
  readonly statement: Json | readonly Json[];
  /** Undefined: IAM stored it. */
  readonly refusal: string | undefined;
}

type Json = Readonly<Record<string, unknown>>;

export const STORAGE_ACCOUNT = '123456789012';

const VALUE = 'owned-value';
const SCOPED = ['StringEquals', 'StringLike', 'StringEqualsIgnoreCase'];
const ACTIONS_REFUSED = 'AssumeRole policy may only specify STS AssumeRole actions.';
const COGNITO_REFUSED = 'A condition block must be present for the Cognito provider';

/** A provider that anybody may have tokens of, with the claim that tells customers apart. */
interface Issuer {
  readonly name: string;
  readonly claims: readonly string[];
  readonly principal: string;
  /** How a message calls it. */
  readonly shown: string;
}

const arnOf = (name: string) => `arn:aws:iam::${STORAGE_ACCOUNT}:oidc-provider/${name}`;
const shared = (name: string, claim: string): Issuer => ({
  name,
  claims: [claim],
  principal: name.startsWith('cognito') ? name : arnOf(name),
  shown: name,
});
const github = (name: string): Issuer => ({
  name,
  claims: ['sub', 'job_workflow_ref'],
  principal: arnOf(name),
  shown: arnOf(name),
});

const COGNITO = shared('cognito-identity.amazonaws.com', 'aud');
const GITLAB = shared('gitlab.com', 'sub');
const TERRAFORM = shared('app.terraform.io', 'sub');
const VSTOKEN = shared('vstoken.actions.githubusercontent.com', 'sub');
const GITHUB = github('token.actions.githubusercontent.com');
const GOOGLE = 'accounts.google.com';
const BUILT_IN = [GOOGLE, 'www.amazon.com', 'graph.facebook.com'];

const keyOf = ({ name, claims }: Issuer, claim = claims[0]) => `${name}:${claim}`;
const sharedRefusal = (issuer: Issuer) =>
  `Trust policy with trusted principal ${issuer.shown} must evaluate, using ${SCOPED[0]}, ${SCOPED[1]} or ${SCOPED[2]}, ${issuer.claims.map((claim) => keyOf(issuer, claim)).join(' or ')} which is not scoped to all.`;
const missingRefusal = (issuer: Issuer) =>
  issuer === COGNITO ? COGNITO_REFUSED : sharedRefusal(issuer);
const applicationRefusal = (provider: string) =>
  `Policy trusting ${provider} requires a StringEquals condition on an application id`;

const allow = (principal: string, parts: Json = {}): Json => ({
  Effect: 'Allow',
  Principal: { Federated: principal },
  Action: 'sts:AssumeRoleWithWebIdentity',
  ...parts,
});
const when = (operator: string, key: string, value: unknown): Json => ({
  Condition: { [operator]: { [key]: value } },
});
const shown = (value: unknown) => JSON.stringify(value);

const stored = (id: string, statement: StorageRecording['statement']): StorageRecording => ({
  id,
  statement,
  refusal: undefined,
});
const refused = (
  id: string,
  statement: StorageRecording['statement'],
  refusal: string,
): StorageRecording => ({ id, statement, refusal });

/** What holds of every shared provider, GitHub Actions included. */
function everyShared(issuer: Issuer): StorageRecording[] {
  const { name, principal } = issuer;
  const on = (operator: string, value: unknown) =>
    allow(principal, when(operator, keyOf(issuer), value));
  const good = on('StringEquals', VALUE);
  const refusal = sharedRefusal(issuer);
  return [
    refused(`${name}: no condition`, allow(principal), missingRefusal(issuer)),
    ...[
      ...SCOPED.map((operator) => [operator, operator === 'StringLike' ? 'owned:*' : VALUE]),
      ['ForAnyValue:StringEquals', VALUE],
      ['ForAllValues:StringEquals', VALUE],
      ['StringEquals', '?'],
      ['StringEquals', []],
    ].map(([operator, value]) =>
      stored(`${name}: ${operator} ${shown(value)}`, on(`${operator}`, value)),
    ),
    ...[
      ['StringEquals', '*'],
      ['StringEquals', ['*', VALUE]],
      ['StringLike', '*'],
      ['StringNotEquals', VALUE],
      ['StringEqualsIfExists', VALUE],
      ['StringLikeIfExists', 'owned:*'],
      ['Null', 'true'],
      ['Null', 'false'],
      ['NumericEquals', '1'],
      ['Bool', 'true'],
    ].map(([operator, value]) =>
      refused(`${name}: ${operator} ${shown(value)}`, on(`${operator}`, value), refusal),
    ),
    stored(
      `${name}: the key in upper case`,
      allow(principal, when('StringEquals', keyOf(issuer).toUpperCase(), VALUE)),
    ),
    stored(`${name}: Deny without condition`, allow(principal, { Effect: 'Deny' })),
    stored(`${name}: sts:TagSession alone`, allow(principal, { Action: 'sts:TagSession' })),
    refused(`${name}: sts:*`, { ...good, Action: 'sts:*' }, ACTIONS_REFUSED),
    refused(
      `${name}: a good statement, and one without condition`,
      [good, allow(principal)],
      missingRefusal(issuer),
    ),
    stored(`${name}: a good statement, and a Deny without condition`, [
      good,
      allow(principal, { Effect: 'Deny' }),
    ]),
    refused(
      `${name}: a good statement, and Google's without condition`,
      [good, allow(GOOGLE)],
      applicationRefusal(GOOGLE),
    ),
  ];
}

/** Only the very text `*` is everyone. */
function anyTextButStar(issuer: Issuer): StorageRecording[] {
  return ['**', '*?', ''].map((value) =>
    stored(
      `${issuer.name}: StringEquals ${shown(value)}`,
      allow(issuer.principal, when('StringEquals', keyOf(issuer), value)),
    ),
  );
}

const MATRIX_OPERATORS = [
  'StringLike',
  'StringEqualsIgnoreCase',
  'ForAnyValue:StringEquals',
  'ForAllValues:StringLike',
];

function matrix(issuer: Issuer): StorageRecording[] {
  const { name, principal } = issuer;
  return MATRIX_OPERATORS.flatMap((operator) => {
    const on = (value: unknown) => allow(principal, when(operator, keyOf(issuer), value));
    return [
      ...['?', '**', '*?', '', []].map((value) =>
        stored(`${name}: ${operator} ${shown(value)}`, on(value)),
      ),
      refused(`${name}: ${operator} ["*", …]`, on(['*', VALUE]), sharedRefusal(issuer)),
    ];
  });
}

function edges(issuer: Issuer): StorageRecording[] {
  const { name, principal } = issuer;
  const key = keyOf(issuer);
  const good = allow(principal, when('StringEquals', key, VALUE));
  return [
    stored(
      `${name}: another operator with *`,
      allow(principal, {
        Condition: { StringEquals: { [key]: VALUE }, StringLike: { [key]: '*' } },
      }),
    ),
    refused(
      `${name}: the action in another case`,
      { ...good, Action: 'STS:assumerolewithwebidentity' },
      ACTIONS_REFUSED,
    ),
  ];
}

function githubAlone(): StorageRecording[] {
  const { name, principal } = GITHUB;
  const sub = keyOf(GITHUB);
  const workflow = keyOf(GITHUB, 'job_workflow_ref');
  const refusal = sharedRefusal(GITHUB);
  const like = (value: unknown) => allow(principal, when('StringLike', sub, value));
  const both = (subject: string, ref: string) =>
    allow(principal, { Condition: { StringEquals: { [sub]: subject, [workflow]: ref } } });
  return [
    ...['**', '*?', ''].map((value) =>
      refused(
        `${name}: StringEquals ${shown(value)}`,
        allow(principal, when('StringEquals', sub, value)),
        refusal,
      ),
    ),
    ...MATRIX_OPERATORS.flatMap((operator) => {
      const on = (value: unknown) => allow(principal, when(operator, sub, value));
      return [
        ...['?', []].map((value) => stored(`${name}: ${operator} ${shown(value)}`, on(value))),
        ...['**', '*?', ''].map((value) =>
          refused(`${name}: ${operator} ${shown(value)}`, on(value), refusal),
        ),
        refused(`${name}: ${operator} ["*", …]`, on(['*', VALUE]), refusal),
      ];
    }),
    ...['??', '?*', '??*', '?owned', 'owned*', '${aws:username}'].map((value) =>
      stored(`${name}: StringLike ${shown(value)}`, like(value)),
    ),
    ...['*??', '*owned', '*?owned', ' '].map((value) =>
      refused(`${name}: StringLike ${shown(value)}`, like(value), refusal),
    ),
    ...['*', ''].map((value) =>
      refused(
        `${name}: job_workflow_ref ${shown(value)}`,
        allow(principal, when('StringEquals', workflow, value)),
        refusal,
      ),
    ),
    ...[VALUE, []].map((value) =>
      stored(
        `${name}: job_workflow_ref ${shown(value)}`,
        allow(principal, when('StringEquals', workflow, value)),
      ),
    ),
    refused(`${name}: sub "*" beside job_workflow_ref`, both('*', VALUE), refusal),
    refused(`${name}: job_workflow_ref "*" beside sub`, both(VALUE, '*'), refusal),
    ...['/private', '.example.test', 'other'].map((end) => {
      const longer = github(`${name}${end}`);
      return refused(
        `${longer.name}: a condition on the plain issuer`,
        allow(longer.principal, when('StringEquals', sub, VALUE)),
        sharedRefusal(longer),
      );
    }),
    refused(
      `${name}/private: no condition`,
      allow(arnOf(`${name}/private`)),
      sharedRefusal(github(`${name}/private`)),
    ),
  ];
}

function builtIn(provider: string): StorageRecording[] {
  const refusal = applicationRefusal(provider);
  const google = provider === GOOGLE;
  const application = `${provider}:${google ? 'aud' : 'app_id'}`;
  const on = (key: string, operator = 'StringEquals', value: unknown = VALUE) =>
    allow(provider, when(operator, key, value));
  const claims = {
    aud: google,
    oaud: google,
    app_id: !google,
    sub: true,
    amr: false,
    email: false,
    user_id: false,
    id: false,
    anything: false,
    SUB: false,
  };
  return [
    refused(`${provider}: no condition`, allow(provider), refusal),
    ...Object.entries(claims).map(([claim, taken]) => ({
      id: `${provider}: a condition on ${claim}`,
      statement: on(`${provider}:${claim}`),
      refusal: taken ? undefined : refusal,
    })),
    ...['StringEqualsIgnoreCase', 'ForAnyValue:StringEquals', 'ForAllValues:StringEquals'].map(
      (operator) => stored(`${provider}: ${operator}`, on(application, operator)),
    ),
    ...['StringLike', 'StringEqualsIfExists', 'StringNotEquals'].map((operator) =>
      refused(`${provider}: ${operator}`, on(application, operator), refusal),
    ),
    refused(`${provider}: Null`, on(application, 'Null', 'false'), refusal),
    ...['*', '?', '', [], ['*', VALUE]].map((value) =>
      stored(`${provider}: StringEquals ${shown(value)}`, on(application, 'StringEquals', value)),
    ),
    refused(`${provider}: the key in upper case`, on(application.toUpperCase()), refusal),
    stored(`${provider}: Deny without condition`, allow(provider, { Effect: 'Deny' })),
    stored(`${provider}: sts:TagSession alone`, allow(provider, { Action: 'sts:TagSession' })),
  ];
}

export const STORAGE_RECORDINGS: readonly StorageRecording[] = [
  ...[COGNITO, GITLAB, TERRAFORM].flatMap((issuer) => [
    ...everyShared(issuer),
    ...anyTextButStar(issuer),
  ]),
  ...[COGNITO, GITLAB, VSTOKEN].flatMap((issuer) => [...matrix(issuer), ...edges(issuer)]),
  ...[GITLAB, VSTOKEN].map(({ name }) =>
    stored(`${name}/private: no condition`, allow(arnOf(`${name}/private`))),
  ),
  ...everyShared(GITHUB),
  ...edges(GITHUB),
  ...githubAlone(),
  ...BUILT_IN.flatMap(builtIn),
];

/**
 * Providers that AWS lists as shared, with the key that a trust policy must hold to a value: the
 * table of the page as captured on the day of the recordings. Microsoft's own tenant for Sentinel
 * is the only one of Entra.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html
 */
export const SHARED_PROVIDERS: readonly (readonly [issuer: string, key: string])[] = [
  ['cognito-identity.amazonaws.com', 'cognito-identity.amazonaws.com:aud'],
  ['sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d', 'sts:RoleSessionName'],
  ['agent.buildkite.com', 'agent.buildkite.com:sub'],
  ['oidc.codefresh.io', 'oidc.codefresh.io:sub'],
  ['studio.datachain.ai/api', 'studio.datachain.ai/api:sub'],
  ['token.actions.githubusercontent.com', 'token.actions.githubusercontent.com:sub'],
  [
    'oidc-configuration.audit-log.githubusercontent.com',
    'oidc-configuration.audit-log.githubusercontent.com:sub',
  ],
  ['vstoken.actions.githubusercontent.com', 'vstoken.actions.githubusercontent.com:sub'],
  ['gitlab.com', 'gitlab.com:sub'],
  ['api.pulumi.com/oidc', 'api.pulumi.com/oidc:aud'],
  ['sandboxes.cloud', 'sandboxes.cloud:aud'],
  ['scalr.io', 'scalr.io:sub'],
  ['tokens.cloud.shisho.dev', 'tokens.cloud.shisho.dev:sub'],
  ['app.terraform.io', 'app.terraform.io:sub'],
  ['proidc.upbound.io', 'proidc.upbound.io:sub'],
  ['oidc.vercel.com', 'oidc.vercel.com:aud'],
];
