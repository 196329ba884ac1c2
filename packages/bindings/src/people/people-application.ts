/** What an application that people sign in to has beyond what every application has. */
export interface SignIn {
  /** Of public clients: where Entra may send a browser back to. */
  readonly redirectUris: readonly string[];
  /** Whether people may sign in without a secret of the application. */
  readonly isPublicClient: boolean;
  /** Whether tokens may have claims that somebody mapped. */
  readonly acceptsMappedClaims: boolean;
  readonly appRoles: readonly AppRole[];
}

/** What people and groups are assigned to. */
export interface AppRole {
  readonly id: string;
  /** Unique in the application; undefined for one that is in no token. */
  readonly value: string | undefined;
  readonly displayName: string;
  readonly description: string;
  readonly isEnabled: boolean;
  readonly allowedMemberTypes: readonly string[];
}

/** Says which claims of a claims provider come into the tokens of the applications that it is assigned to. */
export interface ClaimsMappingPolicy {
  readonly id: string;
  readonly displayName: string;
  /** JSON. */
  readonly definition: string;
  /** Whether it is assigned to the application at hand. */
  readonly isAssigned: boolean;
}

/** How Entra reaches a claims provider. */
export interface ClaimsExtension extends ClaimsEndpoint {
  readonly id: string;
  readonly displayName: string;
  /** How long Entra waits for an answer. */
  readonly timeoutMs: number | undefined;
}

export interface ClaimsEndpoint {
  readonly targetUrl: string;
  /** Identifier URI of the provider's own application, for which Entra's token to it is. */
  readonly resourceId: string;
  /** Names of the claims that it may return. */
  readonly claims: readonly string[];
}

/** Has Entra ask a claims provider whenever somebody signs in to an application. */
export interface ClaimsListener {
  readonly id: string;
  readonly extensionId: string;
  /** Client IDs. */
  readonly applications: readonly string[];
}

/** Somebody who may be assigned, by the name that was given and the object ID. */
export interface Assignee {
  readonly name: string;
  readonly id: string;
}

/** Who has an app role of the application. */
export interface AppRoleAssignment {
  /** Object ID. */
  readonly principalId: string;
  readonly appRoleId: string;
}

/** All that there is of it for one application. */
export interface PeopleSide {
  /** Of what we make for the application, and know again by it. */
  readonly name: string;
  /** Undefined: there is no application, or not yet. */
  readonly signIn: SignIn | undefined;
  /** Whether only those who are assigned may sign in. */
  readonly requiresAssignment: boolean;
  readonly assignments: readonly AppRoleAssignment[];
  /** Those of our name, and the one that is assigned. */
  readonly mappings: readonly ClaimsMappingPolicy[];
  /** Those of our name. */
  readonly extensions: readonly ClaimsExtension[];
  /** Those for the application, whosever they are. */
  readonly listeners: readonly ClaimsListener[];
}

export const NO_PEOPLE_SIDE: PeopleSide = {
  name: '',
  signIn: undefined,
  requiresAssignment: false,
  assignments: [],
  mappings: [],
  extensions: [],
  listeners: [],
};
