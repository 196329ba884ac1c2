import { randomUUID } from 'node:crypto';

export interface EntraPersonOptions {
  /** `ada@contoso.onmicrosoft.com`. */
  readonly userPrincipalName?: string;
  readonly displayName?: string;
  readonly password?: string;
  /** The code that the authenticator app shows; without it nobody asks for a second factor. */
  readonly authenticatorCode?: string;
}

/** A person of a tenant, who signs in with a password and perhaps a second factor. */
export class EntraPerson {
  readonly objectId = randomUUID();
  readonly userPrincipalName: string;
  readonly displayName: string;
  readonly password: string;
  authenticatorCode: string | undefined;

  constructor(options: EntraPersonOptions, domain: string) {
    this.userPrincipalName = options.userPrincipalName ?? `ada@${domain}`;
    this.displayName = options.displayName ?? 'Ada Lovelace';
    this.password = options.password ?? randomUUID();
    this.authenticatorCode = options.authenticatorCode;
  }
}
