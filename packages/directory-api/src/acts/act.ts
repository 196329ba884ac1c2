import type { BindingWorld, EntraCloud, TenantGuid } from '@entra-aws-creds/bindings';
import type { OwnedDirectory } from '../owned-directory.ts';

/** What one request is carried out with. */
export interface Surroundings {
  readonly tenant: TenantGuid;
  readonly cloud: EntraCloud;
  readonly directory: OwnedDirectory;
  readonly world: BindingWorld;
}

/** The half that the API has hands for. */
export const ENTRA_ONLY = { only: 'entra' } as const;
