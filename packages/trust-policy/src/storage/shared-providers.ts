/**
 * A provider that many customers have tokens of, so that IAM stores no statement for it that does not
 * hold one of `keys` to something.
 */
export interface SharedProvider {
  /** As in the provider's ARN; a trailing slash does not count. */
  readonly issuer: string;
  readonly keys: readonly string[];
  /** GitHub Actions: also every issuer that begins alike, and more values count as everyone. */
  readonly strict: boolean;
}

const BY_CLAIM: Readonly<Record<'sub' | 'aud', readonly string[]>> = {
  sub: [
    'agent.buildkite.com',
    'oidc.codefresh.io',
    'studio.datachain.ai/api',
    'oidc-configuration.audit-log.githubusercontent.com',
    'vstoken.actions.githubusercontent.com',
    'gitlab.com',
    'scalr.io',
    'tokens.cloud.shisho.dev',
    'app.terraform.io',
    'proidc.upbound.io',
  ],
  aud: [
    'cognito-identity.amazonaws.com',
    'api.pulumi.com/oidc',
    'sandboxes.cloud',
    'oidc.vercel.com',
  ],
};

/** The only one of Entra: the tenant from which Microsoft Sentinel reads. */
const SENTINEL = 'sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d';
const GITHUB_ACTIONS = 'token.actions.githubusercontent.com';

/**
 * The table of AWS, as of September 2026, but for the issuers of IBM Turbonomic. That GitHub's may be
 * held by `job_workflow_ref` as well, and is compared by its beginning, was recorded
 * (test/recordings/stored-trust-policy.ts).
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html
 */
const SHARED: readonly SharedProvider[] = [
  ...Object.entries(BY_CLAIM).flatMap(([claim, issuers]) =>
    issuers.map((issuer) => ({ issuer, keys: [`${issuer}:${claim}`], strict: false })),
  ),
  { issuer: SENTINEL, keys: ['sts:RoleSessionName'], strict: false },
];

/** The shared provider behind an issuer without `https://`. */
export function sharedProvider(issuer: string): SharedProvider | undefined {
  if (issuer.startsWith(GITHUB_ACTIONS)) {
    const keys = [`${issuer}:sub`, `${issuer}:job_workflow_ref`];
    return { issuer, keys, strict: true };
  }
  return SHARED.find((shared) => shared.issuer === issuer.replace(/\/$/, ''));
}

/** Providers that IAM knows without being told, with the claims that may hold a statement to an application. */
const BUILT_IN: ReadonlyMap<string, readonly string[]> = new Map([
  ['accounts.google.com', ['aud', 'oaud', 'sub']],
  ['www.amazon.com', ['app_id', 'sub']],
  ['graph.facebook.com', ['app_id', 'sub']],
]);

/** The keys that hold a statement for a built-in provider to an application; undefined for others. */
export function applicationKeys(provider: string): readonly string[] | undefined {
  return BUILT_IN.get(provider)?.map((claim) => `${provider}:${claim}`);
}
