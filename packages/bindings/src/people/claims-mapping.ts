import { InputProblem } from '@entra-aws-creds/core/programs';
import { isJsonObject, parseJsonObject } from '@entra-aws-creds/core/services';

/** A claims mapping policy for AWS, and what its claims take. */
export interface ClaimsMapping {
  /** JSON, as Graph takes it. */
  readonly definition: string;
  /** Names of the claims that the claims provider returns. */
  readonly claims: readonly string[];
  /** What a trust policy has to allow besides the exchange of the token. */
  readonly actions: readonly string[];
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html */
const ROLES = 'https://aws.amazon.com/roles';
const TAGS = 'https://aws.amazon.com/tags';
const SOURCE_IDENTITY = 'https://aws.amazon.com/source_identity';

/** @throws InputProblem when it maps no roles claim, without which a token is not restricted */
export function parseClaimsMapping(definition: string): ClaimsMapping {
  const schema = schemaOf(definition).filter(
    ({ Source, ID }) => Source === 'CustomClaimsProvider' && typeof ID === 'string',
  );
  const inToken = schema.map(({ JwtClaimType, ID }) => String(JwtClaimType ?? ID));
  if (!inToken.includes(ROLES)) {
    throw new InputProblem(
      `maps no claim ${ROLES}`,
      'Without that claim a token is good for every role that trusts the application.',
    );
  }
  return {
    definition,
    claims: schema.map(({ ID }) => String(ID)),
    actions: [
      ...(inToken.some((name) => name.startsWith(TAGS)) ? ['sts:TagSession'] : []),
      ...(inToken.includes(SOURCE_IDENTITY) ? ['sts:SetSourceIdentity'] : []),
    ],
  };
}

/** What a policy that is there takes; nothing for one that is not for AWS. */
export function actionsOfMapping(definition: string): readonly string[] {
  try {
    return parseClaimsMapping(definition).actions;
  } catch (error) {
    if (error instanceof InputProblem) return [];
    throw error;
  }
}

function schemaOf(definition: string) {
  const policy = parseJsonObject(definition)?.['ClaimsMappingPolicy'];
  const schema = isJsonObject(policy) ? policy['ClaimsSchema'] : undefined;
  return Array.isArray(schema) ? schema.filter(isJsonObject) : [];
}
