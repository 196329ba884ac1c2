import {
  type BindingWorld,
  type EntraCloud,
  GraphRoleDirectory,
  type RoleDirectory,
  type TenantGuid,
} from '@entra-aws-creds/bindings';
import type { OwnedDirectory } from '../owned-directory.ts';

/** The tenant, and what is counted over all requests. */
export interface Tenancy {
  readonly tenant: TenantGuid;
  readonly cloud: EntraCloud;
  /** Service principals that may be disabled within an hour. */
  readonly mostRemovalsAnHour: number;
  /** Client IDs of those that this process has disabled, and when. */
  readonly removals: Map<string, Date>;
}

/** What one request is carried out with. */
export interface Surroundings extends Tenancy {
  readonly directory: OwnedDirectory;
  readonly world: BindingWorld;
}

/** The directory as the automation sees it without an API too. */
export function roleDirectory({ world, ...settings }: Surroundings): RoleDirectory {
  return new GraphRoleDirectory(settings, world);
}
