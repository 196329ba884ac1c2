import { randomInt } from 'node:crypto';
import type { JSONWebKeySet } from 'jose';
import type { AuthenticationEvent } from './authentication-events/claims-provider.ts';
import { ENTRA_CLOUDS, type EntraCloudName } from './clouds.ts';
import { PersonalGrants } from './people/personal-grants.ts';
import { Replication } from './replication.ts';
import { createSigningKey, type SigningKey } from './signing-key.ts';
import { EntraTenant, type EntraTenantOptions } from './tenant.ts';

interface EntraDirectoryOptions {
  readonly signingKey: SigningKey;
  readonly now: () => Date;
  readonly cloud?: EntraCloudName;
  /** Certificate authority of claims providers, in PEM. */
  readonly trustedAuthority?: string;
  /** Where the keys of another issuer are read, for federated credentials that came through Graph. */
  readonly readIssuerKeys?: (issuer: string) => Promise<JSONWebKeySet>;
}

/** All tenants of one cloud. */
export class EntraDirectory {
  readonly now: () => Date;
  readonly tenants: EntraTenant[] = [];
  /** Codes, refresh tokens and device codes of people. */
  readonly people: PersonalGrants;
  /** How long what is written through Graph takes to be seen. */
  readonly replication: Replication;
  readonly readIssuerKeys: (issuer: string) => Promise<JSONWebKeySet>;
  /** Calls of claims providers, as the sign-in log has them. */
  readonly authenticationEvents: AuthenticationEvent[] = [];
  readonly trustedAuthority: string | undefined;
  /** Every token, code and refresh token that was issued, for those who look for leaks. */
  readonly issuedTokens: string[] = [];
  cloud: EntraCloudName;
  /**
   * Lifetime of an access token; 60 to 90 minutes by chance unless set.
   *
   * @see https://learn.microsoft.com/entra/identity-platform/access-tokens#token-lifetime
   */
  tokenLifetimeSeconds: number | undefined;
  /** @see https://learn.microsoft.com/entra/identity-platform/id-tokens#token-lifetime */
  idTokenLifetimeSeconds = 3600;
  /**
   * Refuse an assertion that has already bought a token. RFC 7523, section 3, leaves this to the
   * server.
   */
  rejectReplayedAssertions = true;
  readonly #spentAssertions = new Set<string>();
  /** The newest first. */
  readonly #signingKeys: SigningKey[];

  constructor(options: EntraDirectoryOptions) {
    this.#signingKeys = [options.signingKey];
    this.now = options.now;
    this.trustedAuthority = options.trustedAuthority;
    this.people = new PersonalGrants(options.now);
    this.replication = new Replication(options.now);
    this.readIssuerKeys = options.readIssuerKeys ?? (async () => ({ keys: [] }));
    this.cloud = options.cloud ?? 'public';
  }

  tenant(options: EntraTenantOptions = {}): EntraTenant {
    const tenant = new EntraTenant(options, this.replication);
    this.tenants.push(tenant);
    return tenant;
  }

  findTenant(idOrDomain: string): EntraTenant | undefined {
    const name = idOrDomain.toLowerCase();
    return this.tenants.find((tenant) => tenant.id === name || tenant.domains.includes(name));
  }

  /** The key that signs access tokens. */
  get signingKey(): SigningKey {
    const [newest] = this.#signingKeys;
    if (!newest) throw new Error('a directory has a signing key from the start');
    return newest;
  }

  issuer(tenant: Pick<EntraTenant, 'id'>, version: 1 | 2): string {
    const cloud = ENTRA_CLOUDS[this.cloud];
    return version === 2 ? cloud.v2Issuer(tenant.id) : cloud.v1Issuer(tenant.id);
  }

  /** Whether tokens of this cloud name an issuer on this host. */
  isIssuerHost(host: string): boolean {
    return ([1, 2] as const).some((version) => {
      const issuer = this.issuer({ id: 'tenant' }, version);
      return new URL(issuer).host === host;
    });
  }

  /** All keys that were ever signed with, as the real ones stay published after they are replaced. */
  get keySet(): JSONWebKeySet {
    return { keys: this.#signingKeys.flatMap(({ keySet }) => keySet.keys) };
  }

  /** Signs the next tokens with another key, which is published from now on too. */
  async rollSigningKey(): Promise<void> {
    this.#signingKeys.unshift(await createSigningKey());
  }

  /** Publishes no key any more but the one that signs. */
  retireSigningKeys(): void {
    this.#signingKeys.splice(1);
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
