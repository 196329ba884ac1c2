import {
  type BindingWorld,
  GraphClient,
  type GraphCloud,
  GraphDirectory,
  GraphRoleDirectory,
  OwnedDirectory,
  type OwnRemovals,
  type RoleDirectory,
} from '@entra-aws-creds/bindings';
import { entraLogin } from './entra-login.ts';
import type { OnlineFunction } from './own-role.ts';

/** What a directory is asked with. */
interface Asked {
  readonly graph: GraphCloud;
  readonly world: Omit<BindingWorld, 'directory' | 'account'>;
  /** The API counts its own. */
  readonly removals: OwnRemovals;
}

/** The applications of roles, as the organization has chosen that they are made. */
export async function roleDirectory(asking: OnlineFunction, asked: Asked): Promise<RoleDirectory> {
  const { central, online } = asking;
  const { directory } = central;
  if (directory.by === 'api') {
    const { endpoint, audience } = directory.address;
    const token = entraLogin(audience, asking);
    const { DirectoryApiClient } = await import('@entra-aws-creds/directory-api/client');
    return new DirectoryApiClient(endpoint, async () => (await token()).jwt, online);
  }
  const { graph, world, removals } = asked;
  const token = entraLogin(graph.resource, asking);
  const client = new GraphClient(graph.endpoint, async () => (await token()).jwt, online);
  const owned = new OwnedDirectory(
    new GraphDirectory(central.tenant, client),
    async () => (await token()).claims.subject,
  );
  return new GraphRoleDirectory(
    { ...central, cloud: graph.cloud, removals },
    { ...world, directory: owned },
  );
}
