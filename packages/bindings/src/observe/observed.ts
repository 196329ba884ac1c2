import type { IdentityProvider } from '@entra-aws-creds/trust-policy';
import type {
  Application,
  FederatedCredential,
  ServicePrincipal,
} from '../entra-directory/application.ts';
import type { OidcProvider, Role } from '../identity-account/role.ts';
import type { PeopleSide } from '../people/people-application.ts';

/** What is there of one binding, on the sides that were looked at. */
export interface Observed {
  readonly entra: EntraSide | undefined;
  readonly aws: AwsSide | undefined;
}

export interface EntraSide {
  /** The one that goes by the name or ID that was asked for, whosever it is. */
  readonly application: Application | undefined;
  /** Others of the same display name; looked for only where none goes by the unique name. */
  readonly namesakes: readonly Application[];
  /** Ours of that name or role that were deleted and can be restored; undefined where that was not asked. */
  readonly deleted: readonly Application[] | undefined;
  readonly servicePrincipal: ServicePrincipal | undefined;
  /** Undefined where that was not asked. */
  readonly federatedCredentials: readonly FederatedCredential[] | undefined;
  /** Undefined where these hands do not reach what is about people. */
  readonly people?: PeopleSide | undefined;
}

export interface AwsSide {
  /** The one that was looked for. */
  readonly providerName: IdentityProvider;
  readonly provider: OidcProvider | undefined;
  readonly role: Role | undefined;
  /** ARNs. */
  readonly attachedPolicies: readonly string[];
  /** Names; undefined where that was not asked. */
  readonly inlinePolicies: readonly string[] | undefined;
  /** All statements of the account's roles that trust the provider; undefined where that was not asked. */
  readonly neighbours: readonly Neighbour[] | undefined;
}

/** A statement of some role of the account that trusts the provider. */
export interface Neighbour {
  /** ARN. */
  readonly role: string;
  readonly sid: string | undefined;
  /** Undefined: any that the provider lists, as where none is named. */
  readonly audiences: readonly string[] | undefined;
}

/** `observed` with these parts of the Entra side known anew. */
export function withEntra(observed: Observed, parts: Partial<EntraSide>): Observed {
  return { ...observed, entra: { ...NO_ENTRA, ...observed.entra, ...parts } };
}

/** `observed` with these parts of the AWS side known anew, if that was looked at. */
export function withAws(observed: Observed, parts: Partial<AwsSide>): Observed {
  return observed.aws === undefined
    ? observed
    : { ...observed, aws: { ...observed.aws, ...parts } };
}

const NO_ENTRA: EntraSide = {
  application: undefined,
  namesakes: [],
  deleted: undefined,
  servicePrincipal: undefined,
  federatedCredentials: undefined,
};
