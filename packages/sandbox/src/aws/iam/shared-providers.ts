/** An identity provider that anybody may have tokens of. */
export interface SharedProvider {
  readonly issuer: string;
  /** Condition keys that tell one customer of it from another; one of them must be held to a value. */
  readonly keys: readonly string[];
  /** How IAM's refusal calls it. */
  readonly shownAs: 'ARN' | 'issuer';
  /** Whether a policy's value lets everybody in. */
  readonly isForAll: (value: string) => boolean;
}

const isStar = (value: string) => value === '*';
const beginsWithStarOrIsBlank = (value: string) => value.startsWith('*') || value.trim() === '';

const GITHUB_ACTIONS = 'token.actions.githubusercontent.com';

/**
 * What AWS lists. How it judges them is recorded for Cognito, GitLab, Terraform Cloud and vstoken, and
 * taken to be the same for the others. Six issuers of IBM's are missing, whose names we do not have.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html
 */
const LISTED: readonly (readonly [issuer: string, key: string])[] = [
  ['agent.buildkite.com', 'sub'],
  ['api.pulumi.com/oidc', 'aud'],
  ['app.terraform.io', 'sub'],
  ['cognito-identity.amazonaws.com', 'aud'],
  ['gitlab.com', 'sub'],
  ['oidc-configuration.audit-log.githubusercontent.com', 'sub'],
  ['oidc.codefresh.io', 'sub'],
  ['oidc.vercel.com', 'aud'],
  ['proidc.upbound.io', 'sub'],
  ['sandboxes.cloud', 'aud'],
  ['scalr.io', 'sub'],
  ['studio.datachain.ai/api', 'sub'],
  ['tokens.cloud.shisho.dev', 'sub'],
  ['vstoken.actions.githubusercontent.com', 'sub'],
];

/** Microsoft's own tenant for Sentinel. */
const SENTINEL = 'sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d';

/** The shared provider that a principal of a trust policy is; any other tenant of Entra is none. */
export function sharedProvider(issuer: string): SharedProvider | undefined {
  // Recorded: whatever begins like the issuer of GitHub Actions counts, the others must be equal.
  if (issuer.startsWith(GITHUB_ACTIONS)) {
    const keys = [`${issuer}:sub`, `${issuer}:job_workflow_ref`];
    return { issuer, keys, shownAs: 'ARN', isForAll: beginsWithStarOrIsBlank };
  }
  const shared = { issuer, shownAs: 'issuer', isForAll: isStar } as const;
  if (issuer.replace(/\/$/, '') === SENTINEL) return { ...shared, keys: ['sts:RoleSessionName'] };
  const listed = LISTED.find(([name]) => name === issuer);
  return listed && { ...shared, keys: [`${issuer}:${listed[1]}`] };
}

/** Condition keys one of which names the application, by the providers that AWS knows by itself. */
export const APPLICATION_KEYS: Readonly<Record<string, readonly string[]>> = {
  'accounts.google.com': ['aud', 'oaud', 'sub'],
  'graph.facebook.com': ['app_id', 'sub'],
  'www.amazon.com': ['app_id', 'sub'],
};
