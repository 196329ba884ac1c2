import { AwsAccount, type AwsRole, type AwsUser } from './account.ts';
import { parseRoleArn, secretAccessKey, sessionToken, uniqueId } from './identifiers.ts';
import type { DocumentReader } from './sts/web-identity/issuer-keys.ts';

interface AwsCloudOptions {
  readonly now: () => Date;
  /** How STS gets at an issuer's metadata and keys. */
  readonly readDocument: DocumentReader;
}

export interface SessionTags {
  readonly tags: Readonly<Record<string, string>>;
  readonly transitiveTagKeys: readonly string[];
}

/** What a session was given to carry. */
export interface SessionAttributes extends SessionTags {
  /** Handed on to every session that is chained to it. */
  readonly sourceIdentity: string | undefined;
}

/** Temporary credentials that this cloud has given out. */
export interface AwsSession extends SessionAttributes {
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

interface SessionRequest extends SessionAttributes {
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
  readonly readDocument: DocumentReader;
  /**
   * For so long after its creation a role refuses everybody, in the words that a trust policy refuses
   * with. Real roles did so for 8 to 12 seconds.
   */
  rolePropagationSeconds = 0;
  readonly accounts: AwsAccount[] = [];
  readonly sessions: AwsSession[] = [];

  constructor(options: AwsCloudOptions) {
    this.now = options.now;
    this.readDocument = options.readDocument;
  }

  /** The account with this number, made on first mention. */
  account(id: string, partition = 'aws'): AwsAccount {
    const known = this.findAccount(id);
    if (known) return known;
    const account = new AwsAccount(id, partition, this.now);
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

  /** A role that is known everywhere by now, and so may be assumed. */
  findAssumableRole(arn: string): AwsRole | undefined {
    const role = this.findRole(arn);
    const knownFrom = (role?.createdAt.getTime() ?? 0) + this.rolePropagationSeconds * 1000;
    return this.now().getTime() >= knownFrom ? role : undefined;
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
