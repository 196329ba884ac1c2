import type { TenantId } from '@entra-aws-creds/core/programs';
import { parseJsonObject, quote, StepFailure } from '@entra-aws-creds/core/services';
import type {
  Application,
  ApplicationCertificate,
  FederatedCredential,
  NewApplication,
  NewCertificate,
  ServicePrincipal,
  ServicePrincipalHolders,
} from './application.ts';
import type {
  ApplicationChange,
  ApplicationKey,
  Created,
  EntraDirectory,
} from './entra-directory.ts';
import {
  APPLICATION_FIELDS,
  countCredentials,
  readApplication,
  readFederatedCredential,
  readServicePrincipal,
} from './graph-answers.ts';
import type { GraphClient, GraphRequest } from './graph-client.ts';
import { keyCredential } from './graph-key-credential.ts';
import { applicationPath, federatedCredentialPath, literal } from './graph-path.ts';
import { TO_READ, TO_WRITE } from './graph-permissions.ts';
import { createServicePrincipal } from './graph-service-principal.ts';

const SELECTED = `$select=${APPLICATION_FIELDS.join(',')}`;

/** The directory behind Microsoft Graph v1.0. */
export class GraphDirectory implements EntraDirectory {
  readonly tenant: TenantId;
  readonly #graph: GraphClient;

  constructor(tenant: TenantId, graph: GraphClient) {
    this.tenant = tenant;
    this.#graph = graph;
  }

