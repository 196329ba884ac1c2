import { RoleArn, StepFailure } from '@entra-aws-creds/core/programs';
import type { BindingWorld } from '../binding-world.ts';
import { observe } from '../observe/observe.ts';
import type { Observed } from '../observe/observed.ts';
import { questionOf } from '../observe/question.ts';
import { accountTag, type RoleName, retiredTags, roleIdTag, roleNameTag } from '../ownership.ts';
import { planSetup } from '../plan/setup.ts';
import { planTeardown } from '../plan/teardown.ts';
import { type Goal, reconcile } from '../reconcile.ts';
import { applicationNameOf } from '../wish/application-name.ts';
import type { EntraCloud, TenantGuid } from '../wish/issuer.ts';
import { newWish, type Wish } from '../wish/wish.ts';
import { certificateChanges } from './certificate-changes.ts';
import {
  enablingOurs,
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

/** What of it set-up knows how to make. */
type WantedApplication = Omit<WantedIdentity, 'certificates' | 'marked'>;

/** What it is done with: a directory, and no account. */
interface RoleDirectoryWorld extends Omit<BindingWorld, 'directory' | 'account'> {
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
    const goal = goalOf(wish, (seen) => [
      ...enablingOurs(planSetup(wish, seen), seen),
      ...superfluous(wanted.federated, seen),
      ...certificateChanges(wanted.certificates, seen),
      ...(seen.entra?.application ? returned(seen.entra.application) : []),
    ]);
    const first = await observe(goal.question, this.#world);
    await this.#demandProof(first, wanted);
    const { observed } = await reconcile(goal, this.#world, first);
    // What came in between, or came back, was not looked at before.
    await this.#demandProof(observed, wanted);
    const { application, servicePrincipal } = observed.entra ?? {};
    const identity = application && identityIn(application);
    if (identity === undefined || servicePrincipal === undefined) {
      throw new TypeError('what was made is not what was wished for');
    }
    return { ...identity, servicePrincipalId: servicePrincipal.id };
  }

  /**
   * That nobody else can log in as it. What was made here and now needs no proof, nor what the role's mark names,
   * which comes after this very check. What is there otherwise was left by a function that died, or is a trap.
   *
   * @throws StepFailure `EAC_BINDING_FOREIGN`
   */
  async #demandProof({ entra }: Observed, { role, marked }: WantedIdentity): Promise<void> {
    if (entra?.application === undefined) return;
    const { application, servicePrincipal } = entra;
    refuseOtherRole(application, role);
    if (application.clientId === marked || this.#directory.hasMade(application.clientId)) return;
    refuseOtherLogins(application, entra.federatedCredentials);
    await this.#directory.demandSole(application, servicePrincipal);
  }

  ofRole(role: RoleName): Promise<readonly RoleIdentity[]> {
    const tag = roleNameTag(role);
    return this.#tagged(tag, (one) => roleNameTag(one) === tag);
  }

  async demandOwn({ partition, account, name }: RoleName, roleId: string): Promise<void> {
    const role = RoleArn.parse(`arn:${partition}:iam::${account}:role/${name}`);
    const { uniqueName } = applicationNameOf(role, roleId);
    await this.#directory.application({ uniqueName });
  }

  ofAccount(account: Omit<RoleName, 'name'>): Promise<readonly RoleIdentity[]> {
    const tag = accountTag(account);
    return this.#tagged(tag, (one) => accountTag(one) === tag);
  }

  async retire(identity: RoleIdentity): Promise<Date> {
    const now = this.#world.clock.now();
    if (identity.retired !== undefined) return identity.retired;
    const { removals } = this.#settings;
    await brakeRemovals(identity.clientId, this.#settings, removals, this.#directory, now);
    const tags = retiredTags(now);
    const goal = goalOf(this.#wishToEnd(identity), (seen) => retirement(seen, tags));
    await reconcile(goal, this.#world);
    return now;
  }

  async remove(identity: RoleIdentity): Promise<void> {
    // Else many could be taken away past the brake.
    if (identity.retired === undefined) await this.retire(identity);
    const wish = this.#wishToEnd(identity);
    const goal = goalOf(wish, (seen) => planTeardown({ ...wish, purge: false }, seen));
    await reconcile(goal, this.#world);
  }

  /** A tag may say anything: what counts is the role that the unique name is made of. */
  async #tagged(
    tag: string,
    isMeant: (role: RoleName) => boolean,
  ): Promise<readonly RoleIdentity[]> {
    const found: RoleIdentity[] = [];
    for await (const application of this.#directory.applicationsTagged(tag)) {
      const identity = identityIn(application);
      if (identity !== undefined && isMeant(placeOf(identity.role))) found.push(identity);
    }
    return found;
  }

  /** Of what is to go nothing is asked that it may log in with. */
  #wishToEnd({ role, roleId, tokenVersion }: RoleIdentity): Wish {
    const wish = this.#wish({ role, roleId, tokenVersion, federated: [] });
    return { ...wish, credential: { kind: 'none' } };
  }

  #wish({ role, roleId, tokenVersion, federated }: WantedApplication): Wish {
    const { tenant, cloud } = this.#settings;
    const place = placeOf(role);
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
}

function placeOf({ partition, account, name }: RoleArn): RoleName {
  return { partition: partition.id, account, name };
}

/** Its unique name is the role's alone; roles before it may have left applications of the same display name. */
function goalOf(wish: Wish, plan: Goal['plan']): Goal {
  const question = { ...questionOf(wish), namesakes: false, awaitsApplication: false };
  return { question, plan, ofOneRole: true };
}
