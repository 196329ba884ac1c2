import type { Application } from '../../entra-directory/application.ts';
import { providerFor } from '../../observe/observe.ts';
import type { EntraSide, Observed } from '../../observe/observed.ts';
import { isForPeople, isOurs, PEOPLE_TAG } from '../../ownership.ts';
import type { Change } from '../../plan/change.ts';
import { identityOf } from '../../plan/pins.ts';
import { applicationOfPipeline } from '../../plan/refusals.ts';
import { awsChanges, type WantedTrust } from '../../plan/setup-aws.ts';
import { entraChanges } from '../../plan/setup-entra.ts';
import { actionsOfMapping } from '../claims-mapping.ts';
import { NO_PEOPLE_SIDE, type PeopleSide } from '../people-application.ts';
import { LOOPBACK, type PeopleWish } from '../people-wish.ts';
import { claimsChanges } from './claims-changes.ts';
import type { PeopleChange } from './people-change.ts';

/**
 * What the people of one role lack, in order: nobody can sign in before an assignment is required, and no role
 * opens before that. Pure.
 *
 * @throws StepFailure `EAC_BINDING_FOREIGN`, `EAC_BINDING_CONFLICT`, `EAC_IAM_QUOTA`
 */
export function planPeopleSetup(wish: PeopleWish, observed: Observed): readonly Change[] {
  const { entra, aws } = observed;
  const side = entra?.people ?? NO_PEOPLE_SIDE;
  refusePipelines(entra?.application);
  return [
    ...(entra === undefined
      ? []
      : [
          ...entraChanges(wish.binding, entra, [PEOPLE_TAG]),
          ...signInChanges(wish, entra, side),
          ...claimsChanges(wish.claims, side),
          ...assignmentChanges(wish, side),
        ]),
    ...(aws === undefined
      ? []
      : awsChanges(wish.binding, observed, aws, peopleTrust(wish, observed))),
  ];
}

function refusePipelines(application: Application | undefined): void {
  if (application === undefined || !isOurs(application) || isForPeople(application)) return;
  throw applicationOfPipeline(application);
}

function signInChanges(
  { appRole, binding, claims }: PeopleWish,
  { application }: EntraSide,
  { signIn, requiresAssignment }: PeopleSide,
): readonly PeopleChange[] {
  const isOpen = signIn?.isPublicClient && signIn.redirectUris.includes(LOOPBACK);
  const acceptsMappedClaims = claims !== undefined;
  const isMapped = !acceptsMappedClaims || signIn?.acceptsMappedClaims;
  const isThere = signIn?.appRoles.some((one) => one.value === appRole && one.isEnabled);
  return [
    ...(requiresAssignment && application ? [] : [{ kind: 'require-assignment' as const }]),
    ...(isThere ? [] : [{ kind: 'put-app-role' as const, appRole, roleArn: binding.role.text }]),
    ...(isOpen && isMapped ? [] : [{ kind: 'open-sign-in' as const, acceptsMappedClaims }]),
  ];
}

function assignmentChanges(
  { appRole, assign }: PeopleWish,
  { signIn, assignments }: PeopleSide,
): readonly PeopleChange[] {
  const id = signIn?.appRoles.find(({ value }) => value === appRole)?.id;
  const has = new Set(
    assignments.filter((one) => one.appRoleId === id).map((one) => one.principalId),
  );
  return assign
    .filter((one) => !has.has(one.id))
    .map((assignee) => ({ kind: 'assign-app-role' as const, appRole, assignee }));
}

/**
 * People have as many subjects as they are, so that the audience alone is pinned, and Entra decides who is
 * assigned. Where a claims provider says which roles somebody has, the role demands that it did: a token
 * without that claim is not restricted.
 *
 * @see https://awsteele.com/blog/2026/07/13/oidc-tokens-can-restrict-which-aws-roles-they-assume.html
 */
export function peopleTrust({ binding, claims }: PeopleWish, observed: Observed): WantedTrust {
  const { mappings, listeners } = observed.entra?.people ?? NO_PEOPLE_SIDE;
  const assigned = mappings.find(({ isAssigned }) => isAssigned);
  const { clientId } = identityOf(binding, observed);
  const isProvided = claims !== undefined || listeners.length > 0;
  return {
    provider: providerFor(binding, 'v2'),
    pins: {
      aud: clientId,
      sub: undefined,
      oaud: undefined,
      ...(isProvided && { rolesClaim: true as const }),
    },
    furtherActions: claims?.mapping.actions ?? actionsOfMapping(assigned?.definition ?? ''),
  };
}
