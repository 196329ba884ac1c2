import { randomUUID } from 'node:crypto';
import { accountOf } from '../caller.ts';
import type { AwsCaller, AwsCloud } from '../cloud.ts';
import { authorize } from '../iam/authorization.ts';
import { readInteger } from '../iam/parameters.ts';
import { readTags, type Tag, tagContext } from '../iam/tags.ts';
import { violation } from '../parameter-constraints.ts';
import { QueryError } from '../query-error.ts';
import { type QueryCall, readList } from '../query-protocol.ts';
import { authenticate } from '../sigv4.ts';
import type { XmlTree } from '../xml.ts';
import type { SigningAlgorithm } from './outbound-issuer.ts';

interface TokenRequest {
  readonly audience: readonly string[];
  readonly algorithm: SigningAlgorithm;
  readonly seconds: number;
  readonly tags: readonly Tag[];
}

/**
 * A token by which the caller's role proves itself outside of AWS.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_GetWebIdentityToken.html
 */
export async function getWebIdentityToken(cloud: AwsCloud, call: QueryCall): Promise<XmlTree> {
  const caller = authenticate(cloud, call.request, 'sts');
  const asked = readRequest(call.parameters);
  authorize(cloud, caller, {
    action: 'sts:GetWebIdentityToken',
    resource: { arn: '*' },
    context: {
      ...tagContext(asked.tags),
      'sts:DurationSeconds': String(asked.seconds),
      'sts:IdentityTokenAudience': asked.audience,
      'sts:SigningAlgorithm': asked.algorithm,
    },
  });
  const { outboundIssuer } = accountOf(caller);
  if (!outboundIssuer?.isEnabled) {
    throw new QueryError(
      'OutboundWebIdentityFederationDisabledException',
      'Outbound web identity federation is not enabled for this account.',
      403,
    );
  }
  const issuedAt = Math.floor(cloud.now().getTime() / 1000);
  const expires = issuedAt + asked.seconds;
  if (caller.type === 'session' && caller.session.expiresAt.getTime() < expires * 1000) {
    throw new QueryError(
      'SessionDurationEscalationException',
      'The requested token duration would extend the session beyond its original expiration time.',
      403,
    );
  }
  const token = await outboundIssuer.sign(asked.algorithm, {
    iss: outboundIssuer.url,
    aud: asked.audience.length === 1 ? asked.audience[0] : asked.audience,
    sub: caller.type === 'session' ? caller.session.role.arn : caller.user.arn,
    iat: issuedAt,
    exp: expires,
    jti: randomUUID(),
    'https://sts.amazonaws.com/': identityClaims(cloud, caller, asked.tags),
  });
  return {
    WebIdentityToken: token,
    Expiration: new Date(expires * 1000).toISOString().replace(/\.\d+/, ''),
  };
}

/** Those that concern a role that is called from no particular service. */
function identityClaims(cloud: AwsCloud, caller: AwsCaller, tags: readonly Tag[]) {
  const account = accountOf(caller);
  const isMember = cloud.organization?.find(account.id) !== undefined;
  const { tags: principal } = caller.type === 'session' ? caller.session.role : caller.user;
  return {
    aws_account: account.id,
    source_region: 'us-east-1',
    ...(isMember && { org_id: cloud.organization?.id }),
    ...(principal.size > 0 && { principal_tags: Object.fromEntries(principal) }),
    ...(tags.length > 0 && {
      request_tags: Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value])),
    }),
  };
}

function readRequest(parameters: URLSearchParams): TokenRequest {
  const audience = readList(parameters, 'Audience');
  if (audience.length < 1 || audience.length > 10) {
    throw violation(audience.join(), 'audience', 'Member must have length from 1 to 10');
  }
  const algorithm = parameters.get('SigningAlgorithm') ?? '';
  if (algorithm !== 'RS256' && algorithm !== 'ES384') {
    throw violation(
      algorithm,
      'signingAlgorithm',
      'Member must satisfy enum value set: [ES384, RS256]',
    );
  }
  return {
    audience,
    algorithm,
    seconds: readInteger(parameters, 'DurationSeconds', 60, 3600) ?? 300,
    tags: readTags(parameters, 'told apart by case'),
  };
}
