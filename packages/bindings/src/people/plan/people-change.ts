import type { AppRoleName } from '../app-role-name.ts';
import type { Assignee, ClaimsEndpoint } from '../people-application.ts';

/** One change that only applications of people have. Each is about the application that is observed. */
export type PeopleChange =
  /** From then on, only those who are assigned may sign in. */
  | { readonly kind: 'require-assignment' }
  | SignInOpening
  | { readonly kind: 'put-app-role'; readonly appRole: AppRoleName; readonly roleArn: string }
  | { readonly kind: 'remove-app-role'; readonly id: string; readonly appRole: string }
  | AssigneeChange
  /** Made or set right, and assigned. */
  | { readonly kind: 'put-claims-mapping'; readonly definition: string }
  | ({ readonly kind: 'put-claims-extension' } & ClaimsEndpoint)
  | { readonly kind: 'put-claims-listener' }
  | { readonly kind: 'remove-claims-listener'; readonly id: string }
  | { readonly kind: 'remove-claims-extension'; readonly id: string; readonly targetUrl: string }
  | { readonly kind: 'remove-claims-mapping'; readonly id: string };

export interface AssigneeChange {
  readonly kind: 'assign-app-role';
  readonly appRole: AppRoleName;
  readonly assignee: Assignee;
}

/** Sign-in by a public client on the person's own machine. */
export interface SignInOpening {
  readonly kind: 'open-sign-in';
  /** Whether its tokens are to take mapped claims too; false: as it is. */
  readonly acceptsMappedClaims: boolean;
}
