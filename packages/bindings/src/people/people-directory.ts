import type {
  AppRoleAssignment,
  ClaimsEndpoint,
  ClaimsExtension,
  ClaimsListener,
  ClaimsMappingPolicy,
  SignIn,
} from './people-application.ts';

/**
 * What Entra keeps of applications that people sign in to, as far as their bindings need it. It takes more
 * permissions than pipelines' do, so that it is a port of its own. What was written may not be there yet for
 * the next call.
 *
 * @throws StepFailure `EAC_GRAPH_…`, from every call
 */
export interface PeopleDirectory {
  /** Undefined: there is no such application, or not yet. */
  signIn(applicationId: string): Promise<SignIn | undefined>;
  /** What is left out stays as it is; lists are written as a whole. */
  updateSignIn(applicationId: string, change: Partial<SignIn>): Promise<void>;

  /** Undefined: there is no such service principal, or not yet. */
  requiresAssignment(servicePrincipalId: string): Promise<boolean | undefined>;
  requireAssignment(servicePrincipalId: string): Promise<void>;

  /** To app roles of the service principal; none for one that is not known yet. */
  assignments(servicePrincipalId: string): Promise<readonly AppRoleAssignment[]>;
  /** Assigned already is not an error. */
  assign(servicePrincipalId: string, assignment: AppRoleAssignment): Promise<void>;
  /** The object ID of who has this user principal name; undefined: nobody. */
  personNamed(userPrincipalName: string): Promise<string | undefined>;

  /** Those of the name, and the one that is assigned to the service principal, if that is given. */
  mappings(
    displayName: string,
    servicePrincipalId: string | undefined,
  ): Promise<readonly ClaimsMappingPolicy[]>;
  /** @returns its ID */
  createMapping(displayName: string, definition: string): Promise<string>;
  updateMapping(id: string, definition: string): Promise<void>;
  /** Assigned already is not an error. */
  assignMapping(id: string, servicePrincipalId: string): Promise<void>;
  /** Gone already is not an error. */
  unassignMapping(id: string, servicePrincipalId: string): Promise<void>;
  /** Gone already is not an error. */
  deleteMapping(id: string): Promise<void>;

  extensions(displayName: string): Promise<readonly ClaimsExtension[]>;
  createExtension(displayName: string, wanted: WantedExtension): Promise<void>;
  updateExtension(id: string, wanted: WantedExtension): Promise<void>;
  /** Gone already is not an error. */
  deleteExtension(id: string): Promise<void>;

  listeners(clientId: string): Promise<readonly ClaimsListener[]>;
  createListener(clientId: string, extensionId: string): Promise<void>;
  /** Gone already is not an error. */
  deleteListener(id: string): Promise<void>;
}

export interface WantedExtension extends ClaimsEndpoint {
  readonly timeoutMs: number;
}
