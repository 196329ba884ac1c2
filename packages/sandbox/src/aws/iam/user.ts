import { secretAccessKey, uniqueId } from '../identifiers.ts';
import type { IdentityPolicy } from './identity-policy.ts';
import { ADMINISTRATOR_ACCESS } from './managed-policies.ts';
import type { LastUse } from './role.ts';

export interface AwsUserOptions {
  readonly name: string;
  readonly path?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly groups?: readonly string[];
  /** ARNs of managed policies. */
  readonly attachedPolicies?: readonly string[];
  readonly policies?: readonly IdentityPolicy[];
  /** May do everything in its account. */
  readonly isAdministrator?: boolean;
  /** May call iam:GetRole on every role of the account. */
  readonly mayReadRoles?: boolean;
  /** May call iam:UpdateAssumeRolePolicy on every role of the account. */
  readonly mayWriteRoles?: boolean;
  readonly createdAt?: Date;
}

export interface AwsAccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly createdAt: Date;
  status: 'Active' | 'Inactive';
  lastUsed: (LastUse & { readonly service: string }) | undefined;
}

/** What a user needs of the account that it is in. */
interface UserHome {
  arn(service: 'iam', resource: string): string;
  now(): Date;
  registerKey(key: AwsAccessKey): void;
}

/** An IAM user with an access key, for what a pipeline may find left in its environment. */
export class User<Home extends UserHome> {
  readonly name: string;
  readonly path: string;
  readonly arn: string;
  readonly userId = uniqueId('AIDA', 17);
  readonly account: Home;
  readonly createdAt: Date;
  readonly tags: Map<string, string>;
  readonly groups: string[];
  readonly attachedPolicies: Set<string>;
  readonly policies: IdentityPolicy[];
  readonly accessKeys: AwsAccessKey[] = [];
  /** Of the first access key. */
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  passwordLastUsed: Date | undefined;
  mayReadRoles: boolean;
  mayWriteRoles: boolean;
  /** Actions that it may not call, whatever its policies allow; patterns. */
  readonly withheld = new Set<string>();

  constructor(account: Home, options: AwsUserOptions) {
    this.account = account;
    this.name = options.name;
    this.path = options.path ?? '/';
    this.arn = account.arn('iam', `user${this.path}${options.name}`);
    this.createdAt = options.createdAt ?? account.now();
    this.tags = new Map(Object.entries(options.tags ?? {}));
    this.groups = [...(options.groups ?? [])];
    this.attachedPolicies = new Set(options.attachedPolicies);
    this.policies = [
      ...(options.policies ?? []),
      ...(options.isAdministrator ? [ADMINISTRATOR_ACCESS] : []),
    ];
    this.mayReadRoles = options.mayReadRoles ?? false;
    this.mayWriteRoles = options.mayWriteRoles ?? false;
    const { accessKeyId, secretAccessKey } = this.addAccessKey(this.createdAt);
    this.accessKeyId = accessKeyId;
    this.secretAccessKey = secretAccessKey;
  }

  addAccessKey(createdAt = this.account.now()): AwsAccessKey {
    const key: AwsAccessKey = {
      accessKeyId: uniqueId('AKIA', 16),
      secretAccessKey: secretAccessKey(),
      createdAt,
      status: 'Active',
      lastUsed: undefined,
    };
    this.accessKeys.push(key);
    this.account.registerKey(key);
    return key;
  }
}
