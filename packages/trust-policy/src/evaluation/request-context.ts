export interface FederatedCaller {
  /** ARN of the OIDC provider that the token comes from. */
  readonly federated: string;
}

export interface AwsCaller {
  /** Every name by which a policy may mean the caller: its session, its role, its account. */
  readonly aws: readonly string[];
}

/** What is known of a request before it is made. */
export interface RequestContext {
  /** `sts:AssumeRoleWithWebIdentity` or `sts:AssumeRole` */
  readonly action: string;
  /** What the policy must allow as well, or AWS refuses the whole request: `sts:TagSession` and the like. */
  readonly furtherActions: readonly string[];
  readonly principal: FederatedCaller | AwsCaller;
  /** Values by the lower-case name of the condition key; a list of several for a multivalued key. */
  readonly keys: ReadonlyMap<string, readonly string[]>;
  /** Lower-case names of keys that AWS will not set; one that ends in `/` stands for all below it. */
  readonly absentKeys: ReadonlySet<string>;
  /** A sentence: why STS refuses the request before it looks at any policy. */
  readonly barrier: string | undefined;
}

type KeyState =
  | { readonly state: 'present'; readonly values: readonly string[] }
  | { readonly state: 'absent' }
  | { readonly state: 'unknown' };

/** Namespaces in which AWS itself fills keys, and adds to them. */
const OF_AWS: ReadonlySet<string> = new Set(['aws', 'sts', 'iam']);

/**
 * What is known of a condition key. A key that is neither given nor known to be absent is
 * unknown in the namespaces of AWS (`aws:SourceIp`), and absent everywhere else: no request
 * carries the keys of another service or of another identity provider.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html
 *   (names are not case-sensitive)
 */
export function keyState(context: RequestContext, key: string): KeyState {
  const name = key.toLowerCase();
  const values = context.keys.get(name);
  if (values !== undefined) return { state: 'present', values };
  const { absentKeys } = context;
  const family = name.slice(0, name.indexOf('/') + 1);
  if (absentKeys.has(name) || absentKeys.has(family)) return { state: 'absent' };
  return { state: OF_AWS.has(name.slice(0, name.indexOf(':'))) ? 'unknown' : 'absent' };
}
