import {
  type Application,
  type ApplicationKey,
  type GraphClient,
  GraphDirectory,
  isOurs,
  type NewApplication,
  type TenantGuid,
} from '@entra-aws-creds/bindings';
import { StepFailure } from '@entra-aws-creds/core/programs';

/** Which application is looked at, and who must own it. */
interface Owned {
  readonly uniqueName: string;
  /** Object ID of the service principal of the API's identity. */
  readonly owner: string;
}

/**
 * The directory as far as the API's identity owns it, for the application of one role. Whoever may register
 * applications can choose names and tags, and could put one of their own in the place of the role's; nobody
 * can make this identity its owner.
 *
 * @see https://learn.microsoft.com/graph/api/application-post-owners
 */
export class OwnedDirectory extends GraphDirectory {
  readonly #owned: Owned;
  readonly #known = new Set<string>();

  constructor(tenant: TenantGuid, graph: GraphClient, owned: Owned) {
    super(tenant, graph);
    this.#owned = owned;
  }

  override async application(by: ApplicationKey): Promise<Application | undefined> {
    const found = await super.application(by);
    return found && this.#checked(found);
  }

  override async createApplication(application: NewApplication): Promise<Application> {
    return this.#checked(await super.createApplication(application));
  }

  /** Others of the same display name are nobody's concern here: the unique name decides. */
  override async applicationsNamed(displayName: string): Promise<readonly Application[]> {
    const named = await super.applicationsNamed(displayName);
    return named.filter(({ uniqueName }) => uniqueName === this.#owned.uniqueName);
  }

  /** The name of a deleted one is held: there is none beside one that is there. */
  override async deletedApplications(tag: string): Promise<readonly Application[]> {
    return this.#known.size > 0 ? [] : super.deletedApplications(tag);
  }

  /** @throws StepFailure `EAC_BINDING_FOREIGN`; `EAC_BINDING_NOT_SETTLED` while the owners cannot be read yet */
  async #checked(application: Application): Promise<Application> {
    const { id } = application;
    if (this.#known.has(id)) return application;
    const owners = isOurs(application) ? await this.#owners(id) : [];
    if (!owners.includes(this.#owned.owner)) throw foreign(application);
    this.#known.add(id);
    return application;
  }

  async #owners(id: string): Promise<readonly string[]> {
    try {
      return await this.ownerIds(id);
    } catch (error) {
      if (!(error instanceof StepFailure) || error.answer?.status !== 404) throw error;
      throw new StepFailure(
        'EAC_BINDING_NOT_SETTLED',
        'The application is there, but Entra has not copied it to all its servers yet.',
        'Ask again in some seconds.',
        { cause: error },
      );
    }
  }
}

function foreign({ clientId }: Application): StepFailure {
  return new StepFailure(
    'EAC_BINDING_FOREIGN',
    `The application ${clientId} stands where that of the role would, but this API has not made it. Nothing of it was changed.`,
    'Find out who registered it and why, above all if nobody did on purpose: somebody may want to be taken for the role’s pipeline. Then delete it for good.',
  );
}
