import type { RoleArn } from '@entra-aws-creds/core/programs';
import type { TokenVersion } from '../binding.ts';
import type { ApplicationName } from '../wish/application-name.ts';
import type { EntraCloud, TenantGuid } from '../wish/issuer.ts';
import type { Half, Wish } from '../wish/wish.ts';

/** Which binding is looked at, and how closely: each further look costs requests. */
export interface Question {
  readonly tenant: TenantGuid;
  readonly cloud: EntraCloud;
  /** Undefined: the one that the role names in its tag. */
  readonly application: ApplicationName | undefined;
  readonly role: RoleArn;
  /** Decides the provider; undefined: by what the application has, v2 where there is none. */
  readonly tokenVersion: TokenVersion | undefined;
  readonly half: Half;
  /** Whether the provider is the one that the role trusts already, where no version is asked for. */
  readonly followsTrust: boolean;
  /** Whether others of the same display name are looked for where none goes by the unique name. */
  readonly namesakes: boolean;
  readonly deleted: boolean;
  readonly federatedCredentials: boolean;
  readonly inlinePolicies: boolean;
  /** Reads every role of the account. */
  readonly neighbours: boolean;
  /**
   * Whether the application that the role names is looked for some minutes before it counts as absent: one
   * answer that there is none may come from a server that does not know yet.
   */
  readonly awaitsApplication: boolean;
  /** The same of the role that the application lists. */
  readonly awaitsRole: boolean;
}

/** What set-up has to know. */
export function questionOf(wish: Wish): Question {
  return {
    ...wish,
    tokenVersion: wish.audience.mode === 'shared' ? 'v1' : wish.tokenVersion,
    followsTrust: false,
    namesakes: true,
    deleted: wish.restore,
    federatedCredentials: wish.credential.kind === 'federated',
    inlinePolicies: false,
    neighbours: false,
    awaitsApplication: true,
    awaitsRole: false,
  };
}
