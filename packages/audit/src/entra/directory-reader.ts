import type { Application, GraphClient } from '@entra-aws-creds/bindings';
import type { JsonObject } from '@entra-aws-creds/core/services';

/** What logs in, as Graph tells of it. */
interface FoundPrincipal {
  readonly clientId: string;
  readonly displayName: string;
  readonly enabled: boolean;
  /** `Application`, `ManagedIdentity`, … */
  readonly type: string;
}

/** The part of the directory that is asked for applications; `GraphDirectory` has it. */
interface ApplicationReader {
  application(by: { readonly clientId: string }): Promise<Application | undefined>;
  owners(id: string): Promise<readonly string[]>;
}

/** An application's permission, and a person's scope, by the same name. */
const READ_APPLICATIONS = { application: 'Application.Read.All', person: 'Application.Read.All' };

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What an audit reads of a tenant's directory, and nothing else; each thing is asked for once. */
export class DirectoryReader {
  readonly #graph: GraphClient;
  readonly #applications: ApplicationReader;
  readonly #known = new Map<string, Promise<unknown>>();

  constructor(graph: GraphClient, applications: ApplicationReader) {
    this.#graph = graph;
    this.#applications = applications;
  }

  /** By its object ID: `sub` of its tokens. @throws StepFailure `EAC_GRAPH_…` */
  principal(objectId: string): Promise<FoundPrincipal | undefined> {
    return this.#once(`principal ${objectId}`, async () => {
      if (!GUID.test(objectId)) return undefined;
      const found = await this.#graph.objectIfAny({
        asking: `Reading the service principal ${objectId}`,
        needs: READ_APPLICATIONS,
        method: 'GET',
        path: `/servicePrincipals/${objectId}?$select=id,appId,displayName,accountEnabled,servicePrincipalType`,
      });
      return found && principalIn(found);
    });
  }

  /** @throws StepFailure `EAC_GRAPH_…` */
  application(clientId: string): Promise<Application | undefined> {
    return this.#once(`application ${clientId}`, async () => {
      return GUID.test(clientId) ? this.#applications.application({ clientId }) : undefined;
    });
  }

  /** Whether an application of the tenant answers to an audience. @throws StepFailure `EAC_GRAPH_…` */
  hasAudience(audience: string): Promise<boolean> {
    return this.#once(`audience ${audience}`, async () => {
      if (GUID.test(audience))
        return (await this.#applications.application({ clientId: audience })) !== undefined;
      const filter = `identifierUris/any(u:u eq '${audience.replaceAll("'", "''")}')`;
      const found = await this.#graph.all({
        asking: `Looking for the application with the identifier URI ${audience}`,
        needs: READ_APPLICATIONS,
        method: 'GET',
        path: `/applications?$filter=${encodeURIComponent(filter)}&$select=id,appId`,
      });
      return found.length > 0;
    });
  }

  /** @throws StepFailure `EAC_GRAPH_…` */
  owners(applicationId: string): Promise<readonly string[]> {
    return this.#once(`owners ${applicationId}`, () => this.#applications.owners(applicationId));
  }

  #once<T>(name: string, ask: () => Promise<T>): Promise<T> {
    const known = this.#known.get(name);
    if (known !== undefined) return known as Promise<T>;
    const asked = ask();
    this.#known.set(name, asked);
    return asked;
  }
}

function principalIn(found: JsonObject): FoundPrincipal {
  const text = (name: string) => (typeof found[name] === 'string' ? String(found[name]) : '');
  return {
    clientId: text('appId').toLowerCase(),
    displayName: text('displayName'),
    enabled: found['accountEnabled'] !== false,
    type: text('servicePrincipalType'),
  };
}
