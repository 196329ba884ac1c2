/**
 * What a CI system has for a job to log in with. A field that is absent is what this CI system
 * does not have at all. Plain data as it was found, so that a later process of the job can be
 * handed the same; nothing of it is checked yet, and all of it may be secret.
 */
export interface JobIdentity {
  /** A token about the job itself. */
  readonly ownToken?: OidcTokenRequest | 'not-granted';
  readonly serviceConnection?: ServiceConnection | 'not-given';
  readonly secureFile?: SecureFile | 'not-given';
}

/** How the CI system is asked for an OIDC token. */
export interface OidcTokenRequest {
  readonly method: 'GET' | 'POST';
  /** Empty when the CI system named none. */
  readonly url: string;
  /** The job's own bearer token, for the CI system alone. */
  readonly bearer: string;
  /** What else the CI system wants to see, by names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The query parameter that names the audience; without one the CI system decides by itself. */
  readonly audienceParameter?: string;
  /** The field of the answer, a JSON object, that holds the token. */
  readonly tokenField: string;
  /** The header of the answer by which the CI system's support finds the request; lower case. */
  readonly requestIdHeader: string;
}

/** An application that the CI system keeps the credential of. */
export interface ServiceConnection {
  /** As the input names it. */
  readonly id: string;
  /** Empty when the CI system handed nothing over. */
  readonly scheme: string;
  /** By names in lower case. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Name of the Azure cloud; empty when it is not told. */
  readonly cloud: string;
  /** For a connection that is a federated credential. */
  readonly tokenRequest: OidcTokenRequest;
}

/** A file that the CI system keeps, and how it is downloaded. */
export interface SecureFile {
  readonly name: string;
  /** Without the ticket. */
  readonly url: string;
  /** Admits to this one file; empty when the CI system gave none. */
  readonly ticket: string;
  readonly ticketParameter: string;
  readonly bearer: string;
  readonly headers: Readonly<Record<string, string>>;
}
