import type {
  Application,
  ApplicationCertificate,
  EntraDirectory,
  FederatedCredential,
  ServicePrincipal,
  ServicePrincipalHolders,
} from '../../../packages/bindings/src/index.ts';
import { parseTenantId, StepFailure } from '../../../packages/core/src/programs.ts';
import { type ModelTime, Replicated } from './replicated.ts';

/** What an administrator could find in the tenant. */
export interface Tenant {
  readonly applications: readonly Application[];
  readonly deleted: readonly Application[];
  readonly servicePrincipals: readonly ServicePrincipal[];
  readonly federated: Readonly<Record<string, readonly FederatedCredential[]>>;
}

/** Object ID of whoever asks. */
export const OWNER = 'eeeeeeee-0000-4000-8000-000000000000';

/** Microsoft Graph as the port shows it, in memory: what it keeps, refuses and forgets. */
export class ModelDirectory implements EntraDirectory {
  readonly tenant = parseTenantId('11111111-1111-4111-8111-111111111111');
  readonly #applications: Replicated<Application>;
  readonly #servicePrincipals: Replicated<ServicePrincipal>;
  readonly #federated: Replicated<readonly FederatedCredential[]>;
  readonly #deleted = new Map<string, Application>();
  readonly #time: ModelTime;
  /** IDs of all that ever had a client ID, unique name or tag. */
  readonly #index = new Map<string, Set<string>>();
  /** Of applications that somebody else made, by their object ID. */
  readonly #othersOwners = new Map<string, readonly string[]>();
  readonly #holders = new Map<string, ServicePrincipalHolders>();
  #made = 0;

  constructor(time: ModelTime) {
    this.#time = time;
    this.#applications = new Replicated(time);
    this.#servicePrincipals = new Replicated(time);
    this.#federated = new Replicated(time);
  }

  /** Somebody else's doing. */
  put(application: Application, owners: readonly string[] = ['somebody']): void {
    this.#othersOwners.set(application.id, owners);
    this.#write(application.id, application);
  }

  /** The same, of a service principal. */
  hold(servicePrincipalId: string, holders: ServicePrincipalHolders): void {
    this.#holders.set(servicePrincipalId, holders);
  }

  snapshot(): Tenant {
    return {
      applications: this.#applications.all(),
      deleted: [...this.#deleted.values()],
      servicePrincipals: this.#servicePrincipals.all(),
      federated: Object.fromEntries(
        this.#applications.all().map(({ id }) => [id, this.#federated.now(id) ?? []]),
      ),
    };
  }

  async application(by: Parameters<EntraDirectory['application']>[0]) {
    if ('id' in by) return this.#applications.read(by.id);
    return this.#everKnown('clientId' in by ? by.clientId : `name:${by.uniqueName}`).find((one) =>
      'clientId' in by ? one.clientId === by.clientId : one.uniqueName === by.uniqueName,
    );
  }

  async applicationsNamed(displayName: string) {
    return this.#applications.allRead().filter((one) => one.displayName === displayName);
  }

  async *applicationsTagged(tag: string, asked = { owners: false }) {
    for (const found of this.#everKnown(`tag:${tag}`)) {
      if (!found.tags.includes(tag)) continue;
      yield asked.owners ? { ...found, owners: await this.ownerIds(found.id) } : found;
    }
  }

  async countTagged(tag: string) {
    return this.#everKnown(`tag:${tag}`).filter(({ tags }) => tags.includes(tag)).length;
  }

