import {
  type Application,
  applicationNameOf,
  identityIn,
  type RoleIdentity,
} from '@entra-aws-creds/bindings';
import type { RoleArn } from '@entra-aws-creds/core/programs';
import type { Surroundings } from './act.ts';

/** The application of one role, and whose it is by its tags. */
interface Found {
  readonly application: Application;
  readonly identity: RoleIdentity;
}

/**
 * The application that belongs to the role of this unique ID; one answer that there is none counts.
 *
 * @throws StepFailure `EAC_BINDING_FOREIGN`
 */
export async function foundIdentity(
  role: RoleArn,
  roleId: string,
  { directory }: Pick<Surroundings, 'directory'>,
): Promise<Found | undefined> {
  const { uniqueName } = applicationNameOf(role, roleId);
  const application = await directory.application({ uniqueName });
  const identity = application && identityIn(application);
  return identity && { application, identity };
}
