import type { Step } from '../../apply/step.ts';
import type { PeopleChange } from '../plan/people-change.ts';
import { putAppRole, removeAppRole } from './app-roles.ts';
import { assignAppRole } from './assign-app-role.ts';
import { putClaimsMapping, removeClaimsMapping } from './claims-mapping-steps.ts';
import {
  putClaimsExtension,
  putClaimsListener,
  removeClaimsExtension,
  removeClaimsListener,
} from './claims-provider-steps.ts';
import { openSignIn } from './open-sign-in.ts';
import { requireAssignment } from './require-assignment.ts';

/** How each change is made that only applications of people have. */
export const PEOPLE_STEPS: { readonly [Kind in PeopleChange['kind']]: Step<Kind> } = {
  'require-assignment': requireAssignment,
  'open-sign-in': openSignIn,
  'put-app-role': putAppRole,
  'remove-app-role': removeAppRole,
  'assign-app-role': assignAppRole,
  'put-claims-mapping': putClaimsMapping,
  'put-claims-extension': putClaimsExtension,
  'put-claims-listener': putClaimsListener,
  'remove-claims-listener': removeClaimsListener,
  'remove-claims-extension': removeClaimsExtension,
  'remove-claims-mapping': removeClaimsMapping,
};
