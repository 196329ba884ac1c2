import { randomUUID } from 'node:crypto';
import { EntraApp, type EntraAppOptions } from './app.ts';
import type { AppRoleAssignment } from './app-role.ts';
import { ApplicationRules } from './application-rules.ts';
import { graphCommandLine, graphResource } from './graph-resource.ts';
import { EntraGroup } from './people/group.ts';
import { EntraPerson, type EntraPersonOptions } from './people/person.ts';
import type { Reader, Replication } from './replication.ts';

/** An object that the sandbox keeps as it was written. */
export type StoredObject = Readonly<Record<string, unknown>> & { readonly id: string };

export interface EntraTenantOptions {
  readonly id?: string;
  readonly domains?: readonly string[];
  readonly displayName?: string;
}

export class EntraTenant {
  readonly id: string;
  readonly displayName: string;
  readonly domains: readonly string[];
  readonly apps: EntraApp[] = [];
  /** The recycle bin. */
  readonly deletedApps: EntraApp[] = [];
  readonly people: EntraPerson[] = [];
  readonly groups: EntraGroup[] = [];
  readonly appRoleAssignments: AppRoleAssignment[] = [];
  /** Policies and the like, by the collection of Graph that they are in. */
  readonly stored = new Map<string, StoredObject[]>();
  readonly rules = new ApplicationRules();
  /** Microsoft Graph, whose `assignedRoles` are the permissions that an app was granted. */
  readonly graph: EntraApp = graphResource();
  /** Microsoft's own apps, which nobody has to make. */
  readonly #firstParty: readonly EntraApp[] = [this.graph, graphCommandLine()];
  readonly #replication: Replication;

  constructor(options: EntraTenantOptions, replication: Replication) {
    this.id = (options.id ?? randomUUID()).toLowerCase();
    this.displayName = options.displayName ?? 'Contoso';
    this.domains = (options.domains ?? []).map((domain) => domain.toLowerCase());
    this.#replication = replication;
  }

  app(options: EntraAppOptions = {}): EntraApp {
    const app = new EntraApp(options);
    this.apps.push(app);
    return app;
  }

  person(options: EntraPersonOptions = {}): EntraPerson {
    const person = new EntraPerson(options, this.domains[0] ?? 'contoso.onmicrosoft.com');
    this.people.push(person);
    return person;
  }

  group(displayName: string, members: readonly EntraPerson[] = []): EntraGroup {
    const group = new EntraGroup(displayName, members);
    this.groups.push(group);
    return group;
  }

  /** Lets an app call Graph for itself, as an administrator's consent does. */
  grantGraph(app: EntraApp, ...permissions: readonly string[]): void {
    const { assignedRoles } = this.graph;
    assignedRoles[app.clientId] = [...(assignedRoles[app.clientId] ?? []), ...permissions];
  }

  findClient(clientId: string): EntraApp | undefined {
    const id = clientId.toLowerCase();
    return this.#find('sign-in', (app) => app.clientId === id);
  }

  findResource(name: string): EntraApp | undefined {
    const id = name.toLowerCase();
    return this.#find(
      'token resources',
      (app) => app.clientId === id || app.appIdUris.includes(name),
    );
  }

  #find(reader: Reader, isMeant: (app: EntraApp) => boolean): EntraApp | undefined {
    const firstParty = this.#firstParty.find(isMeant);
    if (firstParty !== undefined) return firstParty;
    // Only what is meant is looked at, since every look counts.
    for (const app of [...this.apps, ...this.deletedApps]) {
      if (!isMeant(app)) continue;
      const seen = this.#replication.seen(app, reader);
      if (seen !== undefined && seen.registration.deletedAt === undefined && isMeant(seen)) {
        return seen;
      }
    }
    return undefined;
  }
}
