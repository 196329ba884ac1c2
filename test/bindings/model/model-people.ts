import type {
  AppRoleAssignment,
  ClaimsExtension,
  ClaimsListener,
  ClaimsMappingPolicy,
  PeopleDirectory,
  SignIn,
  WantedExtension,
} from '../../../packages/bindings/src/index.ts';
import { type ModelTime, Replicated } from './replicated.ts';

/** What an administrator could find of it in the tenant. */
export interface People {
  readonly signIns: Readonly<Record<string, SignIn>>;
  readonly requiring: readonly string[];
  readonly assignments: readonly (readonly AppRoleAssignment[])[];
  readonly mappings: readonly Omit<ClaimsMappingPolicy, 'isAssigned'>[];
  readonly assigned: Readonly<Record<string, string>>;
  readonly extensions: readonly ClaimsExtension[];
  readonly listeners: readonly ClaimsListener[];
}

const NEW: SignIn = {
  redirectUris: [],
  isPublicClient: false,
  acceptsMappedClaims: false,
  appRoles: [],
};

/**
 * What Graph keeps of people's applications, in memory. Applications and service principals are copied to
 * servers that may be behind; what has only an ID is not, as nothing tells that it is.
 */
export class ModelPeople implements PeopleDirectory {
  readonly #signIns: Replicated<SignIn>;
  readonly #requiring: Replicated<true>;
  readonly #assignments: Replicated<readonly AppRoleAssignment[]>;
  readonly #mappings = new Map<string, Omit<ClaimsMappingPolicy, 'isAssigned'>>();
  readonly #assigned = new Map<string, string>();
  readonly #extensions = new Map<string, ClaimsExtension>();
  readonly #listeners = new Map<string, ClaimsListener>();
  #made = 0;

  constructor(time: ModelTime) {
    this.#signIns = new Replicated(time);
    this.#requiring = new Replicated(time);
    this.#assignments = new Replicated(time);
  }

  /** @param applications those that there are */
  snapshot(applications: readonly string[], servicePrincipals: readonly string[]): People {
    return {
      signIns: Object.fromEntries(applications.map((id) => [id, this.#signIns.now(id) ?? NEW])),
      requiring: servicePrincipals.filter((id) => this.#requiring.now(id)),
      assignments: servicePrincipals.map((id) => this.#assignments.now(id) ?? []),
      mappings: [...this.#mappings.values()],
      assigned: Object.fromEntries(this.#assigned),
      extensions: [...this.#extensions.values()],
      listeners: [...this.#listeners.values()],
    };
  }

  async signIn(id: string) {
    return this.#signIns.read(id) ?? NEW;
  }

  async updateSignIn(id: string, change: Partial<SignIn>) {
    this.#signIns.write(id, { ...(this.#signIns.now(id) ?? NEW), ...change });
  }

  async requiresAssignment(id: string) {
    return this.#requiring.read(id) ?? false;
  }

  async requireAssignment(id: string) {
    this.#requiring.write(id, true);
  }

  /** Somebody else's doing. */
  async forgetAssignment(id: string) {
    this.#requiring.write(id, undefined);
  }

  async assignments(id: string) {
    return this.#assignments.read(id) ?? [];
  }

  async assign(id: string, assignment: AppRoleAssignment) {
    const before = this.#assignments.now(id) ?? [];
    const { principalId, appRoleId } = assignment;
    if (before.some((one) => one.principalId === principalId && one.appRoleId === appRoleId)) {
      return;
    }
    this.#assignments.write(id, [...before, assignment]);
  }

  async personNamed(name: string) {
    return `id of ${name}`;
  }

  async mappings(displayName: string, servicePrincipalId: string | undefined) {
    const assigned = this.#assigned.get(servicePrincipalId ?? '');
    return [...this.#mappings.values()]
      .map((one) => ({ ...one, isAssigned: one.id === assigned }))
      .filter((one) => one.isAssigned || one.displayName === displayName);
  }

  async createMapping(displayName: string, definition: string) {
    const id = this.#newId('mapping');
    this.#mappings.set(id, { id, displayName, definition });
    return id;
  }

  async updateMapping(id: string, definition: string) {
    const before = this.#mappings.get(id);
    if (before !== undefined) this.#mappings.set(id, { ...before, definition });
  }

  async assignMapping(id: string, servicePrincipalId: string) {
    if (!this.#assigned.has(servicePrincipalId)) this.#assigned.set(servicePrincipalId, id);
  }

  async unassignMapping(_: string, servicePrincipalId: string) {
    this.#assigned.delete(servicePrincipalId);
  }

  async deleteMapping(id: string) {
    if ([...this.#assigned.values()].includes(id)) throw new Error('the policy is in use');
    this.#mappings.delete(id);
  }

  async extensions(displayName: string) {
    return [...this.#extensions.values()].filter((one) => one.displayName === displayName);
  }

  async createExtension(displayName: string, wanted: WantedExtension) {
    const id = this.#newId('extension');
    this.#extensions.set(id, { id, displayName, ...wanted });
  }

  async updateExtension(id: string, wanted: WantedExtension) {
    const before = this.#extensions.get(id);
    if (before !== undefined) this.#extensions.set(id, { ...before, ...wanted });
  }

  async deleteExtension(id: string) {
    const isInUse = [...this.#listeners.values()].some((one) => one.extensionId === id);
    if (isInUse) throw new Error('the extension is in use');
    this.#extensions.delete(id);
  }

  async listeners(clientId: string) {
    return [...this.#listeners.values()].filter((one) => one.applications.includes(clientId));
  }

  async createListener(clientId: string, extensionId: string) {
    const id = this.#newId('listener');
    this.#listeners.set(id, { id, extensionId, applications: [clientId] });
  }

  /** Somebody else's doing. */
  shareListeners(clientId: string): void {
    for (const [id, one] of this.#listeners) {
      this.#listeners.set(id, { ...one, applications: [...one.applications, clientId] });
    }
  }

  async deleteListener(id: string) {
    this.#listeners.delete(id);
  }

  #newId(kind: string): string {
    this.#made += 1;
    return `${kind}-${this.#made}`;
  }
}
