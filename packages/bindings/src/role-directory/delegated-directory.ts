import type { TenantId } from '@entra-aws-creds/core/programs';
import type {
  Application,
  ApplicationCertificate,
  FederatedCredential,
  NewApplication,
  NewCertificate,
} from '../entra-directory/application.ts';
import type {
  ApplicationChange,
  ApplicationKey,
  EntraDirectory,
} from '../entra-directory/entra-directory.ts';

/** A directory that hands every call on to another. */
export class DelegatedDirectory implements EntraDirectory {
  readonly tenant: TenantId;
  readonly #to: EntraDirectory;

  constructor(to: EntraDirectory) {
    this.tenant = to.tenant;
    this.#to = to;
  }

  applicationsTagged(
    tag: string,
    asked?: { readonly owners: boolean },
  ): AsyncIterable<Application> {
    return this.#to.applicationsTagged(tag, asked);
  }

  application(by: ApplicationKey): ReturnType<EntraDirectory['application']> {
    return this.#to.application(by);
  }

  applicationsNamed(displayName: string): ReturnType<EntraDirectory['applicationsNamed']> {
    return this.#to.applicationsNamed(displayName);
  }

  countTagged(tag: string): ReturnType<EntraDirectory['countTagged']> {
    return this.#to.countTagged(tag);
  }

  createApplication(wanted: NewApplication): ReturnType<EntraDirectory['createApplication']> {
    return this.#to.createApplication(wanted);
  }

  updateApplication(
    id: string,
    change: ApplicationChange,
  ): ReturnType<EntraDirectory['updateApplication']> {
    return this.#to.updateApplication(id, change);
  }

  deleteApplication(id: string): ReturnType<EntraDirectory['deleteApplication']> {
    return this.#to.deleteApplication(id);
  }

  deletedApplications(tag: string): ReturnType<EntraDirectory['deletedApplications']> {
    return this.#to.deletedApplications(tag);
  }

  restoreApplication(id: string): ReturnType<EntraDirectory['restoreApplication']> {
    return this.#to.restoreApplication(id);
  }

  purgeApplication(id: string): ReturnType<EntraDirectory['purgeApplication']> {
    return this.#to.purgeApplication(id);
  }

  servicePrincipal(clientId: string): ReturnType<EntraDirectory['servicePrincipal']> {
    return this.#to.servicePrincipal(clientId);
  }

  createServicePrincipal(clientId: string): ReturnType<EntraDirectory['createServicePrincipal']> {
    return this.#to.createServicePrincipal(clientId);
  }

  setEnabled(id: string, enabled: boolean): ReturnType<EntraDirectory['setEnabled']> {
    return this.#to.setEnabled(id, enabled);
  }

  replaceCertificates(
    id: string,
    certificates: readonly (ApplicationCertificate | NewCertificate)[],
  ): ReturnType<EntraDirectory['replaceCertificates']> {
    return this.#to.replaceCertificates(id, certificates);
  }

  federatedCredentials(id: string): ReturnType<EntraDirectory['federatedCredentials']> {
    return this.#to.federatedCredentials(id);
  }

  putFederatedCredential(
    id: string,
    credential: FederatedCredential,
  ): ReturnType<EntraDirectory['putFederatedCredential']> {
    return this.#to.putFederatedCredential(id, credential);
  }

  removeFederatedCredential(
    id: string,
    name: string,
  ): ReturnType<EntraDirectory['removeFederatedCredential']> {
    return this.#to.removeFederatedCredential(id, name);
  }

  owners(id: string): ReturnType<EntraDirectory['owners']> {
    return this.#to.owners(id);
  }

  ownerIds(id: string): ReturnType<EntraDirectory['ownerIds']> {
    return this.#to.ownerIds(id);
  }

  servicePrincipalHolders(id: string): ReturnType<EntraDirectory['servicePrincipalHolders']> {
    return this.#to.servicePrincipalHolders(id);
  }
}
