import type { RoleArn } from '@entra-aws-creds/core/programs';
import type { TokenVersion } from '../binding.ts';
import type { FederatedCredential } from '../entra-directory/application.ts';
import type { RoleName } from '../ownership.ts';
import type { NamedCertificate } from '../role-tags/named-certificates.ts';

/**
 * Entra as the automation needs it: one application for each role, with nothing in it but what the role asks
 * for. It is behind Graph, or behind an API that speaks to Graph with rights of its own. Every call may be
 * made again after it was cut short anywhere.
 *
 * @throws StepFailure `EAC_GRAPH_…`, `EAC_BINDING_…`, from every call
 */
export interface RoleDirectory {
  /**
   * Makes the role's application and service principal, or sets those that are there right.
   *
   * @throws StepFailure `EAC_BINDING_FOREIGN` when something of somebody else is in its place
   */
  ensure(wanted: WantedIdentity): Promise<RoleIdentity & Login>;
  /**
   * The applications of all roles that ever had this name and are not deleted: of the one that is there, and
   * of those before it. One that was made just now may be missing.
   */
  ofRole(role: RoleName): Promise<readonly RoleIdentity[]>;
  /**
   * That the application of the role is not one of another identity, which the lists leave out. None is right.
   *
   * @throws StepFailure `EAC_BINDING_FOREIGN`
   */
  demandOwn(role: RoleName, roleId: string): Promise<void>;
  /** Those of all roles of the account; the same may be missing. */
  ofAccount(account: Omit<RoleName, 'name'>): Promise<readonly RoleIdentity[]>;
  /**
   * Lets nobody log in as it any more, and notes when: it is deleted later. Retired already is not an error.
   *
   * @returns since when
   * @throws StepFailure `EAC_REMOVAL_BRAKE` when too many were retired within the hour
   */
  retire(identity: RoleIdentity): Promise<Date>;
  /** It can be restored for 30 days. Gone already is not an error. */
  remove(identity: RoleIdentity): Promise<void>;
}

/** What a role asks for. */
export interface WantedIdentity {
  readonly role: RoleArn;
  /** `AROA…` */
  readonly roleId: string;
  readonly tokenVersion: TokenVersion;
  /** Whose tokens let log in as the application; others that we added go. */
  readonly federated: readonly FederatedCredential[];
  /** What lets log in as the application; others that a role had named go. */
  readonly certificates: readonly NamedCertificate[];
  /**
   * The client ID that the role's mark names. Any other application that is there already is given to the role
   * only if nobody else can log in as it; undefined: the role has no mark yet.
   */
  readonly marked: string | undefined;
}

/** Who logs in for a role. */
export interface RoleIdentity {
  readonly role: RoleArn;
  /** `AROA…`; a role that was made again under the same name has another. */
  readonly roleId: string;
  readonly clientId: string;
  readonly tokenVersion: TokenVersion;
  /** Since when nobody can log in as it; undefined: somebody may. */
  readonly retired: Date | undefined;
}

export interface Login {
  /** Object ID: `sub` of its tokens. */
  readonly servicePrincipalId: string;
}
