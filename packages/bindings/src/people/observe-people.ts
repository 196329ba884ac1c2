import type { Application, ServicePrincipal } from '../entra-directory/application.ts';
import { claimsObjectName } from '../ownership.ts';
import { NO_PEOPLE_SIDE, type PeopleSide } from './people-application.ts';
import type { PeopleDirectory } from './people-directory.ts';

/**
 * Looks at what there is for the people of an application, also of one that is gone.
 *
 * @throws StepFailure `EAC_GRAPH_…`
 */
export async function observePeople(
  clientId: string | undefined,
  application: Application | undefined,
  servicePrincipal: ServicePrincipal | undefined,
  people: PeopleDirectory,
): Promise<PeopleSide> {
  if (clientId === undefined) return NO_PEOPLE_SIDE;
  const name = claimsObjectName(clientId);
  const [signIn, requiresAssignment, assignments, mappings, extensions, listeners] =
    await Promise.all([
      application && people.signIn(application.id),
      servicePrincipal && people.requiresAssignment(servicePrincipal.id),
      servicePrincipal && people.assignments(servicePrincipal.id),
      people.mappings(name, servicePrincipal?.id),
      people.extensions(name),
      people.listeners(clientId),
    ]);
  return {
    name,
    signIn,
    requiresAssignment: requiresAssignment ?? false,
    assignments: assignments ?? [],
    mappings,
    extensions,
    listeners,
  };
}
