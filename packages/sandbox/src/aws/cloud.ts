import type { JSONWebKeySet } from 'jose';
import { AwsAccount, type AwsRole, type AwsUser } from './account.ts';
import { parseRoleArn, secretAccessKey, sessionToken, uniqueId } from './identifiers.ts';

export interface AwsCloudOptions {
  readonly now: () => Date;
  /** Stands for STS's fetch of the issuer's metadata and keys. */
  readonly keysOfIssuer: (issuer: string) => JSONWebKeySet | undefined;
}

export interface SessionTags {
  readonly tags: Readonly<Record<string, string>>;
  readonly transitiveTagKeys: readonly string[];
}

/** Temporary credentials that this cloud has given out. */
export interface AwsSession extends SessionTags {
  readonly role: AwsRole;
  readonly name: string;
  readonly arn: string;
  readonly assumedRoleId: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
  readonly policy: string | undefined;
  readonly policyArns: readonly string[];
}

export interface SessionRequest extends SessionTags {
  readonly role: AwsRole;
  readonly name: string;
  readonly durationSeconds: number;
  readonly policy: string | undefined;
  readonly policyArns: readonly string[];
}

export type AwsCaller =
  | { readonly type: 'session'; readonly session: AwsSession }
  | { readonly type: 'user'; readonly user: AwsUser };

/** Accounts, and the sessions that were opened in them. */
export class AwsCloud {
  readonly now: () => Date;
  readonly keysOfIssuer: (issuer: string) => JSONWebKeySet | undefined;
  readonly accounts: AwsAccount[] = [];
  readonly sessions: AwsSession[] = [];

  constructor(options: AwsCloudOptions) {
    this.now = options.now;
    this.keysOfIssuer = options.keysOfIssuer;
  }

  /** The account with this number, made on first mention. */
  account(id: string, partition = 'aws'): AwsAccount {
    const known = this.findAccount(id);
    if (known) return known;
    const account = new AwsAccount(id, partition);
    this.accounts.push(account);
    return account;
  }

  findAccount(id: string): AwsAccount | undefined {
    return this.accounts.find((account) => account.id === id);
  }

  findRole(arn: string): AwsRole | undefined {
    const parsed = parseRoleArn(arn);
    return parsed && this.findAccount(parsed.account)?.roles.find((role) => role.arn === arn);
  }

  findCaller(accessKeyId: string): AwsCaller | undefined {
    const session = this.sessions.find((candidate) => candidate.accessKeyId === accessKeyId);
    if (session) return { type: 'session', session };
    const user = this.accounts
      .flatMap(({ users }) => users)
      .find((candidate) => candidate.accessKeyId === accessKeyId);
    return user && { type: 'user', user };
  }

  openSession(request: SessionRequest): AwsSession {
    const { durationSeconds, ...rest } = request;
    const issuedAt = this.now();
    const session: AwsSession = {
      ...rest,
      // The session's ARN leaves the role's path out.
      arn: request.role.account.arn('sts', `assumed-role/${request.role.name}/${request.name}`),
      assumedRoleId: `${request.role.roleId}:${request.name}`,
      accessKeyId: uniqueId('ASIA', 16),
      secretAccessKey: secretAccessKey(),
      sessionToken: sessionToken(),
      issuedAt,
      expiresAt: new Date((Math.floor(issuedAt.getTime() / 1000) + durationSeconds) * 1000),
    };
    this.sessions.push(session);
    return session;
  }
}
