import type { TokenVersion } from '../binding.ts';

/** An application as Graph tells of it, without what only Graph cares for. */
export interface Application {
  /** Object ID, by which Graph finds it at once. */
  readonly id: string;
  readonly clientId: string;
  /** The key under which set-up finds it again; undefined for one that was made without. */
  readonly uniqueName: string | undefined;
  readonly displayName: string;
  readonly tags: readonly string[];
  /** Which version its tokens have where it is the resource. */
  readonly tokenVersion: TokenVersion;
  readonly identifierUris: readonly string[];
  readonly certificates: readonly ApplicationCertificate[];
  /** Client secrets: nothing of ours, and a second way in. */
  readonly secrets: readonly ApplicationSecret[];
  /** ISO 8601; undefined where Graph did not say. */
  readonly created: string | undefined;
  /** Object IDs, of twenty owners at the most; undefined where they were not asked for. */
  readonly owners?: readonly string[] | undefined;
}

/** A certificate that the application may log in with: the public half. */
export interface ApplicationCertificate {
  readonly keyId: string;
  readonly displayName: string;
  /** SHA-1 of the certificate in hexadecimal, upper case; undefined where Graph holds another identifier. */
  readonly thumbprint: string | undefined;
  /** ISO 8601. */
  readonly starts: string;
  /** ISO 8601. */
  readonly ends: string;
  /** Base64 of the DER form; undefined where it was not asked for. */
  readonly key: string | undefined;
}

export interface ApplicationSecret {
  readonly keyId: string;
  readonly displayName: string;
  /** ISO 8601. */
  readonly ends: string;
}

/** The application's presence in the tenant: what logs in. */
export interface ServicePrincipal {
  /** Object ID: `sub` of its tokens. */
  readonly id: string;
  readonly clientId: string;
  readonly enabled: boolean;
}

/** Who could log in as a service principal besides those whom its application lets in. */
export interface ServicePrincipalHolders {
  /** Object IDs. */
  readonly owners: readonly string[];
  /** Certificates and secrets of the service principal itself: nothing of ours. */
  readonly credentials: number;
}

/** Whose tokens the application may log in with instead of a certificate. */
export interface FederatedCredential {
  /** Unique in the application; cannot be changed. */
  readonly name: string;
  readonly issuer: string;
  readonly subject: string;
  readonly audience: string;
}

/** What is asked for when an application is made. */
export interface NewApplication {
  readonly uniqueName: string;
  readonly displayName: string;
  readonly tags: readonly string[];
  readonly tokenVersion: TokenVersion;
}

/** A certificate to be added: what is public of it. */
export interface NewCertificate {
  readonly displayName: string;
  /** Base64 of the DER form. */
  readonly key: string;
  /** SHA-1 in hexadecimal, upper case. */
  readonly thumbprint: string;
  /** ISO 8601. */
  readonly starts: string;
  /** ISO 8601. */
  readonly ends: string;
}
