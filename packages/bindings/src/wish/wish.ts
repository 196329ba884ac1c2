import { type ClientId, type RoleArn, StepFailure } from '@entra-aws-creds/core/programs';
import type { TokenVersion } from '../binding.ts';
import type { FederatedCredential, NewCertificate } from '../entra-directory/application.ts';
import type { ApplicationName } from './application-name.ts';
import type { EntraCloud, TenantGuid } from './issuer.ts';
import type { PolicyArn } from './role-settings.ts';

/** What there is to be: one binding, or the half of it that these hands may touch. */
export interface Wish {
  readonly tenant: TenantGuid;
  readonly cloud: EntraCloud;
  readonly application: ApplicationName;
  /** Further tags that the application gets. */
  readonly applicationTags: readonly string[];
  readonly role: RoleArn;
  /** Undefined: what the application has, and v2 for a new one. */
  readonly tokenVersion: TokenVersion | undefined;
  readonly audience: AudienceMode;
  /** Whether the application gets the identifier URI `api://{client ID}`. */
  readonly identifierUri: boolean;
  /** Whether the trust statement of v2.0 tokens pins the resource too (`:oaud`). */
  readonly pinsResource: boolean;
  readonly credential: WantedCredential;
  /** An audience that nobody has, in a statement that somebody wrote for ours to take over; undefined: none. */
  readonly placeholder: string | undefined;
  /** To be attached to the role; others stay. */
  readonly policies: readonly PolicyArn[];
  readonly permissionsBoundary: PolicyArn | undefined;
  /** Seconds. */
  readonly maxSessionDuration: number | undefined;
  /** Whether what lacks our mark may be taken over. */
  readonly adopt: boolean;
  /** Whether a deleted application of this name, if it is ours, is taken back. */
  readonly restore: boolean;
  readonly half: Half;
}

/**
 * `per-role`: the application's own audience. `shared`: one resource application for all roles of the
 * tenant, whose tokens are v1.0, and the subject alone tells the roles apart.
 */
export type AudienceMode =
  | { readonly mode: 'per-role' }
  | { readonly mode: 'shared'; readonly resource: string };

export type WantedCredential =
  | { readonly kind: 'none' }
  /** New, or the application's already. */
  | { readonly kind: 'certificate'; readonly certificate: NewCertificate }
  | { readonly kind: 'federated'; readonly credentials: readonly FederatedCredential[] };

/** With AWS alone, somebody else made the other half and told of it. */
export type Half =
  | { readonly only: undefined }
  | { readonly only: 'entra' }
  | { readonly only: 'aws'; readonly clientId: ClientId; readonly servicePrincipalId: string };

type Required = 'tenant' | 'application' | 'role';

/**
 * A wish with what is usual where nothing else is said.
 *
 * @throws StepFailure `EAC_INPUT_CONFLICT` when two parts of it cannot both be had
 */
export function newWish(parts: Pick<Wish, Required> & Partial<Wish>): Wish {
  const wish: Wish = { ...USUAL, ...parts };
  if (wish.audience.mode === 'shared' && wish.tokenVersion === 'v2') {
    throw new StepFailure(
      'EAC_INPUT_CONFLICT',
      'A shared audience needs v1.0 tokens: in v2.0 tokens AWS reads the client ID as the audience.',
      'Leave out the token version, or the shared audience.',
    );
  }
  return wish;
}

const USUAL: Omit<Wish, Required> = {
  cloud: 'AzureCloud',
  applicationTags: [],
  tokenVersion: undefined,
  audience: { mode: 'per-role' },
  identifierUri: false,
  pinsResource: true,
  credential: { kind: 'none' },
  placeholder: undefined,
  policies: [],
  permissionsBoundary: undefined,
  maxSessionDuration: undefined,
  adopt: false,
  restore: false,
  half: { only: undefined },
};
