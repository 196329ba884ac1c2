import type { IdentityProvider } from '@entra-aws-creds/trust-policy';
import { mergeStatement } from '@entra-aws-creds/trust-policy';
import type { Role } from '../identity-account/role.ts';
import { providerFor } from '../observe/observe.ts';
import type { AwsSide, Observed } from '../observe/observed.ts';
import { applicationIdOf } from '../ownership.ts';
import type { ApplicationName } from '../wish/application-name.ts';
import type { Wish } from '../wish/wish.ts';
import type { AwsChange, TrustOpening } from './change.ts';
import { textOfSameLength } from './later.ts';
import { identityOf, pinsOf, trustedVersion } from './pins.ts';
import { providerChanges } from './provider-changes.ts';
import { foreignRole, otherPath, roleOfAnother, unmergeable } from './refusals.ts';
import { refuseIfTooLong, statementFor } from './trust-merge.ts';

/** Whom the role is to trust. */
export type WantedTrust = Pick<TrustOpening, 'provider' | 'pins' | 'furtherActions'>;

/**
 * What the AWS side lacks: the door last, when all that narrows it is there.
 *
 * @throws StepFailure `EAC_BINDING_FOREIGN`, `EAC_BINDING_CONFLICT`, `EAC_IAM_QUOTA`
 */
export function awsChanges(
  wish: Wish,
  observed: Observed,
  aws: AwsSide,
  trust: WantedTrust = trustOf(wish, observed),
): readonly AwsChange[] {
  const { provider } = trust;
  return [
    ...providerChanges(provider, trust.pins.aud, aws.provider),
    ...(aws.role === undefined
      ? creation(wish, observed, provider)
      : update(wish, observed, aws.role)),
    ...wish.policies
      .filter((policy) => !aws.attachedPolicies.includes(policy))
      .map((policy): AwsChange => ({ kind: 'attach-policy', role: wish.role, policy })),
    ...trustChanges(wish, observed, trust, aws.role),
  ];
}

function trustOf(wish: Wish, observed: Observed): WantedTrust {
  const provider = providerFor(wish, trustedVersion(wish, observed));
  return { provider, pins: pinsOf(wish, observed) };
}

function creation(
  wish: Wish,
  observed: Observed,
  provider: IdentityProvider,
): readonly AwsChange[] {
  const { role, application, maxSessionDuration, permissionsBoundary } = wish;
  return [
    {
      kind: 'create-role',
      role,
      description: roleDescription(application),
      provider,
      clientId: identityOf(wish, observed).clientId,
      maxSessionDuration,
      permissionsBoundary,
    },
  ];
}

/**
 * In the characters that IAM takes.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
 */
export function roleDescription({ displayName }: ApplicationName): string {
  const plain = displayName.replace(/[^\u0020-\u007E\u00A1-\u00FF]/g, '?');
  return `For the Entra application ${plain}`;
}

function update(wish: Wish, observed: Observed, role: Role): readonly AwsChange[] {
  if (role.arn.text !== wish.role.text) throw otherPath(wish.role, role.arn);
  const { clientId } = identityOf(wish, observed);
  const mark = applicationIdOf(role);
  const isOurs = mark !== undefined && mark === clientId;
  if (!isOurs && !wish.adopt) {
    throw mark === undefined ? foreignRole(role.arn) : roleOfAnother(role.arn, mark);
  }
  const { maxSessionDuration: seconds, permissionsBoundary: boundary } = wish;
  const update = {
    markFor: isOurs ? undefined : clientId,
    maxSessionDuration: seconds === role.maxSessionDuration ? undefined : seconds,
    permissionsBoundary: boundary === role.permissionsBoundary ? undefined : boundary,
  };
  if (Object.values(update).every((part) => part === undefined)) return [];
  return [{ kind: 'update-role', role: role.arn, ...update, removeTags: [] }];
}

function trustChanges(
  wish: Wish,
  observed: Observed,
  trust: WantedTrust,
  role: Role | undefined,
): readonly AwsChange[] {
  const { clientId } = identityOf(wish, observed);
  const { role: arn, placeholder } = wish;
  const opening = { kind: 'open-trust' as const, role: arn, clientId, placeholder, ...trust };
  if (role === undefined) return [opening];
  const merge = mergeStatement(role.trustPolicy, statementFor(opening, textOfSameLength));
  if (merge.document === undefined) throw unmergeable(role.arn, merge.conflicts);
  if (!merge.changed) return [];
  refuseIfTooLong(role.arn, role.trustPolicy, merge.document);
  return [opening];
}
