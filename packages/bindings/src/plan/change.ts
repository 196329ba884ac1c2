import type { RoleArn } from '@entra-aws-creds/core/programs';
import type { IdentityProvider } from '@entra-aws-creds/trust-policy';
import type { TokenVersion } from '../binding.ts';
import type {
  ApplicationCertificate,
  FederatedCredential,
  NewApplication,
  NewCertificate,
} from '../entra-directory/application.ts';
import type { Tags } from '../identity-account/role.ts';
import type { PeopleChange } from '../people/plan/people-change.ts';
import type { Text } from './later.ts';

/** One change, with everything that it needs. What it says is said before it is done, and done as it is said. */
export type Change = EntraChange | AwsChange | PeopleChange;

export type EntraChange =
  | { readonly kind: 'create-application'; readonly application: NewApplication }
  | { readonly kind: 'restore-application'; readonly id: string; readonly displayName: string }
  | ApplicationUpdate
  | { readonly kind: 'create-service-principal'; readonly clientId: Text }
  | { readonly kind: 'enable-service-principal'; readonly id: string }
  | { readonly kind: 'disable-service-principal'; readonly id: string }
  | { readonly kind: 'add-identifier-uri'; readonly uri: Text }
  | { readonly kind: 'add-certificate'; readonly certificate: NewCertificate }
  | { readonly kind: 'remove-certificate'; readonly certificate: ApplicationCertificate }
  | { readonly kind: 'put-federated-credential'; readonly credential: FederatedCredential }
  | { readonly kind: 'remove-federated-credential'; readonly credential: FederatedCredential }
  | { readonly kind: 'delete-application'; readonly id: string; readonly displayName: string }
  | { readonly kind: 'purge-application'; readonly id: string; readonly displayName: string };

/** Of an application that is there. */
export interface ApplicationUpdate {
  readonly kind: 'update-application';
  readonly id: string;
  readonly displayName: string;
  readonly addTags: readonly string[];
  readonly removeTags: readonly string[];
  readonly tokenVersion: TokenVersion | undefined;
}

export type AwsChange =
  | {
      readonly kind: 'create-provider';
      readonly provider: IdentityProvider;
      readonly audience: Text;
      readonly tags: Tags;
    }
  | { readonly kind: 'add-audience'; readonly provider: IdentityProvider; readonly audience: Text }
  | RoleCreation
  | RoleUpdate
  | { readonly kind: 'attach-policy'; readonly role: RoleArn; readonly policy: string }
  | TrustOpening
  | TrustClosing
  | AudienceRemoval
  | { readonly kind: 'detach-policy'; readonly role: RoleArn; readonly policy: string }
  | { readonly kind: 'delete-role'; readonly role: RoleArn; readonly clientId: string }
  | { readonly kind: 'delete-provider'; readonly provider: IdentityProvider };

/** Closed: with a trust statement that no token can satisfy. */
export interface RoleCreation {
  readonly kind: 'create-role';
  readonly role: RoleArn;
  readonly description: string;
  readonly provider: IdentityProvider;
  readonly clientId: Text;
  /** Seconds. */
  readonly maxSessionDuration: number | undefined;
  readonly permissionsBoundary: string | undefined;
}

/** Of a role that is there: its tags, and the limits of what it may do. */
export interface RoleUpdate {
  readonly kind: 'update-role';
  readonly role: RoleArn;
  /** Undefined: the mark stays as it is. */
  readonly markFor: Text | undefined;
  /** Keys. */
  readonly removeTags: readonly string[];
  /** Seconds. */
  readonly maxSessionDuration: number | undefined;
  readonly permissionsBoundary: string | undefined;
}

/** The trust statement, put in or set right. */
export interface TrustOpening {
  readonly kind: 'open-trust';
  readonly role: RoleArn;
  readonly provider: IdentityProvider;
  readonly clientId: Text;
  readonly pins: Pins;
  /** What it allows besides the exchange of the token. */
  readonly furtherActions?: readonly string[];
  /** The audience in the statement that it takes over; undefined: none. */
  readonly placeholder: string | undefined;
}

/** What the statement's conditions equal. */
export interface Pins {
  readonly aud: Text;
  /** Undefined: whoever Entra gives such a token, as people have one subject each. */
  readonly sub: Text | undefined;
  /** Of v2.0 tokens of service principals only, where it is wanted. */
  readonly oaud: Text | undefined;
  /** Demands that the token itself names the role. */
  readonly rolesClaim?: true;
}

/** The same of a token of a service principal. */
export interface PipelinePins extends Pins {
  readonly sub: Text;
}

/** The statement taken out; the last one of a policy is closed instead, since IAM keeps none without. */
export interface TrustClosing {
  readonly kind: 'close-trust';
  readonly role: RoleArn;
  readonly provider: IdentityProvider;
  readonly clientId: string;
}

/** Unless another role needs it by then. */
interface AudienceRemoval {
  readonly kind: 'remove-audience';
  readonly provider: IdentityProvider;
  readonly audience: string;
  /** Whose statement in which role does not count among those that need it. */
  readonly clientId: string;
  readonly role: RoleArn;
}
