import { randomUUID, X509Certificate } from 'node:crypto';
import type { JSONWebKeySet } from 'jose';
import { Registration, type RegistrationOptions } from './registration.ts';
import { ServicePrincipal } from './service-principal.ts';
import type { TrustedSubject } from './trusted-subject.ts';

/**
 * A trust in another issuer's tokens, as an app registration's federated credential.
 *
 * @see https://learn.microsoft.com/entra/workload-id/workload-identity-federation
 */
export interface FederatedCredential {
  readonly issuer: string;
  readonly subject: string;
  readonly audience?: string;
  /** A public key in PEM, a key set, or the means to fetch one. */
  readonly keys: string | JSONWebKeySet | (() => Promise<JSONWebKeySet>);
}

export interface EntraAppOptions {
  readonly clientId?: string;
  readonly displayName?: string;
  /** Certificates in PEM whose keys the app may log in with. */
  readonly certificates?: readonly string[];
  /** Client secrets. */
  readonly secrets?: readonly string[];
  readonly trustedSubjects?: readonly TrustedSubject[];
  readonly appIdUris?: readonly string[];
  /** `null`, as the portal leaves it, gives v1.0 tokens. */
  readonly requestedAccessTokenVersion?: 1 | 2 | null;
  readonly servicePrincipalObjectId?: string;
  readonly federatedCredentials?: readonly FederatedCredential[];
  /** App roles of this resource, by the client ID that was assigned them. */
  readonly assignedRoles?: Readonly<Record<string, readonly string[]>>;
  /**
   * Claims that a claims mapping policy of this resource adds to its tokens, by their names in the token.
   * Those that Entra sets itself cannot be mapped.
   */
  readonly mappedClaims?: Readonly<Record<string, unknown>>;
  readonly enabled?: boolean;
  /** "Allow public client flows": the app asks for tokens without a secret, for people. */
  readonly isPublicClient?: boolean;
  /** Of "Mobile and desktop applications", or of "Web" for an app that proves itself. */
  readonly redirectUris?: readonly string[];
  readonly registration?: RegistrationOptions;
  readonly createdAt?: Date;
}

/** An app registration and its service principal; what may change later can be assigned. */
export class EntraApp {
  readonly clientId: string;
  displayName: string;
  readonly registration: Registration;
  /** Without one, nobody logs in as the app. */
  servicePrincipal: ServicePrincipal | undefined;
  readonly certificates: X509Certificate[];
  readonly secrets: string[];
  readonly trustedSubjects: TrustedSubject[];
  readonly appIdUris: string[];
  readonly federatedCredentials: FederatedCredential[];
  readonly assignedRoles: Record<string, readonly string[]>;
  readonly mappedClaims: Record<string, unknown>;
  requestedAccessTokenVersion: 1 | 2 | null;
  enabled: boolean;
  isPublicClient: boolean;
  readonly redirectUris: string[];
  /** Object IDs of the people who may sign in, where the app requires assignment. */
  assigned: Set<string> | undefined;

  constructor(options: EntraAppOptions) {
    this.clientId = (options.clientId ?? randomUUID()).toLowerCase();
    this.displayName = options.displayName ?? 'sandbox-app';
    this.registration = new Registration(
      options.registration ?? {},
      options.createdAt ?? new Date(),
    );
    this.servicePrincipal = new ServicePrincipal(options.servicePrincipalObjectId);
    this.certificates = (options.certificates ?? []).map((pem) => new X509Certificate(pem));
    this.secrets = [...(options.secrets ?? [])];
    this.trustedSubjects = [...(options.trustedSubjects ?? [])];
    this.appIdUris = [...(options.appIdUris ?? [])];
    this.federatedCredentials = [...(options.federatedCredentials ?? [])];
    this.assignedRoles = { ...options.assignedRoles };
    this.mappedClaims = { ...options.mappedClaims };
    this.requestedAccessTokenVersion = options.requestedAccessTokenVersion ?? null;
    this.enabled = options.enabled ?? true;
    this.isPublicClient = options.isPublicClient ?? false;
    this.redirectUris = [...(options.redirectUris ?? [])];
  }

  /** Empty while the app has no service principal. */
  get servicePrincipalObjectId(): string {
    return this.servicePrincipal?.objectId ?? '';
  }

  registerCertificate(pem: string): void {
    this.certificates.push(new X509Certificate(pem));
  }

  /** The app as it is now, for those to whom what follows has not got round yet. */
  snapshot(): EntraApp {
    return copied(this);
  }
}

/** With lists, sets and records of its own, as deep as anything of an app is changed in place. */
function copied<Value extends object>(value: Value): Value {
  const copy = Object.create(Object.getPrototypeOf(value) as object) as Value;
  const entries = Object.entries(value).map(([name, part]) => [name, copiedPart(part)]);
  return Object.assign(copy, Object.fromEntries(entries));
}

function copiedPart(part: unknown): unknown {
  if (Array.isArray(part)) return [...part];
  if (part instanceof Set) return new Set(part);
  if (part instanceof Registration || part instanceof ServicePrincipal) return copied(part);
  return isRecord(part) ? { ...part } : part;
}

function isRecord(part: unknown): part is object {
  return (
    typeof part === 'object' && part !== null && Object.getPrototypeOf(part) === Object.prototype
  );
}
