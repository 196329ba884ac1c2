import { quote } from '@entra-aws-creds/core/programs';
import { parsePolicy } from '@entra-aws-creds/trust-policy';
import type { Observed } from '../observe/observed.ts';
import { applicationIdOf, isForPeople } from '../ownership.ts';
import { peopleDrift } from '../people/people-drift.ts';
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
    ...peopleDrift(verification.role, observed),
    ...placeholderLeft(verification, observed),
  ];
}

/** Somebody asks for a binding, and nobody has made it yet. */
function placeholderLeft({ placeholder }: Verification, { aws }: Observed): readonly Drift[] {
  if (placeholder === undefined || aws?.role === undefined) return [];
  const { arn, trustPolicy } = aws.role;
  const key = `${aws.providerName.keyPrefix}:aud`.toLowerCase();
  const isLeft = parsePolicy(trustPolicy).policy?.statements.some(({ conditions }) =>
    conditions.some((one) => one.key.toLowerCase() === key && one.values.includes(placeholder)),
  );
  if (!isLeft) return [];
  return [
    {
      kind: 'placeholder-left',
      severity: 'medium',
      sentence: `The trust policy of ${arn.text} still has the placeholder ${quote(placeholder)}: nobody can come in by that statement yet.`,
      repair: 'setup',
    },
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
    isForPeople: entra?.application !== undefined && isForPeople(entra.application),
    isV2: aws?.providerName.url === issuerOf(tenant, 'v2', cloud),
    provider: aws?.providerName,
  };
}
