import { StepFailure } from '@entra-aws-creds/core/programs';
import type { BindingWorld } from '../binding-world.ts';
import type { Application, FederatedCredential } from '../entra-directory/application.ts';
import type { Observed } from '../observe/observed.ts';
import { questionOf } from '../observe/question.ts';
import {
  accountTag,
  type RoleName,
  retiredTags,
  retirementOf,
  roleIdTag,
  roleNameTag,
} from '../ownership.ts';
import type { Change } from '../plan/change.ts';
import { planSetup } from '../plan/setup.ts';
import { planTeardown } from '../plan/teardown.ts';
import { directoryOf } from '../ports.ts';
import { reconcile } from '../reconcile.ts';
import { applicationNameOf } from '../wish/application-name.ts';
import { isOfOurs } from '../wish/federated-subject.ts';
import type { EntraCloud, TenantGuid } from '../wish/issuer.ts';
import { newWish, type Wish } from '../wish/wish.ts';
import { identityIn } from './listed-identity.ts';
import { brakeRemovals } from './removal-brake.ts';
import type { Login, RoleDirectory, RoleIdentity, WantedIdentity } from './role-directory.ts';

export interface RoleDirectorySettings {
  readonly tenant: TenantGuid;
  readonly cloud: EntraCloud;
  /** Service principals that may be disabled within an hour. */
  readonly mostRemovalsAnHour: number;
  /** Client IDs that were retired by this process, and when: to be shared by all that it does. */
  readonly removals: Map<string, Date>;
}

/** The directory of roles behind the directory itself, by the same plans as set-up and teardown. */
export class GraphRoleDirectory implements RoleDirectory {
  readonly #settings: RoleDirectorySettings;
  readonly #world: BindingWorld;

  /** @param world with a directory; its account is left alone */
  constructor(settings: RoleDirectorySettings, world: BindingWorld) {
    this.#settings = settings;
    this.#world = { ...world, account: undefined };
  }

  async ensure(wanted: WantedIdentity): Promise<RoleIdentity & Login> {
    // One that somebody deleted by hand holds its name. It is the very role's, so it comes back.
    return this.#ensured(this.#wish(wanted), wanted).catch((error: unknown) => {
      const isHeld = error instanceof StepFailure && error.code === 'EAC_BINDING_CONFLICT';
      if (!isHeld) throw error;
      return this.#ensured({ ...this.#wish(wanted), restore: true }, wanted);
    });
  }

  async #ensured(wish: Wish, wanted: WantedIdentity): Promise<RoleIdentity & Login> {
    const { observed } = await this.#reconciled(wish, (seen) => [
      ...planSetup(wish, seen),
      ...superfluous(wanted.federated, seen),
      ...(seen.entra?.application ? returned(seen.entra.application) : []),
    ]);
    const { application, servicePrincipal } = observed.entra ?? {};
    const identity = application && identityIn(application);
    if (identity === undefined || servicePrincipal === undefined) {
      throw new TypeError('what was made is not what was wished for');
    }
    return { ...identity, servicePrincipalId: servicePrincipal.id };
  }

  ofRole(role: RoleName): Promise<readonly RoleIdentity[]> {
    return this.#tagged(roleNameTag(role));
  }

  ofAccount(account: Omit<RoleName, 'name'>): Promise<readonly RoleIdentity[]> {
    return this.#tagged(accountTag(account));
  }

  async retire(identity: RoleIdentity): Promise<Date> {
    const now = this.#world.clock.now();
    if (identity.retired !== undefined) return identity.retired;
    const { mostRemovalsAnHour, removals } = this.#settings;
    await brakeRemovals(mostRemovalsAnHour, removals, directoryOf(this.#world), now);
    removals.set(identity.clientId, now);
    const tags = retiredTags(now);
    await this.#reconciled(this.#wish({ ...identity, federated: [] }), (seen) =>
      retirement(seen, tags),
    );
    return now;
  }

  async remove(identity: RoleIdentity): Promise<void> {
    const wish = this.#wish({ ...identity, federated: [] });
    await this.#reconciled(wish, (seen) => planTeardown({ ...wish, purge: false }, seen));
  }

  async #tagged(tag: string): Promise<readonly RoleIdentity[]> {
    const found: RoleIdentity[] = [];
    for await (const application of directoryOf(this.#world).applicationsTagged(tag)) {
      const identity = identityIn(application);
      if (identity !== undefined) found.push(identity);
    }
    return found;
  }

  #wish({ role, roleId, tokenVersion, federated }: WantedIdentity): Wish {
    const { tenant, cloud } = this.#settings;
    const { partition, account, name } = role;
    const place = { partition: partition.id, account, name };
    return newWish({
      tenant,
      cloud,
      role,
      tokenVersion,
      application: applicationNameOf(role, roleId),
      applicationTags: [roleIdTag(roleId), roleNameTag(place), accountTag(place)],
      credential: { kind: 'federated', credentials: federated },
      half: { only: 'entra' },
    });
  }

  #reconciled(wish: Wish, plan: (observed: Observed) => readonly Change[]) {
    // Its unique name is the role's alone; roles before it may have left applications of the same display name.
    const question = { ...questionOf(wish), namesakes: false, awaitsApplication: false };
    return reconcile({ question, plan }, this.#world);
  }
}

/** Who may log in is what the role says now, and nobody of before. What somebody else added stays. */
function superfluous(
  wanted: readonly FederatedCredential[],
  { entra }: Observed,
): readonly Change[] {
  return (entra?.federatedCredentials ?? [])
    .filter(isOfOurs)
    .filter(({ issuer, subject }) =>
      wanted.every((one) => one.issuer !== issuer || one.subject !== subject),
    )
    .map((credential) => ({ kind: 'remove-federated-credential', credential }));
}

/** The marks of its retirement go when it is wanted again. */
function returned(application: Application): readonly Change[] {
  const removeTags = retirementOf(application);
  if (removeTags.length === 0) return [];
  return [tagChange(application, { addTags: [], removeTags })];
}

/** First nobody can log in, then the mark says so: a mark without it would be believed. */
function retirement({ entra }: Observed, tags: readonly string[]): readonly Change[] {
  const { application, servicePrincipal } = entra ?? {};
  if (application === undefined) return [];
  const isMarked = retirementOf(application).length > 0;
  return [
    ...(servicePrincipal?.enabled === true
      ? [{ kind: 'disable-service-principal' as const, id: servicePrincipal.id }]
      : []),
    ...(isMarked ? [] : [tagChange(application, { addTags: tags, removeTags: [] })]),
  ];
}

function tagChange(
  { id, displayName }: Application,
  tags: { readonly addTags: readonly string[]; readonly removeTags: readonly string[] },
): Change {
  return { kind: 'update-application', id, displayName, ...tags, tokenVersion: undefined };
}
