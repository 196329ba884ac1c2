import { StepFailure } from '@entra-aws-creds/core/programs';
import type { BindingWorld } from '../binding-world.ts';
import type { EntraSide, Observed } from '../observe/observed.ts';
import { questionOf } from '../observe/question.ts';
import { accountTag, type RoleName, retiredTags, roleIdTag, roleNameTag } from '../ownership.ts';
import type { Change } from '../plan/change.ts';
import { planSetup } from '../plan/setup.ts';
import { planTeardown } from '../plan/teardown.ts';
import { reconcile } from '../reconcile.ts';
import { applicationNameOf } from '../wish/application-name.ts';
import type { EntraCloud, TenantGuid } from '../wish/issuer.ts';
import { newWish, type Wish } from '../wish/wish.ts';
import {
  refuseOtherLogins,
  refuseOtherRole,
  retirement,
  returned,
  superfluous,
} from './identity-changes.ts';
import { identityIn } from './listed-identity.ts';
import type { OwnedDirectory } from './owned-directory.ts';
import { brakeRemovals, type OwnRemovals, type RemovalLimits } from './removal-brake.ts';
import type { Login, RoleDirectory, RoleIdentity, WantedIdentity } from './role-directory.ts';

export interface RoleDirectorySettings extends RemovalLimits {
  readonly tenant: TenantGuid;
  readonly cloud: EntraCloud;
  readonly removals: OwnRemovals;
}

/** What it is done with: a directory, and no account. */
export interface RoleDirectoryWorld extends Omit<BindingWorld, 'directory' | 'account'> {
  readonly directory: OwnedDirectory;
}

/** The directory of roles behind the directory itself, by the same plans as set-up and teardown. */
export class GraphRoleDirectory implements RoleDirectory {
  readonly #settings: RoleDirectorySettings;
  readonly #directory: OwnedDirectory;
  readonly #world: BindingWorld;

  constructor(settings: RoleDirectorySettings, world: RoleDirectoryWorld) {
    this.#settings = settings;
    this.#directory = world.directory;
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
    const { observed } = await this.#reconciled(wish, (seen) => {
      if (seen.entra && !this.#isProven(seen.entra, wanted)) refuseOtherLogins(seen.entra);
      if (seen.entra?.application) refuseOtherRole(seen.entra.application, wanted.role);
      return [
        ...planSetup(wish, seen),
        ...superfluous(wanted.federated, seen),
        ...(seen.entra?.application ? returned(seen.entra.application) : []),
      ];
    });
    const { application, servicePrincipal } = observed.entra ?? {};
    const identity = application && identityIn(application);
    if (application === undefined || identity === undefined || servicePrincipal === undefined) {
      throw new TypeError('what was made is not what was wished for');
    }
    if (!this.#isProven({ application }, wanted)) {
      await this.#directory.demandSole(application, servicePrincipal);
    }
    return { ...identity, servicePrincipalId: servicePrincipal.id };
  }

  /**
   * Whether nobody else can log in as it: it was made here and now, or the role's mark, which comes after this
   * very check, names it. What is found otherwise may be what a function left that died, or a trap.
   */
  #isProven({ application }: Pick<EntraSide, 'application'>, { marked }: WantedIdentity): boolean {
    if (application === undefined) return true;
    const { clientId } = application;
    return clientId === marked || this.#directory.hasMade(clientId);
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
    const { removals } = this.#settings;
    await brakeRemovals(identity.clientId, this.#settings, removals, this.#directory, now);
    const tags = retiredTags(now);
    await this.#reconciled(this.#wishToEnd(identity), (seen) => retirement(seen, tags));
    return now;
  }

  async remove(identity: RoleIdentity): Promise<void> {
    // Else many could be taken away past the brake.
    if (identity.retired === undefined) await this.retire(identity);
    const wish = this.#wishToEnd(identity);
    await this.#reconciled(wish, (seen) => planTeardown({ ...wish, purge: false }, seen));
  }

  async #tagged(tag: string): Promise<readonly RoleIdentity[]> {
    const found: RoleIdentity[] = [];
    for await (const application of this.#directory.applicationsTagged(tag)) {
      const identity = identityIn(application);
      if (identity !== undefined) found.push(identity);
    }
    return found;
  }

  /** Of what is to go nothing is asked that it may log in with. */
  #wishToEnd({ role, roleId, tokenVersion }: RoleIdentity): Wish {
    const wish = this.#wish({ role, roleId, tokenVersion, federated: [] });
    return { ...wish, credential: { kind: 'none' } };
  }

  #wish({ role, roleId, tokenVersion, federated }: Omit<WantedIdentity, 'marked'>): Wish {
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
    return reconcile({ question, plan, ofOneRole: true }, this.#world);
  }
}
