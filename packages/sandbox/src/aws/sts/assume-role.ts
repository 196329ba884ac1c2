import type { AwsRole } from '../account.ts';
import { accountOf, arnOf } from '../caller.ts';
import type { AwsCaller, AwsCloud } from '../cloud.ts';
import type { ConditionContext } from '../conditions.ts';
import { checkNotTakenAway } from '../iam/authorization.ts';
import { accessDenied, validationError } from '../query-error.ts';
import type { QueryCall } from '../query-protocol.ts';
import { authenticate } from '../sigv4.ts';
import { evaluateTrust, type TrustSubject } from '../trust-policy.ts';
import type { XmlTree } from '../xml.ts';
import { actionsToCarry, carriedContext, sessionResult } from './assumed-session.ts';
import {
  checkPackedSize,
  checkRoleDuration,
  readSessionParameters,
  readTags,
} from './session-parameters.ts';
import { sessionPolicyAllows } from './session-policy.ts';

/**
 * Lets an AWS principal assume a role. The role's trust policy decides here, and the session policy of
 * whoever asks: everybody is taken to be allowed `sts:AssumeRole` from whom it is not taken away.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export function assumeRole(cloud: AwsCloud, { request, parameters }: QueryCall): XmlTree {
  const caller = authenticate(cloud, request, 'sts');
  const asked = readSessionParameters(parameters);
  const ownTags = readTags(parameters);
  if (caller.type === 'session' && asked.durationSeconds > 3600) {
    throw validationError(
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
    );
  }
  const inherited = caller.type === 'session' ? transitiveTags(caller) : {};
  const carried = {
    tags: { ...ownTags.tags, ...inherited },
    transitiveTagKeys: [...new Set([...ownTags.transitiveTagKeys, ...Object.keys(inherited)])],
    sourceIdentity: caller.type === 'session' ? caller.session.sourceIdentity : undefined,
  };
  const isMember = cloud.organization?.find(accountOf(caller).id) !== undefined;
  const context = {
    'aws:PrincipalOrgID': isMember ? cloud.organization?.id : undefined,
    ...conditionContext(caller, parameters, asked.name),
    ...carriedContext(carried),
  };
  checkNotTakenAway(cloud, caller, {
    action: 'sts:AssumeRole',
    resource: { arn: asked.roleArn },
    context,
  });
  const role = cloud.findAssumableRole(asked.roleArn);
  const actions = ['sts:AssumeRole', ...actionsToCarry(carried)];
  const refused = actions.find((action) => !role || !admits(role, caller, action, context));
  if (!role || refused !== undefined) {
    throw accessDenied(
      `User: ${arnOf(caller)} is not authorized to perform: ${refused} on resource: ${asked.roleArn}`,
    );
  }
  if (!sessionPolicyAllows(caller, 'sts:AssumeRole', role.arn)) {
    throw accessDenied(
      `User: ${arnOf(caller)} is not authorized to perform: sts:AssumeRole on resource: ${role.arn} because no session policy allows the sts:AssumeRole action`,
    );
  }
  checkRoleDuration(role, asked.durationSeconds);
  checkPackedSize({ ...asked, ...carried });
  return sessionResult(cloud.openSession({ ...asked, role, ...carried }));
}

/** @see https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
export function getCallerIdentity(cloud: AwsCloud, { request }: QueryCall): XmlTree {
  const caller = authenticate(cloud, request, 'sts');
  return caller.type === 'session'
    ? {
        Arn: caller.session.arn,
        UserId: caller.session.assumedRoleId,
        Account: caller.session.role.account.id,
      }
    : { Arn: caller.user.arn, UserId: caller.user.userId, Account: caller.user.account.id };
}

function admits(
  role: AwsRole,
  caller: AwsCaller,
  action: string,
  context: ConditionContext,
): boolean {
  return evaluateTrust(role.trustPolicy, subjectOf(caller), action, context) === 'allowed';
}

/** A session answers to its own ARN, its role's, its account's root and the bare account number. */
function subjectOf(caller: AwsCaller): TrustSubject {
  const account = accountOf(caller);
  const own =
    caller.type === 'session' ? [caller.session.arn, caller.session.role.arn] : [caller.user.arn];
  return { type: 'AWS', names: [...own, account.arn('iam', 'root'), account.id] };
}

function transitiveTags(caller: AwsCaller & { type: 'session' }): Record<string, string> {
  const { tags, transitiveTagKeys } = caller.session;
  return Object.fromEntries(
    Object.entries(tags).filter(([key]) => transitiveTagKeys.includes(key)),
  );
}

function conditionContext(
  caller: AwsCaller,
  parameters: URLSearchParams,
  sessionName: string,
): ConditionContext {
  const account = accountOf(caller);
  const session = caller.type === 'session' ? caller.session : undefined;
  const tags = Object.entries(session?.tags ?? {});
  return {
    ...Object.fromEntries(tags.map(([key, value]) => [`aws:PrincipalTag/${key}`, value])),
    'aws:PrincipalAccount': account.id,
    'aws:PrincipalArn': caller.type === 'session' ? caller.session.role.arn : caller.user.arn,
    'aws:SecureTransport': 'true',
    'aws:SourceIdentity': session?.sourceIdentity,
    'sts:ExternalId': parameters.get('ExternalId') ?? undefined,
    'sts:RoleSessionName': sessionName,
  };
}
