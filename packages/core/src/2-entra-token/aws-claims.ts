import type { SessionTags } from '../1-inputs/aws/session-tags.ts';
import { readRolesClaim } from './roles-claim.ts';
import { readSessionTags } from './session-tag-claims.ts';
import { readSourceIdentity } from './source-identity-claim.ts';

/** Claims under `https://aws.amazon.com/`, by which a token itself speaks to STS. Entra issues none unless told to. */
export interface AwsClaims extends SessionTags {
  /** ARNs of the only roles that the token can be exchanged for; undefined: for any. */
  readonly roles: readonly string[] | undefined;
  readonly sourceIdentity: string | undefined;
}

/** @throws StepFailure `EAC_TOKEN_AWS_CLAIM` for a form that STS refuses */
export function readAwsClaims(claims: Readonly<Record<string, unknown>>): AwsClaims {
  return {
    roles: readRolesClaim(claims),
    ...readSessionTags(claims),
    sourceIdentity: readSourceIdentity(claims),
  };
}