  async application(by: ApplicationKey): Promise<Application | undefined> {
    const object = await this.#graph.objectIfAny({
      asking: 'Looking for the application',
      needs: TO_READ,
      method: 'GET',
      path: `${applicationPath(by)}?${SELECTED}`,
    });
    return object && readApplication(object);
  }

  async applicationsNamed(displayName: string): Promise<readonly Application[]> {
    const found = await this.#graph.all(
      applicationsWhere(`displayName eq ${literal(displayName)}`),
    );
    return found.map(readApplication);
  }

  async *applicationsTagged(tag: string, asked = { owners: false }): AsyncIterable<Application> {
    const request = applicationsWhere(tagged(tag));
    const path = asked.owners ? `${request.path}&$expand=owners($select=id)` : request.path;
    for await (const object of this.#graph.list({ ...request, path })) {
      yield readApplication(object);
    }
  }

  async countTagged(tag: string): Promise<number> {
    const { '@odata.count': count } = await this.#graph.object({
      asking: 'Counting applications',
      needs: TO_READ,
      method: 'GET',
      path: `/applications?$filter=${encodeURIComponent(tagged(tag))}&$select=id&$top=1&$count=true`,
      headers: { consistencylevel: 'eventual' },
    });
    return typeof count === 'number' ? count : 0;
  }

  /** @see https://learn.microsoft.com/graph/api/application-upsert */
  async createApplication(application: NewApplication): Promise<Created<Application>> {
    const { uniqueName, displayName, tags, tokenVersion } = application;
    const { status, body } = await this.#graph.send({
      asking: `Creating the application ${quote(displayName)}`,
      needs: TO_WRITE,
      method: 'PATCH',
      path: applicationPath({ uniqueName }),
      headers: { prefer: 'create-if-missing' },
      body: {
        displayName,
        tags,
        signInAudience: 'AzureADMyOrg',
        api: { requestedAccessTokenVersion: tokenVersion === 'v2' ? 2 : 1 },
      },
    });
    if (status === 201) {
      return { it: readApplication(parseJsonObject(body) ?? {}), isNew: true };
    }
    const it = (await this.application({ uniqueName })) ?? notThereYet('application');
    return { it, isNew: false };
  }

  async updateApplication(id: string, change: ApplicationChange): Promise<void> {
    const { tags, identifierUris, tokenVersion } = change;
    await this.#write('Changing the application', 'PATCH', applicationPath({ id }), {
      ...(tags && { tags }),
      ...(identifierUris && { identifierUris }),
      ...(tokenVersion && {
        api: { requestedAccessTokenVersion: tokenVersion === 'v2' ? 2 : 1 },
      }),
    });
  }

  async deleteApplication(id: string): Promise<void> {
    await this.#remove('Deleting the application', applicationPath({ id }));
  }

  async deletedApplications(tag: string): Promise<readonly Application[]> {
    const deleted = await this.#graph.all({
      asking: 'Listing deleted applications',
      needs: TO_READ,
      method: 'GET',
      path: `/directory/deletedItems/microsoft.graph.application?$filter=${encodeURIComponent(tagged(tag))}&$count=true`,
      headers: { consistencylevel: 'eventual' },
    });
    return deleted.map(readApplication);
  }

  async restoreApplication(id: string): Promise<void> {
    const path = `/directory/deletedItems/${encodeURIComponent(id)}/restore`;
    await this.#write('Restoring the application', 'POST', path);
  }

  async purgeApplication(id: string): Promise<boolean> {
    const { status } = await this.#graph.send({
      asking: 'Purging the application',
      needs: TO_WRITE,
      method: 'DELETE',
      path: `/directory/deletedItems/${encodeURIComponent(id)}`,
      accepted: [400],
    });
    return status !== 400;
  }

  async servicePrincipal(clientId: string): Promise<ServicePrincipal | undefined> {
    const object = await this.#graph.objectIfAny({
      asking: 'Looking for the service principal',
      needs: TO_READ,
      method: 'GET',
      path: `/servicePrincipals(appId=${encodeURIComponent(literal(clientId))})?$select=id,appId,accountEnabled`,
    });
    return object && readServicePrincipal(object);
  }

  async createServicePrincipal(clientId: string): Promise<Created<ServicePrincipal>> {
    const made = await createServicePrincipal(this.#graph, clientId);
    if (made !== undefined) return { it: made, isNew: true };
    const it = (await this.servicePrincipal(clientId)) ?? notThereYet('service principal');
    return { it, isNew: false };
  }

  async setEnabled(servicePrincipalId: string, enabled: boolean): Promise<void> {
    const path = `/servicePrincipals/${servicePrincipalId}`;
    const asking = `${enabled ? 'Enabling' : 'Disabling'} the service principal`;
    await this.#write(asking, 'PATCH', path, { accountEnabled: enabled });
  }

  async replaceCertificates(
    id: string,
    certificates: readonly (ApplicationCertificate | NewCertificate)[],
  ): Promise<void> {
    await this.#write('Writing the certificates', 'PATCH', applicationPath({ id }), {
      keyCredentials: certificates.map(keyCredential),
    });
  }

  async federatedCredentials(id: string): Promise<readonly FederatedCredential[]> {
    const listed = await this.#graph.all({
      asking: 'Listing the federated credentials',
      needs: TO_READ,
      method: 'GET',
      path: `${applicationPath({ id })}/federatedIdentityCredentials`,
    });
    return listed.map(readFederatedCredential);
  }

  /** @see https://learn.microsoft.com/graph/api/federatedidentitycredential-upsert */
  async putFederatedCredential(id: string, credential: FederatedCredential): Promise<void> {
    const { name, issuer, subject, audience } = credential;
    await this.#graph.send({
      asking: `Writing the federated credential ${quote(name)}`,
      needs: TO_WRITE,
      method: 'PATCH',
      path: federatedCredentialPath(id, name),
      headers: { prefer: 'create-if-missing' },
      body: { issuer, subject, audiences: [audience] },
    });
  }

  async removeFederatedCredential(id: string, name: string): Promise<void> {
    await this.#remove('Removing the federated credential', federatedCredentialPath(id, name));
  }

  async owners(id: string): Promise<readonly string[]> {
    const owners = await this.#graph.all({
      asking: 'Listing the owners',
      needs: TO_READ,
      method: 'GET',
      path: `${applicationPath({ id })}/owners?$select=id,displayName,userPrincipalName`,
    });
    return owners.map((one) => String(one['userPrincipalName'] ?? one['displayName'] ?? one['id']));
  }

  ownerIds(id: string): Promise<readonly string[]> {
    return this.#ownerIds(applicationPath({ id }));
  }

  async servicePrincipalHolders(id: string): Promise<ServicePrincipalHolders> {
    const path = `/servicePrincipals/${encodeURIComponent(id)}`;
    const owners = await this.#ownerIds(path);
    const object = await this.#graph.object({
      asking: 'Reading the credentials of the service principal',
      needs: TO_READ,
      method: 'GET',
      path: `${path}?$select=id,keyCredentials,passwordCredentials`,
    });
    return { owners, credentials: countCredentials(object) };
  }

  async #ownerIds(path: string): Promise<readonly string[]> {
    const owners = await this.#graph.all({
      asking: 'Listing the owners',
      needs: TO_READ,
      method: 'GET',
      path: `${path}/owners?$select=id`,
    });
    return owners.map((one) => String(one['id']));
  }

  async #write(
    asking: string,
    method: 'PATCH' | 'POST',
    path: string,
    body?: object,
  ): Promise<void> {
    await this.#graph.send({ asking, needs: TO_WRITE, method, path, ...(body && { body }) });
  }

  async #remove(asking: string, path: string): Promise<void> {
    await this.#graph.send({ asking, needs: TO_WRITE, method: 'DELETE', path, accepted: [404] });
  }
}

function tagged(tag: string): string {
  return `tags/any(t:t eq ${literal(tag)})`;
}

function applicationsWhere(filter: string): GraphRequest {
  return {
    asking: 'Listing applications',
    needs: TO_READ,
    method: 'GET',
    path: `/applications?$filter=${encodeURIComponent(filter)}&${SELECTED}&$top=100`,
  };
}

/** Another server said that it is there, and this one does not know it. */
function notThereYet(what: string): never {
  throw new StepFailure(
    'EAC_BINDING_NOT_SETTLED',
    `The ${what} is there, but Entra has not copied it to all its servers yet.`,
    'Run the command again in a few minutes: it goes on from where it is.',
  );
}
