import { randomBytes } from 'node:crypto';
import type { AwsAccount } from '../account.ts';

export interface OrganizationOptions {
  /** `o-` and 10 to 32 lower-case letters and digits; made up when not given. */
  readonly id?: string;
  readonly managementAccount: AwsAccount;
}

export interface MemberAccount {
  readonly account: AwsAccount;
  readonly name: string;
  readonly email: string;
  readonly joinedAt: Date;
  status: 'ACTIVE' | 'SUSPENDED' | 'PENDING_CLOSURE';
}

/** An organization of accounts of one cloud. */
export class Organization {
  readonly id: string;
  readonly managementAccount: AwsAccount;
  /** Account numbers that may read the organization beside the management account, by service principal. */
  readonly delegatedAdministrators = new Map<string, Set<string>>();
  readonly rootId: string;
  readonly #members = new Map<string, MemberAccount>();

  constructor(options: OrganizationOptions) {
    this.id = options.id ?? `o-${randomBytes(5).toString('hex')}`;
    this.rootId = `r-${randomBytes(2).toString('hex')}`;
    this.managementAccount = options.managementAccount;
    this.add(options.managementAccount, 'management');
  }

  add(account: AwsAccount, name = `account-${account.id}`): MemberAccount {
    const member: MemberAccount = {
      account,
      name,
      email: `${account.id}@example.com`,
      joinedAt: account.now(),
      status: 'ACTIVE',
    };
    this.#members.set(account.id, member);
    return member;
  }

  /** An account leaves, with everything in it. */
  remove(accountId: string): void {
    this.#members.delete(accountId);
  }

  find(accountId: string): MemberAccount | undefined {
    return this.#members.get(accountId);
  }

  get members(): readonly MemberAccount[] {
    return [...this.#members.values()];
  }

  delegate(accountId: string, servicePrincipal: string): void {
    const services = this.delegatedAdministrators.get(accountId) ?? new Set();
    this.delegatedAdministrators.set(accountId, services.add(servicePrincipal));
  }
}
