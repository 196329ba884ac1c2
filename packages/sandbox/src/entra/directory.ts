import { randomInt, randomUUID } from 'node:crypto';
import type { JSONWebKeySet } from 'jose';
import { EntraApp, type EntraAppOptions } from './app.ts';
import { type EntraCloudName, entraClouds } from './clouds.ts';
import type { SigningKey } from './signing-key.ts';

export interface EntraDirectoryOptions {
  readonly signingKey: SigningKey;
  readonly now: () => Date;
  readonly cloud?: EntraCloudName;
}

export interface EntraTenantOptions {
  readonly id?: string;
  readonly domains?: readonly string[];
}

export class EntraTenant {
  readonly id: string;
  readonly domains: readonly string[];
  readonly apps: EntraApp[] = [];

  constructor(options: EntraTenantOptions) {
    this.id = (options.id ?? randomUUID()).toLowerCase();
    this.domains = (options.domains ?? []).map((domain) => domain.toLowerCase());
  }

  app(options: EntraAppOptions = {}): EntraApp {
    const app = new EntraApp(options);
    this.apps.push(app);
    return app;
  }

  findClient(clientId: string): EntraApp | undefined {
    return this.apps.find((app) => app.clientId === clientId.toLowerCase());
  }

  findResource(name: string): EntraApp | undefined {
    return this.findClient(name) ?? this.apps.find((app) => app.appIdUris.includes(name));
  }
}

/** All tenants of one cloud. */
export class EntraDirectory {
  readonly signingKey: SigningKey;
  readonly now: () => Date;
  readonly tenants: EntraTenant[] = [];
  /** Every access token that was issued, for those who look for leaks. */
  readonly issuedTokens: string[] = [];
  cloud: EntraCloudName;
  /**
   * Lifetime of an access token; 60 to 90 minutes by chance unless set.
   *
   * Source: https://learn.microsoft.com/entra/identity-platform/access-tokens#token-lifetime
   */
  tokenLifetimeSeconds: number | undefined;
  /**
   * Refuse an assertion that has already bought a token. RFC 7523, section 3, leaves this to the
   * server.
   */
  rejectReplayedAssertions = true;
  readonly #spentAssertions = new Set<string>();

  constructor(options: EntraDirectoryOptions) {
    this.signingKey = options.signingKey;
    this.now = options.now;
    this.cloud = options.cloud ?? 'public';
  }

  tenant(options: EntraTenantOptions = {}): EntraTenant {
    const tenant = new EntraTenant(options);
    this.tenants.push(tenant);
    return tenant;
  }

  findTenant(idOrDomain: string): EntraTenant | undefined {
    const name = idOrDomain.toLowerCase();
    return this.tenants.find((tenant) => tenant.id === name || tenant.domains.includes(name));
  }

  issuer(tenant: EntraTenant, version: 1 | 2): string {
    const cloud = entraClouds[this.cloud];
    return version === 2 ? cloud.v2Issuer(tenant.id) : cloud.v1Issuer(tenant.id);
  }

  /** The keys that a relying party finds by way of an issuer's metadata. */
  keysOfIssuer(issuer: string): JSONWebKeySet | undefined {
    const known = this.tenants.some(
      (tenant) => this.issuer(tenant, 1) === issuer || this.issuer(tenant, 2) === issuer,
    );
    return known ? this.signingKey.keySet : undefined;
  }

  nextTokenLifetime(): number {
    return this.tokenLifetimeSeconds ?? randomInt(60 * 60, 90 * 60);
  }

  /** False when the assertion was spent before. */
  spendAssertion(id: string): boolean {
    if (this.rejectReplayedAssertions && this.#spentAssertions.has(id)) return false;
    this.#spentAssertions.add(id);
    return true;
  }
}
