import { randomUUID } from 'node:crypto';

export interface EntraPersonOptions {
  /** `ada@contoso.onmicrosoft.com`. */
  readonly userPrincipalName?: string;
  readonly displayName?: string;
  readonly password?: string;
  /** The code that the authenticator app shows; without it nobody asks for a second factor. */
  readonly authenticatorCode?: string;
  readonly directoryRoles?: readonly DirectoryRole[];
  /** Claims of this person that a claims mapping policy of the application adds to ID tokens, by their names. */
  readonly mappedClaims?: Readonly<Record<string, unknown>>;
}

/**
 * A role in the directory, by the name that it has there.
 *
 * @see https://learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference
 */
export type DirectoryRole =
  | 'Global Administrator'
  | 'Application Administrator'
  | 'Cloud Application Administrator'
  | 'Application Developer'
  | 'Authentication Extensibility Administrator';

/** A person of a tenant, who signs in with a password and perhaps a second factor. */
export class EntraPerson {
  readonly objectId: string = randomUUID();
  readonly userPrincipalName: string;
  readonly displayName: string;
  readonly password: string;
  authenticatorCode: string | undefined;
  readonly directoryRoles: Set<DirectoryRole>;
  /** Properties that an application may ask of Graph, such as `department`. */
  profile: Readonly<Record<string, unknown>> = {};
  readonly mappedClaims: Record<string, unknown>;

  constructor(options: EntraPersonOptions, domain: string) {
    this.userPrincipalName = options.userPrincipalName ?? `ada@${domain}`;
    this.displayName = options.displayName ?? 'Ada Lovelace';
    this.password = options.password ?? randomUUID();
    this.authenticatorCode = options.authenticatorCode;
    this.directoryRoles = new Set(options.directoryRoles);
    this.mappedClaims = { ...options.mappedClaims };
  }
}
