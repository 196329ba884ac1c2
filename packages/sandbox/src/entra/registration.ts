import { randomUUID } from 'node:crypto';
import type { AppRole, PermissionScope } from './app-role.ts';

/** A secret of an application, of which the directory keeps a hint. */
interface PasswordCredential {
  readonly keyId: string;
  readonly displayName: string | null;
  readonly hint: string;
  readonly startDateTime: string;
  readonly endDateTime: string;
}

export interface RegistrationOptions {
  readonly uniqueName?: string;
  readonly tags?: readonly string[];
  readonly notes?: string | null;
  /** Object IDs of people and service principals. */
  readonly owners?: readonly string[];
}

let made = 0;

/**
 * What the directory keeps of an application beside what logging in takes.
 *
 * @see https://learn.microsoft.com/graph/api/resources/application
 */
export class Registration {
  readonly objectId: string = randomUUID();
  /** Counts all that were ever made, from 1: the order in which they are listed. */
  readonly number: number = ++made;
  readonly createdAt: Date;
  /** Of who made it, for quotas. */
  createdBy: string | undefined;
  uniqueName: string | null;
  tags: readonly string[];
  notes: string | null;
  signInAudience = 'AzureADMyOrg';
  owners: readonly string[];
  appRoles: readonly AppRole[] = [];
  permissionScopes: readonly PermissionScope[] = [];
  passwordCredentials: readonly PasswordCredential[] = [];
  /** Set while the application lies in the recycle bin. */
  deletedAt: Date | undefined;
  /** Properties that mean nothing to the sandbox, as they were written. */
  others: Readonly<Record<string, unknown>> = {};

  constructor(options: RegistrationOptions, createdAt: Date) {
    this.createdAt = createdAt;
    this.uniqueName = options.uniqueName ?? null;
    this.tags = [...(options.tags ?? [])];
    this.notes = options.notes ?? null;
    this.owners = [...(options.owners ?? [])];
  }
}
