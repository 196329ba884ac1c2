import {
  type BindingWorld,
  GraphRoleDirectory,
  type OwnedDirectory,
  type RoleDirectory,
  type RoleDirectorySettings,
} from '@entra-aws-creds/bindings';

/** The tenant, and what is counted over all requests. */
export type Tenancy = RoleDirectorySettings;

/** What one request is carried out with. */
export interface Surroundings extends Tenancy {
  readonly directory: OwnedDirectory;
  readonly world: BindingWorld;
}

/** The directory as the automation sees it without an API too. */
export function roleDirectory({ world, directory, ...settings }: Surroundings): RoleDirectory {
  return new GraphRoleDirectory(settings, { ...world, directory });
}
