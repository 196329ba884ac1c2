import {
  APPLICATION_TAG,
  type Application,
  applicationNameOf,
  roleIdsOf,
} from '@entra-aws-creds/bindings';
import type { RoleArn } from '@entra-aws-creds/core/programs';
import type { OwnedDirectory } from '../owned-directory.ts';
import { listedRoles } from './listed-roles.ts';

/** One page of what there is. */
interface ListAnswer {
  readonly bindings: readonly ListedBinding[];
  /** To be sent as `after`; null: this was the last page. */
  readonly next: string | null;
}

interface ListedBinding {
  readonly role: string;
  readonly roleId: string | null;
  readonly applicationId: string;
}

/** The applications that belong to one role each, by their unique names; those of set-up are not among them. */
export async function list(
  after: string | undefined,
  directory: Pick<OwnedDirectory, 'taggedPage'>,
  isAllowed: (account: string) => boolean,
): Promise<ListAnswer> {
  const { applications, next } = await directory.taggedPage(APPLICATION_TAG, after);
  const bindings = applications.flatMap((application) =>
    rolesNamed(application)
      .filter(({ account }) => isAllowed(account))
      .map(({ text }) => ({
        role: text,
        roleId: roleIdsOf(application)[0] ?? null,
        applicationId: application.clientId,
      })),
  );
  return { bindings, next: next ?? null };
}

/** Of this very application, which tags alone do not say. */
function rolesNamed(application: Application): readonly RoleArn[] {
  return listedRoles(application).filter(
    (role) => applicationNameOf(role).uniqueName === application.uniqueName,
  );
}
