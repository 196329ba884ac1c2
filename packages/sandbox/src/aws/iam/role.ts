import { uniqueId } from '../identifiers.ts';
import type { TrustPolicy } from '../trust-policy.ts';
import { awsPrincipals, withAwsPrincipals } from './trusted-principals.ts';

export interface AwsRoleOptions {
  readonly name: string;
  readonly path?: string;
  readonly trustPolicy: TrustPolicy | string;
  /** 3600 to 43200 seconds. */
  readonly maxSessionDuration?: number;
  readonly description?: string;
  readonly tags?: Readonly<Record<string, string>>;
  /** ARN of a managed policy. */
  readonly permissionsBoundary?: string;
  /** ARNs of managed policies. */
  readonly attachedPolicies?: readonly string[];
  /** Documents by their names. */
  readonly inlinePolicies?: Readonly<Record<string, string>>;
  /** Its sessions may call iam:GetRole on the role. */
  readonly mayReadItself?: boolean;
}

export interface LastUse {
  readonly date: Date;
  readonly region: string;
}

/** What a role needs of the account that it is in. */
interface RoleHome {
  arn(service: 'iam', resource: string): string;
  now(): Date;
  /** Of a role or user in any account. */
  uniqueIdOf(arn: string): string | undefined;
}

/** What reads of IAM show of a role. */
export type RoleView = Pick<
  Role<RoleHome>,
  | 'name'
  | 'path'
  | 'arn'
  | 'roleId'
  | 'createdAt'
  | 'trustPolicy'
  | 'maxSessionDuration'
  | 'description'
  | 'tags'
  | 'permissionsBoundary'
  | 'attachedPolicies'
  | 'inlinePolicies'
  | 'lastUsed'
>;

export class Role<Home extends RoleHome> {
  readonly name: string;
  readonly path: string;
  readonly arn: string;
  readonly roleId = uniqueId('AROA', 17);
  readonly account: Home;
  readonly createdAt: Date;
  maxSessionDuration: number;
  description: string | undefined;
  permissionsBoundary: string | undefined;
  readonly tags: Map<string, string>;
  readonly attachedPolicies: Set<string>;
  readonly inlinePolicies: Map<string, string>;
  /** When a session of it was last opened; assignable, for a role that was used long ago. */
  lastUsed: LastUse | undefined;
  mayReadItself: boolean;
  /** Actions that its sessions may not call, whatever its policies allow; patterns. */
  readonly withheld = new Set<string>();
  #trustPolicy: TrustPolicy;
  #trusted: ReadonlyMap<string, string>;

  constructor(account: Home, options: AwsRoleOptions, trustPolicy: TrustPolicy) {
    this.account = account;
    this.name = options.name;
    this.path = options.path ?? '/';
    this.arn = account.arn('iam', `role${this.path}${options.name}`);
    this.createdAt = account.now();
    this.maxSessionDuration = options.maxSessionDuration ?? 3600;
    this.description = options.description;
    this.permissionsBoundary = options.permissionsBoundary;
    this.tags = new Map(Object.entries(options.tags ?? {}));
    this.attachedPolicies = new Set(options.attachedPolicies);
    this.inlinePolicies = new Map(Object.entries(options.inlinePolicies ?? {}));
    this.mayReadItself = options.mayReadItself ?? false;
    this.#trustPolicy = trustPolicy;
    this.#trusted = this.#idsIn(trustPolicy);
  }

  /**
   * A principal is trusted by its unique ID: where the role or user of that ARN is gone, or is another one by
   * now, the ID stands in its place.
   *
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
   */
  get trustPolicy(): TrustPolicy {
    const stale = [...this.#trusted].filter(([arn, id]) => this.account.uniqueIdOf(arn) !== id);
    if (stale.length === 0) return this.#trustPolicy;
    const ids = new Map(stale);
    return withAwsPrincipals(this.#trustPolicy, (name) => ids.get(name) ?? name);
  }

  set trustPolicy(policy: TrustPolicy) {
    this.#trustPolicy = policy;
    this.#trusted = this.#idsIn(policy);
  }

  /** The role as it is now, unmoved by later writes. */
  snapshot(): RoleView {
    const { name, path, arn, roleId, createdAt, trustPolicy, maxSessionDuration } = this;
    const { description, permissionsBoundary, lastUsed } = this;
    return {
      ...{ name, path, arn, roleId, createdAt, trustPolicy, maxSessionDuration },
      ...{ description, permissionsBoundary, lastUsed },
      tags: new Map(this.tags),
      attachedPolicies: new Set(this.attachedPolicies),
      inlinePolicies: new Map(this.inlinePolicies),
    };
  }

  #idsIn(policy: TrustPolicy): ReadonlyMap<string, string> {
    const ids = awsPrincipals(policy).map((arn) => [arn, this.account.uniqueIdOf(arn)] as const);
    return new Map(ids.filter((entry): entry is [string, string] => entry[1] !== undefined));
  }
}
