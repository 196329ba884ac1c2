import type { EntraCloud, TenantGuid } from '@entra-aws-creds/bindings';

/** What the organization has decided. */
export interface Settings {
  readonly tenant: TenantGuid;
  readonly cloud: EntraCloud;
  /** The audience by which a trust statement asks to be taken over. */
  readonly placeholder: string;
  /** The role in member accounts as which the automation acts. */
  readonly memberRole: string;
  readonly scope: Scope;
  /** How long an application is kept, disabled, after its role is gone. */
  readonly graceMs: number;
  /** The one audience of all roles that trust v1.0 tokens; undefined: each has its own. */
  readonly sharedAudience: string | undefined;
  /** Issuers and beginnings of subjects that a role's tags may let in; none: no tags do. */
  readonly allowedSubjects: readonly AllowedSubjects[];
  /** How long a certificate that a role names may be valid, from its first day to its last; 0: none is taken. */
  readonly mostCertificateDays: number;
}

/** Which roles the automation may write to, as its role in member accounts says too. */
export interface Scope {
  /** With a slash at both ends; `/` is every role. */
  readonly path: string;
  /** Whether those alone that carry the opt-in tag, with `true`. */
  readonly tagged: boolean;
}

/** Whose tokens may be let in. */
export interface AllowedSubjects {
  readonly issuer: string;
  /** What the subject begins with, up to a sign that ends a name: `repo:octo-org/`. */
  readonly prefix: string;
}
