import type { AwsCaller, RequestContext } from '../evaluation/request-context.ts';
import { KEYS_NEVER_SENT, type RequestFacts, sentKeys } from '../evaluation/sent-request.ts';

/** One `AssumeRole` of a chain: a role's session assumes the next role. */
export interface AssumeRoleFacts {
  readonly caller: {
    readonly partition: string;
    /** Twelve digits. */
    readonly account: string;
    /** `arn:aws:iam::{account}:role/{path}{name}` */
    readonly roleArn: string;
    /** `arn:aws:sts::{account}:assumed-role/{name}/{session name}` */
    readonly sessionArn: string;
  };
  readonly sessionName: string;
  readonly externalId: string | undefined;
  /** Session tags that the request passes. */
  readonly tags: readonly { readonly key: string; readonly value: string }[];
  readonly transitiveKeys: readonly string[];
  /** Whether the caller's session may have tags that this one inherits. */
  readonly inheritsTags: boolean;
  /** Whether the caller's session has a source identity, which this one keeps. */
  readonly inheritsSourceIdentity?: boolean;
}

/** The request of `AssumeRole`, as the trust policy of the role that is asked for sees it. */
export interface AssumeRoleContext extends RequestContext {
  readonly principal: AwsCaller;
  readonly caller: AssumeRoleFacts['caller'];
  readonly externalId: string | undefined;
}

/**
 * Keys that no such request of ours carries, by their documented availability. Left out, and so unknown, is what depends on the caller's role
 * and organization, on its network, and on the session before.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
const ABSENT_KEYS = [...KEYS_NEVER_SENT, 'sts:RoleAuthorizedByIdp'];
const TAG_KEYS = ['aws:RequestTag/', 'aws:TagKeys', 'sts:TransitiveTagKeys'];

export function assumeRoleContext(
  facts: AssumeRoleFacts,
  request: RequestFacts = {},
): AssumeRoleContext {
  const { caller, sessionName, externalId, tags, transitiveKeys, inheritsTags } = facts;
  const inheritsSourceIdentity = facts.inheritsSourceIdentity ?? false;
  const { partition, account, roleArn, sessionArn } = caller;
  const keys = new Map<string, readonly string[]>();
  const set = (key: string, ...values: string[]) => keys.set(key.toLowerCase(), values);
  set('aws:PrincipalArn', roleArn);
  set('aws:PrincipalAccount', account);
  set('aws:PrincipalType', 'AssumedRole');
  set('aws:PrincipalIsAWSService', 'false');
  for (const [key, value] of sentKeys(request)) set(key, value);
  set('sts:RoleSessionName', sessionName);
  if (externalId !== undefined) set('sts:ExternalId', externalId);
  if (!inheritsTags) {
    for (const { key, value } of tags) set(`aws:RequestTag/${key}`, value);
    if (tags.length > 0) set('aws:TagKeys', ...tags.map(({ key }) => key));
    if (transitiveKeys.length > 0) set('sts:TransitiveTagKeys', ...transitiveKeys);
  }
  const absent = [
    ...ABSENT_KEYS,
    ...(externalId === undefined ? ['sts:ExternalId'] : []),
    ...(inheritsTags ? [] : TAG_KEYS),
    ...(inheritsSourceIdentity ? [] : ['sts:SourceIdentity']),
  ];
  return {
    action: 'sts:AssumeRole',
    furtherActions: [],
    principal: { aws: [roleArn, sessionArn, `arn:${partition}:iam::${account}:root`, account] },
    keys,
    absentKeys: new Set(absent.map((key) => key.toLowerCase())),
    barrier: undefined,
    caller,
    externalId,
  };
}
