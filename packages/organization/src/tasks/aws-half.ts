import {
  applicationNameOf,
  type BindingWorld,
  type Change,
  type Goal,
  type IdentityAccount,
  newWish,
  type Observed,
  planSetup,
  planTeardown,
  questionOf,
  type Role,
  type RoleIdentity,
  type TeardownWish,
  type TokenVersion,
  teardownQuestion,
  type Wish,
} from '@entra-aws-creds/bindings';
import { parseClientId, RoleArn, StepFailure } from '@entra-aws-creds/core/programs';
import type { Settings } from '../settings.ts';
import type { TaskWorld } from './task-world.ts';

/** Who is to be let in, as the directory gave it. */
export interface KnownIdentity {
  readonly clientId: string;
  readonly servicePrincipalId: string;
  /** `AROA…` of the role that it was made for. */
  readonly roleId: string;
  /** Of what its tags said then. */
  readonly logins?: string;
}

/** The account's half of a binding, as bindings make it: provider, audience, mark and trust statement. */
export function bindingGoal(
  role: Role,
  tokenVersion: TokenVersion,
  identity: KnownIdentity,
  settings: Settings,
): Goal {
  const wish = wishFor(role, tokenVersion, identity, settings);
  return {
    question: questionOf(wish),
    plan: (observed) => {
      refuseOther(observed, identity);
      return planSetup(wish, observed);
    },
  };
}

function wishFor(
  { arn, roleId }: Role,
  tokenVersion: TokenVersion,
  { clientId, servicePrincipalId }: KnownIdentity,
  { tenant, cloud, placeholder, sharedAudience }: Settings,
): Wish {
  const isShared = sharedAudience !== undefined && tokenVersion === 'v1';
  return newWish({
    tenant,
    cloud,
    role: arn,
    application: applicationNameOf(arn, roleId),
    tokenVersion,
    placeholder,
    audience: isShared ? { mode: 'shared', resource: sharedAudience } : { mode: 'per-role' },
    // By the placeholder or the tag, its creator has agreed.
    adopt: true,
    half: { only: 'aws', clientId: parseClientId(clientId), servicePrincipalId },
  });
}

/** A role that was made again under the same name is another one, whoever had bound the one before. */
function refuseOther({ aws }: Observed, { roleId }: KnownIdentity): void {
  if (aws?.role?.roleId === roleId) return;
  throw roleGone(aws?.providerName.arn ?? '');
}

export function roleGone(what: string): StepFailure {
  return new StepFailure(
    'EAC_ROLE_GONE',
    `The role that was to be bound (${what}) is gone, or another one has its name.`,
    'It is looked at anew, by itself.',
  );
}

/** Part of taking a binding away that leaves roles and providers where they are. */
const REMOVALS: readonly Change['kind'][] = ['close-trust', 'remove-audience', 'update-role'];

/**
 * The account's half of what is to go: the statement of ours, the mark, and the audience that nobody else uses.
 *
 * @param role as it was when this was decided
 */
export function unbindingGoal(
  identity: RoleIdentity,
  role: Role | undefined,
  settings: Settings,
): Goal {
  const { clientId, tokenVersion } = identity;
  const wish: TeardownWish = {
    tenant: settings.tenant,
    cloud: settings.cloud,
    application: undefined,
    role: RoleArn.parse(identity.role.text),
    tokenVersion,
    purge: false,
    // Nothing of it is asked of the service principal here.
    half: { only: 'aws', clientId: parseClientId(clientId), servicePrincipalId: '' },
  };
  return {
    question: teardownQuestion(wish),
    plan: (observed) => {
      refuseReturned(observed, identity, role);
      return planTeardown(wish, observed).filter(({ kind }) => REMOVALS.includes(kind));
    },
  };
}

/**
 * Any server of IAM may answer, and one may not have heard of a new role yet. What is taken for that of a role
 * before it would then be taken from the new one.
 */
function refuseReturned({ aws }: Observed, { roleId }: RoleIdentity, role: Role | undefined): void {
  if (aws?.role?.roleId === roleId && role?.roleId !== roleId) throw roleGone(aws.role.arn.text);
}

/** A world whose one hand is on the account, and the other on nothing. */
export function inAccount(
  account: IdentityAccount,
  world: Omit<TaskWorld, 'directory'>,
): BindingWorld {
  const { clock, wait, randomFraction, signal, tell } = world;
  return { directory: undefined, account, clock, wait, randomFraction, signal, tell };
}
