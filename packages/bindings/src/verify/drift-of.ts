import type { Observed } from '../observe/observed.ts';
import { applicationIdOf } from '../ownership.ts';
import { issuerOf } from '../wish/issuer.ts';
import type { Verification } from '../wish/verification.ts';
import { awsDrift } from './aws-drift.ts';
import type { Drift } from './drift.ts';
import { entraDrift } from './entra-drift.ts';
import { type Expected, pinnedAudience } from './trust-drift.ts';

/** Everything in which the two sides are not in step; none: they are. It looks at nothing but its arguments. */
export function driftOf(
  verification: Verification,
  observed: Observed,
  now: Date,
): readonly Drift[] {
  const { entra, aws } = observed;
  const expected = expectedOf(verification, observed);
  return [
    ...(entra === undefined ? [] : entraDrift(verification.role, entra, now)),
    ...(aws === undefined ? [] : awsDrift(verification.role, aws, expected, entra?.application)),
  ];
}

/** By what the marks say: the application, or where that was left out, who was named or the role names. */
function expectedOf(
  { half, tenant, cloud }: Verification,
  { entra, aws }: Observed,
): Expected | undefined {
  const role = aws?.role;
  const named = half.only === 'aws' ? half.clientId : undefined;
  const clientId = entra?.application?.clientId ?? named ?? (role && applicationIdOf(role));
  if (clientId === undefined) return undefined;
  const pinned = role && pinnedAudience(role.trustPolicy, clientId);
  return {
    clientId,
    audience: pinned ?? clientId,
    servicePrincipalId: half.only === 'aws' ? half.servicePrincipalId : entra?.servicePrincipal?.id,
    isV2: aws?.providerName.url === issuerOf(tenant, 'v2', cloud),
  };
}
