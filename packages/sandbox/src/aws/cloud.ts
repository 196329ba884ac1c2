import { PublishedIssuer } from '../openid/published-issuer.ts';
import { type AccountSurroundings, AwsAccount, type AwsRole, type AwsUser } from './account.ts';
import type { CloudTrailEvent } from './cloud-trail/event.ts';
import type { ReadLag } from './iam/stale-reads.ts';
import type { AwsAccessKey } from './iam/user.ts';
import { parseRoleArn, secretAccessKey, sessionToken, uniqueId } from './identifiers.ts';
import { Organization, type OrganizationOptions } from './organizations/organization.ts';
import type { DocumentReader } from './sts/web-identity/issuer-keys.ts';

interface AwsCloudOptions {
  readonly now: () => Date;
  /** How STS gets at an issuer's metadata and keys. */
  readonly readDocument: DocumentReader;
  /** Puts an issuer of an account's where whoever trusts it can read its keys. */
  readonly publishIssuer?: (url: string, keysPath: string) => PublishedIssuer;
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
  | { readonly type: 'user'; readonly user: AwsUser; readonly key: AwsAccessKey };

/** Accounts, and the sessions that were opened in them. */
export class AwsCloud implements AccountSurroundings {
  readonly now: () => Date;
  readonly readDocument: DocumentReader;
  readonly publishIssuer: (url: string, keysPath: string) => PublishedIssuer;
  /**
   * For so long after its creation a role refuses everybody, in the words that a trust policy refuses
   * with. Real roles did so for 8 to 12 seconds.
   */
  rolePropagationSeconds = 0;
  /** How stale the reads of IAM are. */
  readonly readLag: ReadLag = { reads: 0, milliseconds: 0 };
  /** The organization that accounts of this cloud are in, if there is one. */
  organization: Organization | undefined;
  readonly sessions: AwsSession[] = [];
  readonly #accounts = new Map<string, AwsAccount>();
  readonly #listeners = new Set<(event: CloudTrailEvent) => void>();
  readonly #sessionsByKey = new Map<string, AwsSession>();
  readonly #keys = new Map<string, { readonly key: AwsAccessKey; readonly account: AwsAccount }>();

  constructor(options: AwsCloudOptions) {
    this.now = options.now;
    this.readDocument = options.readDocument;
    this.publishIssuer =
      options.publishIssuer ?? ((url, keysPath) => new PublishedIssuer(url, keysPath));
  }

  /** The account with this number, made on first mention. */
  account(id: string, partition = 'aws'): AwsAccount {
    const known = this.findAccount(id);
    if (known) return known;
    const account = new AwsAccount(id, partition, this);
    this.#accounts.set(id, account);
    return account;
  }

  get accounts(): readonly AwsAccount[] {
    return [...this.#accounts.values()];
  }

  /**
   * Shows `listener` every call to IAM that changes something, also those that fail, once IAM has made up its
   * mind and before it answers.
   *
   * @returns what ends it
   */
  onEvent(listener: (event: CloudTrailEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** `event` is made only when somebody listens. */
  emit(event: () => CloudTrailEvent): void {
    if (this.#listeners.size === 0) return;
    const made = event();
    for (const listener of this.#listeners) listener(made);
  }

  /** Makes an organization, so far of its management account alone. */
  organize(options: OrganizationOptions): Organization {
    this.organization = new Organization(options);
    return this.organization;
  }

  removeAccounts(): void {
    this.#accounts.clear();
  }

  findAccount(id: string): AwsAccount | undefined {
    return this.#accounts.get(id);
  }

  findRole(arn: string): AwsRole | undefined {
    const parsed = parseRoleArn(arn);
    const role = parsed && this.findAccount(parsed.account)?.findRole(parsed.name);
    return role?.arn === arn ? role : undefined;
  }

  uniqueIdOf(arn: string): string | undefined {
    const accountId = arn.split(':')[4] ?? '';
    return this.findAccount(accountId)?.ownUniqueIdOf(arn);
  }

  registerKey(key: AwsAccessKey, account: AwsAccount): void {
    this.#keys.set(key.accessKeyId, { key, account });
  }

  /** A role that is known everywhere by now, and so may be assumed. */
  findAssumableRole(arn: string): AwsRole | undefined {
    const role = this.findRole(arn);
    const knownFrom = (role?.createdAt.getTime() ?? 0) + this.rolePropagationSeconds * 1000;
    return this.now().getTime() >= knownFrom ? role : undefined;
  }

  findCaller(accessKeyId: string): AwsCaller | undefined {
    const session = this.#sessionsByKey.get(accessKeyId);
    if (session) return { type: 'session', session };
    const { key, account } = this.#keys.get(accessKeyId) ?? {};
    const user = account?.users.find(({ accessKeys }) => key && accessKeys.includes(key));
    return key && user && { type: 'user', user, key };
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
    request.role.lastUsed = { date: issuedAt, region: 'us-east-1' };
    this.sessions.push(session);
    this.#sessionsByKey.set(session.accessKeyId, session);
    return session;
  }
}
