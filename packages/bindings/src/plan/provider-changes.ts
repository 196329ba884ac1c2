import type { IdentityProvider } from '@entra-aws-creds/trust-policy';
import type { OidcProvider } from '../identity-account/role.ts';
import { CREATED_TAG } from '../ownership.ts';
import type { AwsChange } from './change.ts';
import type { Text } from './later.ts';
import { providerFull } from './refusals.ts';

/**
 * Client IDs of one provider, which cannot be raised.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const MOST_AUDIENCES = 100;

/**
 * The provider, or the audience that it lacks, whoever made it.
 *
 * @throws StepFailure `EAC_IAM_QUOTA`
 */
export function providerChanges(
  provider: IdentityProvider,
  audience: Text,
  there: OidcProvider | undefined,
): readonly AwsChange[] {
  if (there === undefined) {
    return [{ kind: 'create-provider', provider, audience, tags: { [CREATED_TAG]: 'true' } }];
  }
  if (typeof audience === 'string' && there.audiences.includes(audience)) return [];
  if (there.audiences.length >= MOST_AUDIENCES) {
    throw providerFull(there.arn, there.audiences.length);
  }
  return [{ kind: 'add-audience', provider, audience }];
}
