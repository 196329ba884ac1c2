import type { TenantId } from '@entra-aws-creds/core/programs';
import type {
  Application,
  ApplicationCertificate,
  FederatedCredential,
  NewApplication,
  NewCertificate,
  ServicePrincipal,
  ServicePrincipalHolders,
} from './application.ts';

/**
 * The Entra side of bindings, as far as they need it. Each call is repeated while it fails for a reason that
 * passes; what was written may not be there yet for the next call. Reads of one thing say then that there is
 * none, and other calls fail: with `answer.status` 404, or as `EAC_BINDING_NOT_SETTLED` where Graph words it
 * otherwise.
 *
 * @throws StepFailure `EAC_GRAPH_…`, from every call
 */
export interface EntraDirectory {
  readonly tenant: TenantId;

  /** Undefined: there is none, or it is not there yet. Certificates come with their keys. */
  application(by: ApplicationKey): Promise<Application | undefined>;
  /** Display names are not unique. */
  applicationsNamed(displayName: string): Promise<readonly Application[]>;
  /** Every application that has this tag, page by page; with `owners` if they are asked for. */
  applicationsTagged(tag: string, asked?: { readonly owners: boolean }): AsyncIterable<Application>;
  /** How many have this tag; what was written in the last minutes may be missing. */
  countTagged(tag: string): Promise<number>;
  /**
   * Gives the one that is there when `uniqueName` is taken. What was asked for is written to that one too, its
   * tags as a whole list: look first whether there is one. Graph has no way to make one under a name without that.
   *
   * @see https://learn.microsoft.com/graph/api/application-upsert
   */
  createApplication(application: NewApplication): Promise<Created<Application>>;
  updateApplication(id: string, change: ApplicationChange): Promise<void>;
  /** It can be restored for 30 days. The service principal goes with it. Gone already is not an error. */
  deleteApplication(id: string): Promise<void>;

  /** Those that were deleted and can be restored. */
  deletedApplications(tag: string): Promise<readonly Application[]>;
  restoreApplication(id: string): Promise<void>;
  /** For good. One that is not listed yet fails with 404. @returns false when the tenant protects it for a while */
  purgeApplication(id: string): Promise<boolean>;

  servicePrincipal(clientId: string): Promise<ServicePrincipal | undefined>;
  /** Gives the one that is there already. */
  createServicePrincipal(clientId: string): Promise<Created<ServicePrincipal>>;
  setEnabled(servicePrincipalId: string, enabled: boolean): Promise<void>;

  /**
   * All certificates as they are to be: Graph takes the list as a whole, and forgets what is not in it.
   * Those that stay are told with the key that {@link application} gave.
   */
  replaceCertificates(
    id: string,
    certificates: readonly (ApplicationCertificate | NewCertificate)[],
  ): Promise<void>;

  federatedCredentials(id: string): Promise<readonly FederatedCredential[]>;
  /** Makes it, or sets the one of that name right. */
  putFederatedCredential(id: string, credential: FederatedCredential): Promise<void>;
  /** Gone already is not an error. */
  removeFederatedCredential(id: string, name: string): Promise<void>;

  /** Display names or principal names of the owners. */
  owners(id: string): Promise<readonly string[]>;
  /** Object IDs of the owners. */
  ownerIds(id: string): Promise<readonly string[]>;
  servicePrincipalHolders(id: string): Promise<ServicePrincipalHolders>;
}

/** What is there now, and whether this call has made it. */
export interface Created<T> {
  readonly it: T;
  readonly isNew: boolean;
}

/** How one application is found: each of these is unique in a tenant. */
export type ApplicationKey =
  | { readonly id: string }
  | { readonly clientId: string }
  | { readonly uniqueName: string };

/** What is left out stays as it is. */
export interface ApplicationChange {
  readonly tags?: readonly string[];
  readonly tokenVersion?: 'v1' | 'v2';
  readonly identifierUris?: readonly string[];
}
