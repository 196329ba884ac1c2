import { StepFailure } from '@entra-aws-creds/core/programs';
import type {
  Application,
  NewApplication,
  ServicePrincipal,
  ServicePrincipalHolders,
} from '../entra-directory/application.ts';
import type {
  ApplicationKey,
  Created,
  EntraDirectory,
} from '../entra-directory/entra-directory.ts';
import { isOurs } from '../ownership.ts';
import { DelegatedDirectory } from './delegated-directory.ts';

/**
 * The directory as far as one identity owns it. Whoever may register applications can choose names and tags, and
 * could put one of their own in the place of a role's. Owning is not all: they can make this identity an owner
 * of theirs too, so what it has not made itself must in the end be its alone.
 *
 * @see https://learn.microsoft.com/graph/api/application-post-owners
 */
export class OwnedDirectory extends DelegatedDirectory {
  readonly #directory: EntraDirectory;
  readonly #owner: () => Promise<string>;
  /** By the object ID of the application. */
  readonly #owners = new Map<string, readonly string[]>();
  /** Client IDs. */
  readonly #made = new Set<string>();

  /** @param owner object ID of the service principal of the identity; asked for when something is to be judged */
  constructor(directory: EntraDirectory, owner: () => Promise<string>) {
    super(directory);
    this.#directory = directory;
    this.#owner = owner;
  }

  /** @throws StepFailure `EAC_BINDING_FOREIGN` */
  override async application(by: ApplicationKey): Promise<Application | undefined> {
    const found = await super.application(by);
    return found && this.#checked(found);
  }

  /** Those alone that the identity owns. */
  override async *applicationsTagged(tag: string): AsyncIterable<Application> {
    for await (const found of super.applicationsTagged(tag, { owners: true })) {
      const { id, owners = [] } = found;
      if (!isOurs(found) || !owners.includes(await this.#owner())) continue;
      this.#owners.set(id, owners);
      yield found;
    }
  }

  /** @throws StepFailure `EAC_BINDING_FOREIGN` */
  override async createApplication(wanted: NewApplication): Promise<Created<Application>> {
    const created = await super.createApplication(wanted);
    if (!created.isNew) return { ...created, it: await this.#checked(created.it) };
    this.#owners.set(created.it.id, [await this.#owner()]);
    this.#made.add(created.it.clientId);
    return created;
  }

  override async createServicePrincipal(clientId: string): Promise<Created<ServicePrincipal>> {
    const created = await super.createServicePrincipal(clientId);
    if (!created.isNew) this.#made.delete(clientId);
    return created;
  }

  /** @throws StepFailure `EAC_BINDING_FOREIGN` */
  override async restoreApplication(id: string): Promise<void> {
    await super.restoreApplication(id).catch((error: unknown) => {
      const isDenied = error instanceof StepFailure && error.answer?.status === 403;
      throw isDenied ? foreignInBin(id, error) : error;
    });
  }

  /** Whether this directory has made it, and its service principal if there was none. */
  hasMade(clientId: string): boolean {
    return this.#made.has(clientId);
  }

  /** @throws StepFailure `EAC_BINDING_FOREIGN` when somebody else could add a way to log in, or has added one */
  async demandSole(application: Application, principal?: ServicePrincipal): Promise<void> {
    const holders = principal && (await this.#holdersOf(principal));
    const owner = await this.#owner();
    const owners = [...(await this.#ownersOf(application)), ...(holders?.owners ?? [])];
    const others = owners.filter((one) => one !== owner);
    if (others.length > 0) {
      throw foreignToRole(application, `is also owned by ${others.join(', ')}`);
    }
    if (holders !== undefined && holders.credentials > 0) {
      throw foreignToRole(application, 'has a service principal with credentials of its own');
    }
  }

  #holdersOf({ id }: ServicePrincipal): Promise<ServicePrincipalHolders> {
    return copied(() => this.#directory.servicePrincipalHolders(id));
  }

  async #checked(application: Application): Promise<Application> {
    const owners = isOurs(application) ? await this.#ownersOf(application) : [];
    if (owners.includes(await this.#owner())) return application;
    const failure = foreignToRole(
      application,
      'is not owned by this identity, which makes those of roles',
    );
    throw failure.withRemark(OF_ANOTHER_IDENTITY);
  }

  async #ownersOf({ id }: Application): Promise<readonly string[]> {
    const owners = this.#owners.get(id) ?? (await copied(() => this.#directory.ownerIds(id)));
    this.#owners.set(id, owners);
    return owners;
  }
}

const OF_ANOTHER_IDENTITY =
  'If another identity of the automation owns it, make this one an owner too: docs/organization.md, "From one to the other".';

/** What stands where the application of a role would, and is not it. */
export function foreignToRole({ clientId }: Application, why: string): StepFailure {
  return new StepFailure(
    'EAC_BINDING_FOREIGN',
    `The application ${clientId} stands where that of the role would, but it ${why}. It is not given to the role.`,
    'Find out who registered it and why, above all if nobody did on purpose: somebody may want to be taken for the role’s pipeline. Then delete it for good. If you know it as the role’s own, and the role has lost the tag "entra-aws-creds:application-id", put the tag back.',
  );
}

function foreignInBin(id: string, cause: StepFailure): StepFailure {
  return new StepFailure(
    'EAC_BINDING_FOREIGN',
    `A deleted application of somebody else, object ID ${id}, holds the name of that of the role for 30 days. It was not brought back.`,
    'Find out who registered and deleted it: somebody may want to keep the role from its pipeline. Then delete it for good, by DELETE /directory/deletedItems/ID of Microsoft Graph.',
    { cause },
  );
}

/** @throws StepFailure `EAC_BINDING_NOT_SETTLED` while the server that answers does not know what it is about */
async function copied<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
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
