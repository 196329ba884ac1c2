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

/**
 * The directory as far as the API's identity owns it. Whoever may register applications can choose names and
 * tags, and could put one of their own in the place of a role's; nobody can make this identity its owner.
 *
 * @see https://learn.microsoft.com/graph/api/application-post-owners
 */
export class OwnedDirectory extends GraphDirectory {
  readonly #owner: string;
  readonly #known = new Set<string>();
  readonly #made = new Set<string>();

  /** @param owner object ID of the service principal of the API's identity */
  constructor(tenant: TenantGuid, graph: GraphClient, owner: string) {
    super(tenant, graph);
    this.#owner = owner;
  }

  override async application(by: ApplicationKey): Promise<Application | undefined> {
    const found = await super.application(by);
    return found && this.#checked(found);
  }

  override async createApplication(application: NewApplication): Promise<Application> {
    const made = await this.#checked(await super.createApplication(application));
    this.#made.add(made.clientId);
    return made;
  }

  /** Whether it was asked to make it, and has. */
  hasMade(clientId: string): boolean {
    return this.#made.has(clientId);
  }

  /** @throws StepFailure `EAC_BINDING_FOREIGN`; `EAC_BINDING_NOT_SETTLED` while the owners cannot be read yet */
  async #checked(application: Application): Promise<Application> {
    const { id } = application;
    if (this.#known.has(id)) return application;
    const owners = isOurs(application) ? await this.#owners(id) : [];
    if (!owners.includes(this.#owner)) throw foreign(application);
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