  async createApplication(wanted: Parameters<EntraDirectory['createApplication']>[0]) {
    const found = [...(this.#index.get(`name:${wanted.uniqueName}`) ?? [])]
      .map((id) => this.#applications.now(id))
      .find((one) => one?.uniqueName === wanted.uniqueName);
    if (found !== undefined) {
      const written = { ...found, ...wanted };
      this.#write(found.id, written);
      return { it: written, isNew: false };
    }
    if ([...this.#deleted.values()].some((one) => one.uniqueName === wanted.uniqueName)) {
      throw refused(400, 'ObjectConflict');
    }
    this.#made += 1;
    const id = `aaaaaaaa-0000-4000-8000-${String(this.#made).padStart(12, '0')}`;
    const application: Application = {
      ...wanted,
      id,
      clientId: id.replaceAll('a', 'c'),
      identifierUris: [],
      certificates: [],
      secrets: [],
      created: new Date(this.#time.now()).toISOString(),
    };
    this.#write(id, application);
    return { it: application, isNew: true };
  }

  async updateApplication(id: string, change: Parameters<EntraDirectory['updateApplication']>[1]) {
    this.#write(id, { ...this.#known(id), ...change });
  }

  async deleteApplication(id: string) {
    const application = this.#applications.now(id);
    if (application === undefined) return;
    this.#deleted.set(id, application);
    this.#applications.write(id, undefined);
    this.#servicePrincipals.write(application.clientId, undefined);
  }

  async deletedApplications(tag: string) {
    return [...this.#deleted.values()].filter(({ tags }) => tags.includes(tag));
  }

  async restoreApplication(id: string) {
    const application = this.#deleted.get(id);
    if (application === undefined) throw refused(404, 'Request_ResourceNotFound');
    this.#deleted.delete(id);
    this.#write(id, application);
  }

  async purgeApplication(id: string) {
    if (!this.#deleted.delete(id)) throw refused(404, 'Request_ResourceNotFound');
    return true;
  }

  async servicePrincipal(clientId: string) {
    return this.#servicePrincipals.read(clientId);
  }

  async createServicePrincipal(clientId: string) {
    const found = this.#servicePrincipals.now(clientId);
    if (found !== undefined) return { it: found, isNew: false };
    // What a server says that does not know of the application yet.
    if (!this.#everKnown(clientId).some((one) => one.clientId === clientId)) {
      throw refused(403, 'Authorization_RequestDenied', 'EAC_BINDING_NOT_SETTLED');
    }
    const servicePrincipal = { id: clientId.replace(/^c{8}/, 'dddddddd'), clientId, enabled: true };
    this.#servicePrincipals.write(clientId, servicePrincipal);
    return { it: servicePrincipal, isNew: true };
  }

  async setEnabled(id: string, enabled: boolean) {
    const found = this.#servicePrincipals.now(id.replace(/^d{8}/, 'cccccccc'));
    if (found === undefined) throw refused(404, 'Request_ResourceNotFound');
    this.#servicePrincipals.write(found.clientId, { ...found, enabled });
  }

  async replaceCertificates(
    id: string,
    certificates: Parameters<EntraDirectory['replaceCertificates']>[1],
  ) {
    const kept = certificates.map((one): ApplicationCertificate => {
      return 'keyId' in one ? one : { ...one, keyId: `key-${one.thumbprint}` };
    });
    this.#write(id, { ...this.#known(id), certificates: kept });
  }

  async federatedCredentials(id: string) {
    this.#known(id);
    return this.#federated.read(id) ?? [];
  }

  async putFederatedCredential(id: string, credential: FederatedCredential) {
    this.#known(id);
    const others = (this.#federated.now(id) ?? []).filter(({ name }) => name !== credential.name);
    this.#federated.write(id, [...others, credential]);
  }

  async removeFederatedCredential(id: string, name: string) {
    const left = (this.#federated.now(id) ?? []).filter((one) => one.name !== name);
    this.#federated.write(id, left);
  }

  async owners() {
    return [];
  }

  async ownerIds(id: string) {
    return this.#othersOwners.get(id) ?? [OWNER];
  }

  async servicePrincipalHolders(id: string) {
    return this.#holders.get(id) ?? { owners: [OWNER], credentials: 0 };
  }

  /** What the servers that answer know of whatever ever had this client ID, name or tag. */
  #everKnown(key: string): readonly Application[] {
    return [...(this.#index.get(key) ?? [])].flatMap((id) => this.#applications.read(id) ?? []);
  }

  #write(id: string, application: Application): void {
    const { clientId, uniqueName, tags } = application;
    for (const key of [clientId, `name:${uniqueName}`, ...tags.map((tag) => `tag:${tag}`)]) {
      const ids = this.#index.get(key) ?? new Set();
      this.#index.set(key, ids.add(id));
    }
    this.#applications.write(id, application);
  }

  /** A server that does not know of it yet says that there is none. */
  #known(id: string): Application {
    const application = this.#applications.now(id);
    if (application !== undefined && this.#applications.read(id) !== undefined) return application;
    throw refused(404, 'Request_ResourceNotFound');
  }
}

function refused(
  status: number,
  code: string,
  failure: 'EAC_GRAPH_REFUSED' | 'EAC_BINDING_NOT_SETTLED' = 'EAC_GRAPH_REFUSED',
) {
  return new StepFailure(failure, `Graph refused it: ${code}.`, 'See what it said.', {
    answer: { service: 'Graph', status, code },
  });
}
