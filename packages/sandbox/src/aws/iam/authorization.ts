import type { AwsAccount } from '../account.ts';
import { accountOf, arnOf } from '../caller.ts';
import type { AwsCaller, AwsCloud } from '../cloud.ts';
import type { ConditionContext } from '../conditions.ts';
import { accessDenied, type QueryError } from '../query-error.ts';
import { sessionPolicyAllows } from '../sts/session-policy.ts';
import type { IamResource } from './iam-call.ts';
import {
  actionMatches,
  evaluateIdentity,
  type IdentityPolicy,
  type IdentityQuestion,
} from './identity-policy.ts';

interface AuthorizationRequest {
  /** With its service: `iam:GetRole`. */
  readonly action: string;
  readonly resource: IamResource;
  readonly context?: ConditionContext;
}

/**
 * Whether the caller's policies let it do this. The boundary of a role counts where its document is known.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html for the words
 * @throws QueryError `AccessDenied`
 */
export function authorize(cloud: AwsCloud, caller: AwsCaller, asked: AuthorizationRequest): void {
  const { action, resource } = asked;
  const account = accountOf(caller);
  const question = questionOf(cloud, caller, asked);
  checkNotTakenAway(cloud, caller, asked);
  if (evaluateIdentity(identityPolicies(caller, account), question) !== 'allowed') {
    throw denied(caller, asked, `because no identity-based policy allows the ${action} action`);
  }
  const boundary = boundaryOf(caller, account);
  if (boundary && evaluateIdentity([boundary], question) !== 'allowed') {
    throw denied(caller, asked, `because no permissions boundary allows the ${action} action`);
  }
  if (!sessionPolicyAllows(caller, action, resource.arn)) {
    throw denied(caller, asked, `because no session policy allows the ${action} action`);
  }
}

/**
 * Whether something denies the caller this, whatever else allows it.
 *
 * @throws QueryError `AccessDenied`
 */
export function checkNotTakenAway(
  cloud: AwsCloud,
  caller: AwsCaller,
  asked: AuthorizationRequest,
): void {
  const account = accountOf(caller);
  const question = questionOf(cloud, caller, asked);
  if (evaluateIdentity(account.serviceControlPolicies, question) === 'explicitly-denied') {
    throw denied(caller, asked, 'with an explicit deny in a service control policy');
  }
  if (evaluateIdentity(identityPolicies(caller, account), question) === 'explicitly-denied') {
    throw denied(caller, asked, 'with an explicit deny in an identity-based policy');
  }
  if (isWithheld(caller, asked.action)) {
    throw denied(
      caller,
      asked,
      `because no identity-based policy allows the ${asked.action} action`,
    );
  }
}

function questionOf(
  cloud: AwsCloud,
  caller: AwsCaller,
  { action, resource, context }: AuthorizationRequest,
): IdentityQuestion {
  const known = { ...callerContext(cloud, caller), ...resourceContext(resource) };
  return { action, resource: resource.arn, context: { ...known, ...context } };
}

function denied(caller: AwsCaller, asked: AuthorizationRequest, why: string): QueryError {
  const { arn, shown = arn } = asked.resource;
  return accessDenied(
    `User: ${arnOf(caller)} is not authorized to perform: ${asked.action} on resource: ${shown} ${why}`,
  );
}

function isWithheld(caller: AwsCaller, action: string): boolean {
  const { withheld } = caller.type === 'user' ? caller.user : caller.session.role;
  return [...withheld].some((pattern) => actionMatches(pattern, action));
}

function identityPolicies(caller: AwsCaller, account: AwsAccount): readonly IdentityPolicy[] {
  const principal = caller.type === 'user' ? caller.user : caller.session.role;
  const attached = [...principal.attachedPolicies].flatMap(
    (arn) => account.policyDocument(arn) ?? [],
  );
  if (caller.type === 'session') {
    const { inlinePolicies, mayReadItself, arn } = caller.session.role;
    const inline = [...inlinePolicies.values()].map((text) => JSON.parse(text) as IdentityPolicy);
    return [...attached, ...inline, ...(mayReadItself ? [allowing('iam:GetRole', arn)] : [])];
  }
  const { policies, mayReadRoles, mayWriteRoles } = caller.user;
  return [
    ...attached,
    ...policies,
    ...(mayReadRoles ? [allowing('iam:GetRole', '*')] : []),
    ...(mayWriteRoles ? [allowing('iam:UpdateAssumeRolePolicy', '*')] : []),
  ];
}

function boundaryOf(caller: AwsCaller, account: AwsAccount): IdentityPolicy | undefined {
  const arn = caller.type === 'session' ? caller.session.role.permissionsBoundary : undefined;
  return arn === undefined ? undefined : account.policyDocument(arn);
}

function callerContext(cloud: AwsCloud, caller: AwsCaller): ConditionContext {
  const tags =
    caller.type === 'user'
      ? [...caller.user.tags]
      : [...caller.session.role.tags, ...Object.entries(caller.session.tags)];
  const isUser = caller.type === 'user';
  return {
    ...Object.fromEntries(tags.map(([key, value]) => [`aws:PrincipalTag/${key}`, value])),
    'aws:PrincipalAccount': accountOf(caller).id,
    'aws:PrincipalArn': isUser ? caller.user.arn : caller.session.role.arn,
    'aws:PrincipalOrgID': cloud.organization?.find(accountOf(caller).id) && cloud.organization.id,
    'aws:PrincipalType': isUser ? 'User' : 'AssumedRole',
    'aws:SecureTransport': 'true',
    'aws:SourceIdentity': isUser ? undefined : caller.session.sourceIdentity,
    'aws:userid': isUser ? caller.user.userId : caller.session.assumedRoleId,
    'aws:username': isUser ? caller.user.name : undefined,
  };
}

/** IAM knows a role's tags by two names. */
function resourceContext({ tags }: IamResource): ConditionContext {
  return Object.fromEntries(
    [...(tags ?? [])].flatMap(([key, value]) => [
      [`aws:ResourceTag/${key}`, value],
      [`iam:ResourceTag/${key}`, value],
    ]),
  );
}

function allowing(action: string, resource: string): IdentityPolicy {
  return { Statement: { Effect: 'Allow', Action: action, Resource: resource } };
}
