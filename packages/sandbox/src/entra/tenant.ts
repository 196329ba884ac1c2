import { randomUUID } from 'node:crypto';
import { EntraApp, type EntraAppOptions } from './app.ts';
import { EntraPerson, type EntraPersonOptions } from './people/person.ts';

export interface EntraTenantOptions {
  readonly id?: string;
  readonly domains?: readonly string[];
}

export class EntraTenant {
  readonly id: string;
  readonly domains: readonly string[];
  readonly apps: EntraApp[] = [];
  readonly people: EntraPerson[] = [];

  constructor(options: EntraTenantOptions) {
    this.id = (options.id ?? randomUUID()).toLowerCase();
    this.domains = (options.domains ?? []).map((domain) => domain.toLowerCase());
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

  findClient(clientId: string): EntraApp | undefined {
    return this.apps.find((app) => app.clientId === clientId.toLowerCase());
  }

  findResource(name: string): EntraApp | undefined {
    return this.findClient(name) ?? this.apps.find((app) => app.appIdUris.includes(name));
  }
}
