import { checkStorable } from './iam/storable-trust-policy.ts';
import { secretAccessKey, uniqueId } from './identifiers.ts';
import { QueryError } from './query-error.ts';
import type { TrustPolicy } from './trust-policy.ts';

export interface OidcProviderOptions {
  /** Must equal the tokens' `iss` to the letter, with its slash at the end if it has one. */
  readonly url: string;
  readonly clientIds: readonly string[];
}

export interface OidcProvider {
  readonly url: string;
  readonly arn: string;
  readonly clientIds: string[];
}

export interface AwsRoleOptions {
  readonly name: string;
  readonly path?: string;
  readonly trustPolicy: TrustPolicy | string;
  /** 3600 to 43200 seconds. */
  readonly maxSessionDuration?: number;
  /** Its sessions may call iam:GetRole on the role. */
  readonly mayReadItself?: boolean;
}

export interface AwsRole {
  readonly name: string;
  readonly path: string;
  readonly arn: string;
  readonly roleId: string;
  readonly account: AwsAccount;
  readonly createdAt: Date;
  trustPolicy: TrustPolicy;
  maxSessionDuration: number;
  mayReadItself: boolean;
}

export interface AwsUserOptions {
  readonly name: string;
  /** May call iam:GetRole on every role of the account. */
  readonly mayReadRoles?: boolean;
  /** May call iam:UpdateAssumeRolePolicy on every role of the account. */
  readonly mayWriteRoles?: boolean;
}

/** An IAM user with an access key, for what a pipeline may find left in its environment. */
export interface AwsUser {
  readonly name: string;
  readonly arn: string;
  readonly userId: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly account: AwsAccount;
  mayReadRoles: boolean;
  mayWriteRoles: boolean;
}

export class AwsAccount {
  readonly id: string;
  readonly partition: string;
  readonly providers: OidcProvider[] = [];
  readonly roles: AwsRole[] = [];
  readonly users: AwsUser[] = [];
  readonly #now: () => Date;

  constructor(id: string, partition: string, now: () => Date) {
    this.id = id;
    this.partition = partition;
    this.#now = now;
  }

  /**
   * Case and a slash at the end tell one URL from another, the usual port does not, as recorded.
   *
   * @throws QueryError `InvalidInput` when the URL has a query or a fragment
   */
  provider(options: OidcProviderOptions): OidcProvider {
    if (/[?#]/.test(options.url)) throw new QueryError('InvalidInput', 'Unknown');
    const name = options.url.replace(/^https:\/\/([^/]*?)(:443)?(?=\/|$)/, '$1');
    const provider = {
      url: options.url,
      arn: this.arn('iam', `oidc-provider/${name}`),
      clientIds: [...new Set(options.clientIds)],
    };
    this.providers.push(provider);
    return provider;
  }

  /** @throws QueryError when IAM would not store the trust policy */
  role(options: AwsRoleOptions): AwsRole {
    const path = options.path ?? '/';
    const trustPolicy =
      typeof options.trustPolicy === 'string'
        ? (JSON.parse(options.trustPolicy) as TrustPolicy)
        : options.trustPolicy;
    checkStorable(trustPolicy);
    const role = {
      name: options.name,
      path,
      arn: this.arn('iam', `role${path}${options.name}`),
      roleId: uniqueId('AROA', 17),
      account: this,
      createdAt: this.#now(),
      trustPolicy,
      maxSessionDuration: options.maxSessionDuration ?? 3600,
      mayReadItself: options.mayReadItself ?? false,
    };
    this.roles.push(role);
    return role;
  }

  /** IAM treats role names as equal whatever their case. */
  findRole(name: string): AwsRole | undefined {
    return this.roles.find((role) => role.name.toLowerCase() === name.toLowerCase());
  }

  user(options: AwsUserOptions): AwsUser {
    const user = {
      name: options.name,
      arn: this.arn('iam', `user/${options.name}`),
      userId: uniqueId('AIDA', 17),
      accessKeyId: uniqueId('AKIA', 16),
      secretAccessKey: secretAccessKey(),
      account: this,
      mayReadRoles: options.mayReadRoles ?? false,
      mayWriteRoles: options.mayWriteRoles ?? false,
    };
    this.users.push(user);
    return user;
  }

  arn(service: 'iam' | 'sts', resource: string): string {
    return `arn:${this.partition}:${service}::${this.id}:${resource}`;
  }
}
