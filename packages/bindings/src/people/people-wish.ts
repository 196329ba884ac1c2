import type { Wish } from '../wish/wish.ts';
import type { AppRoleName } from './app-role-name.ts';
import type { ClaimsMapping } from './claims-mapping.ts';
import type { Assignee } from './people-application.ts';

/** What there is to be for the people who may have one role. */
export interface PeopleWish {
  /** Application and role, as of any binding; the tokens of people are v2.0. */
  readonly binding: Wish;
  readonly appRole: AppRoleName;
  /** Undefined: the one that the application has, if it has one; else assignment alone decides. */
  readonly claims: WantedClaims | undefined;
  /** To be assigned to the app role; others stay. */
  readonly assign: readonly Assignee[];
}

/** The claims provider that Entra is to ask. */
export interface WantedClaims {
  readonly targetUrl: string;
  /** Identifier URI of the provider's own application. */
  readonly resourceId: string;
  readonly mapping: ClaimsMapping;
}

/** Long enough for two attempts of the provider at Graph, and the most that Entra waits. */
export const CLAIMS_TIMEOUT_MS = 2_000;

/** Where browsers are sent back to on a person's own machine, on any port. */
export const LOOPBACK = 'http://localhost';
