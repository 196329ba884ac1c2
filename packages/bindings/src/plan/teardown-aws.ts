import type { IdentityProvider } from '@entra-aws-creds/trust-policy';
import type { Application } from '../entra-directory/application.ts';
import type { Role } from '../identity-account/role.ts';
import { isNeeded } from '../observe/neighbours.ts';
import type { AwsSide } from '../observe/observed.ts';
import {
  APPLICATION_ID_TAG,
  applicationIdOf,
  CREATED_TAG,
  isAdopted,
  isMadeByUs,
  statementIdOf,
} from '../ownership.ts';
import { hasOwn, isAllOurs, isClosed } from '../trust-statement.ts';
import type { TeardownWish } from '../wish/teardown-wish.ts';
import type { AwsChange } from './change.ts';

/** The door first, then what it hung on; what others use or have written to stays. */
export function awsRemovals(
  wish: TeardownWish,
  clientId: string,
  aws: AwsSide,
  application: Application | undefined,
): readonly AwsChange[] {
  const { providerName: provider } = aws;
  const audiences = audiencesToRemove(wish, clientId, aws, application);
  const removals = audiences.map(
    (audience): AwsChange => ({
      kind: 'remove-audience',
      provider,
      audience,
      clientId,
      role: wish.role,
    }),
  );
  const { role } = aws;
  return [
    ...(role === undefined ? [] : closing(role, clientId, provider, aws)),
    ...removals,
    ...(role === undefined ? [] : roleRemovals(role, clientId, aws)),
    ...(isProviderDone(aws, audiences) ? [{ kind: 'delete-provider' as const, provider }] : []),
  ];
}

function closing(
  role: Role,
  clientId: string,
  provider: IdentityProvider,
  aws: AwsSide,
): readonly AwsChange[] {
  const { trustPolicy, arn } = role;
  if (!hasOwn(trustPolicy, clientId)) return [];
  const staysClosed = isAllOurs(trustPolicy, clientId) || isEntirelyOurs(role, clientId, aws);
  if (staysClosed && isClosed(trustPolicy, clientId)) return [];
  return [{ kind: 'close-trust', role: arn, provider, clientId }];
}

/** Those that this application alone brought here. */
function audiencesToRemove(
  { role }: TeardownWish,
  clientId: string,
  { provider, neighbours = [] }: AwsSide,
  application: Application | undefined,
): readonly string[] {
  if (provider === undefined || (application && isAdopted(application))) return [];
  const own = { role: role.text, sid: statementIdOf(clientId) };
  return [clientId, ...(application?.identifierUris ?? [])].filter(
    (audience) => provider.audiences.includes(audience) && !isNeeded(audience, neighbours, own),
  );
}

function roleRemovals(role: Role, clientId: string, aws: AwsSide): readonly AwsChange[] {
  if (applicationIdOf(role) !== clientId) return [];
  const { arn } = role;
  if (isEntirelyOurs(role, clientId, aws)) {
    return [
      ...aws.attachedPolicies.map(
        (policy): AwsChange => ({ kind: 'detach-policy', role: arn, policy }),
      ),
      { kind: 'delete-role', role: arn, clientId },
    ];
  }
  const removeTags = [APPLICATION_ID_TAG, CREATED_TAG].filter((key) => key in role.tags);
  const limits = { maxSessionDuration: undefined, permissionsBoundary: undefined };
  return [{ kind: 'update-role', role: arn, markFor: undefined, removeTags, ...limits }];
}

/** We write no policies into a role: where there are some, somebody else did. */
function isEntirelyOurs(role: Role, clientId: string, { inlinePolicies = [] }: AwsSide): boolean {
  return (
    applicationIdOf(role) === clientId &&
    isMadeByUs(role) &&
    inlinePolicies.length === 0 &&
    isAllOurs(role.trustPolicy, clientId)
  );
}

/** Without audiences it lets nobody in. */
function isProviderDone({ provider }: AwsSide, removed: readonly string[]): boolean {
  if (provider === undefined || !isMadeByUs(provider)) return false;
  return provider.audiences.every((one) => removed.includes(one));
}
