import {
  type AssumeRoleContext,
  assumeRoleContext,
  type TokenFacts,
  type WebIdentityContext,
  webIdentityContext,
} from '@entra-aws-creds/trust-policy';
import type { RoleArn } from '../../1-inputs/aws/role-arn.ts';
import type { StepInputs } from '../../1-inputs/step-inputs.ts';
import type { AccessTokenClaims } from '../../2-entra-token/access-token.ts';
import { holderOf } from '../../2-entra-token/web-identity.ts';
import type { RoleSession } from '../../3-sts-credentials/role-session.ts';
import { sessionArnOf } from '../../3-sts-credentials/session-credentials.ts';

type Request = Pick<RoleSession['request'], 'role' | 'region' | 'chain'>;

/** The exchange of the token for the first role, as the role's trust policy sees it. */
export function tokenRequest(
  claims: AccessTokenClaims,
  { role, region }: Request,
  { sessionName }: Pick<StepInputs, 'sessionName'>,
  now: Date,
): WebIdentityContext {
  const { partition, account } = role;
  return webIdentityContext(
    tokenFacts(claims, role),
    { partition: partition.id, account, sessionName },
    { now, region: region.name },
  );
}

/**
 * The request with which the link before assumes the one at `index`, from 1, as that role's trust policy
 * sees it.
 */
export function chainedRequest(
  { request, links }: RoleSession,
  index: number,
  { sessionName }: Pick<StepInputs, 'sessionName'>,
  { aws }: AccessTokenClaims,
  now: Date,
): AssumeRoleContext {
  const before = links[index - 1];
  if (before === undefined) throw new Error('the first link of a chain has none before it');
  const { role, credentials } = before;
  const { externalId, tags } = request.chain;
  return assumeRoleContext(
    {
      caller: {
        partition: role.partition.id,
        account: role.account,
        roleArn: role.text,
        sessionArn: credentials.assumedRoleArn ?? sessionArnOf(role, sessionName),
      },
      sessionName,
      externalId,
      ...tags,
      inheritsTags: aws.transitiveKeys.length > 0 || (index > 1 && tags.transitiveKeys.length > 0),
      inheritsSourceIdentity: aws.sourceIdentity !== undefined,
    },
    { now, region: request.region.name },
  );
}

function tokenFacts(claims: AccessTokenClaims, role: RoleArn): TokenFacts {
  const { issuer, audience, authorizedParty, subject, tenant, version, aws } = claims;
  return {
    issuer,
    audience,
    authorizedParty,
    subject,
    holder: holderOf(claims),
    version: version.startsWith('2') ? '2.0' : '1.0',
    tenantId: tenant,
    namesRole: aws.roles?.includes(role.text),
    session: aws,
  };
}
