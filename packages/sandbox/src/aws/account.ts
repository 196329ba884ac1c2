import type { IdentityPolicy } from './iam/identity-policy.ts';
import { documentOfAws, type ManagedPolicy } from './iam/managed-policies.ts';
import {
  createProvider,
  type OidcProvider,
  type OidcProviderOptions,
  snapshotOf,
} from './iam/oidc-provider.ts';
import { type AwsRoleOptions, Role, type RoleView } from './iam/role.ts';
import { type ReadLag, StaleReads } from './iam/stale-reads.ts';
import { checkStorable } from './iam/storable-trust-policy.ts';
import { type AwsAccessKey, type AwsUserOptions, User } from './iam/user.ts';
import { parseRoleArn } from './identifiers.ts';
import { RegionalResources } from './regional/resources.ts';
import { Secret, type SecretOptions } from './secrets-manager/secret.ts';
import type { OutboundIssuer } from './sts/outbound-issuer.ts';
import type { TrustPolicy } from './trust-policy.ts';

export type AwsRole = Role<AwsAccount>;
export type AwsUser = User<AwsAccount>;

/** What an account knows of the world beyond itself. */
export interface AccountSurroundings {
  readonly now: () => Date;
  readonly readLag: ReadLag;
  /** The unique ID of the role or user with this ARN, in any account. */
  uniqueIdOf(arn: string): string | undefined;
  registerKey(key: AwsAccessKey, account: AwsAccount): void;
}

/**
 * AWS's defaults; all but the one for client IDs can be raised.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export interface IamQuotas {
  roles: number;
  /** Characters other than white space. */
  trustPolicy: number;
  providers: number;
  clientIds: number;
  attachedPolicies: number;
}

export class AwsAccount {
  readonly id: string;
  readonly partition: string;
  alias: string | undefined;
  /** For tokens that its roles show outside of AWS, once they were switched on. */
  outboundIssuer: OutboundIssuer | undefined;
  readonly providers: OidcProvider[] = [];
  readonly users: AwsUser[] = [];
  readonly secrets: Secret[] = [];
  readonly managedPolicies = new Map<string, ManagedPolicy>();
  /** Stacks, state machines, queues and alarms of its one region. */
  readonly regional: RegionalResources;
  /** Of its organization; what they deny is denied to everybody in the account. */
  readonly serviceControlPolicies: IdentityPolicy[] = [];
  readonly quotas: IamQuotas = {
    roles: 1000,
    trustPolicy: 2048,
    providers: 100,
    clientIds: 100,
    attachedPolicies: 10,
  };
  readonly staleRoles: StaleReads<RoleView>;
  readonly staleProviders: StaleReads<OidcProvider>;
  readonly #roles = new Map<string, AwsRole>();
  readonly #surroundings: AccountSurroundings;

  constructor(id: string, partition: string, surroundings: AccountSurroundings) {
    this.id = id;
    this.partition = partition;
    this.#surroundings = surroundings;
    this.regional = new RegionalResources(this);
    this.staleRoles = new StaleReads(surroundings.readLag, surroundings.now);
    this.staleProviders = new StaleReads(surroundings.readLag, surroundings.now);
  }

  now(): Date {
    return this.#surroundings.now();
  }

  /** @throws QueryError when IAM would not take the URL */
  provider(options: OidcProviderOptions): OidcProvider {
    const provider = createProvider(this, options);
    this.providers.push(provider);
    return provider;
  }

  /** To be called before a provider is written to, or made. */
  beforeProviderWrite(arn: string): void {
    this.staleProviders.beforeWrite(arn, () => {
      const current = this.providers.find((provider) => provider.arn === arn);
      return current && snapshotOf(current);
    });
  }

  /** In place of any role of that name. @throws QueryError when IAM would not store the trust policy */
  role(options: AwsRoleOptions): AwsRole {
    const trustPolicy =
      typeof options.trustPolicy === 'string'
        ? (JSON.parse(options.trustPolicy) as TrustPolicy)
        : options.trustPolicy;
    checkStorable(trustPolicy);
    const role: AwsRole = new Role(this, options, trustPolicy);
    this.#roles.set(keyOf(role.name), role);
    return role;
  }

  get roles(): readonly AwsRole[] {
    return [...this.#roles.values()];
  }

  get roleCount(): number {
    return this.#roles.size;
  }

  /** IAM treats role names as equal whatever their case. */
  findRole(name: string): AwsRole | undefined {
    return this.#roles.get(keyOf(name));
  }

  removeRole(name: string): void {
    this.#roles.delete(keyOf(name));
  }

  /** The role as reads of IAM find it. */
  viewRole(name: string): RoleView | undefined {
    return this.staleRoles.read(keyOf(name), this.findRole(name));
  }

  viewRoles(): RoleView[] {
    return this.staleRoles.readAll(this.#roles);
  }

  /** To be called before a role is written to, or made. */
  beforeRoleWrite(name: string): void {
    this.staleRoles.beforeWrite(keyOf(name), () => this.findRole(name)?.snapshot());
  }

  user(options: AwsUserOptions): AwsUser {
    const user: AwsUser = new User(this, options);
    this.users.push(user);
    return user;
  }

  secret(options: SecretOptions): Secret {
    const secret = new Secret(this, options);
    this.secrets.push(secret);
    return secret;
  }

  managedPolicy(
    options: Pick<ManagedPolicy, 'name' | 'document'> & { path?: string },
  ): ManagedPolicy {
    const path = options.path ?? '/';
    const arn = this.arn('iam', `policy${path}${options.name}`);
    const policy = { ...options, path, arn };
    this.managedPolicies.set(arn, policy);
    return policy;
  }

  /** The document of a managed policy, the account's own or AWS's. */
  policyDocument(arn: string): IdentityPolicy | undefined {
    return this.managedPolicies.get(arn)?.document ?? documentOfAws(arn);
  }

  uniqueIdOf(arn: string): string | undefined {
    return this.#surroundings.uniqueIdOf(arn);
  }

  registerKey(key: AwsAccessKey): void {
    this.#surroundings.registerKey(key, this);
  }

  /** The unique ID of the account's own role or user with this ARN. */
  ownUniqueIdOf(arn: string): string | undefined {
    const name = parseRoleArn(arn)?.name;
    const role = name === undefined ? undefined : this.findRole(name);
    if (role?.arn === arn) return role.roleId;
    return this.users.find((user) => user.arn === arn)?.userId;
  }

  arn(service: 'iam' | 'sts', resource: string): string {
    return `arn:${this.partition}:${service}::${this.id}:${resource}`;
  }
}

function keyOf(roleName: string): string {
  return roleName.toLowerCase();
}
