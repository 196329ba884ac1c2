import {
  type BindingWorld,
  type EntraCloud,
  GraphClient,
  GraphDirectory,
  GraphPeopleDirectory,
  graphOf,
  type Half,
  parseTenantGuid,
  type TenantGuid,
} from '@entra-aws-creds/bindings';
import { parseAuthorityHost, type RoleArn, runOnline } from '@entra-aws-creds/core/programs';
import {
  type OnlinePlatform,
  partitionOfRegion,
  type ServiceInputs,
} from '@entra-aws-creds/core/services';
import {
  type EntraAdministrator,
  entraAdministrator,
} from '../administrator/entra-administrator.ts';
import type { Invocation } from '../command.ts';
import { platformOf, terminalHost } from '../exchange/terminal-host.ts';
import type { CommandLineInputs } from '../flags/command-line-inputs.ts';
import { serviceUrl } from '../flags/service-url.ts';
import { given } from './given.ts';
import { openAccount, type Reach, readServiceInputs, regionOf, worldOf } from './reach.ts';

/** Which sides a command needs. */
interface NeededSides {
  /** Undefined: Entra is left alone. */
  readonly entra: 'read' | 'write' | undefined;
  readonly aws: boolean;
  /** Whose account is meant; undefined: the one that the AWS credentials are of. */
  readonly role: RoleArn | undefined;
  /** Where the call names none. */
  readonly tenant?: TenantGuid;
  /** What Entra keeps of people's applications, which takes further permissions: those of a person. */
  readonly people?: { readonly scopes: readonly string[] } | undefined;
}

/** What a binding needs, or the half of it that these hands may touch. */
export function sidesOf(
  { half, role }: BindingSides,
  right: 'read' | 'write' = 'write',
): NeededSides {
  return {
    entra: half.only === 'aws' ? undefined : right,
    aws: half.only !== 'entra',
    role,
  };
}

interface BindingSides {
  readonly half: Half;
  readonly role: RoleArn;
}

/** Both sides of bindings within reach, with an administrator's rights. */
export interface BothSides extends Reach {
  readonly tenant: TenantGuid;
  readonly cloud: EntraCloud;
}

/**
 * Logs in on the sides that are needed, and does `work` with both. What failed was said.
 *
 * @returns undefined when something failed
 * @throws WrongUsage
 */
export async function withSides<T>(
  call: Invocation,
  { entra, aws, role, tenant: planned, people }: NeededSides,
  work: (sides: BothSides) => Promise<T>,
): Promise<T | undefined> {
  const { terminal, cancelled } = call;
  const { invocation, inputs } = await readServiceInputs(call, planned);
  const graphEndpoint = serviceUrl('graph-endpoint', invocation.flags.value('graph-endpoint'));
  const host = terminalHost(inputs, terminal, 'everything', 'set-up');
  let administrator: EntraAdministrator | undefined;
  if (entra !== undefined) {
    const graph = { resource: resourceOf(inputs), right: entra, further: people?.scopes };
    administrator = await entraAdministrator(invocation, inputs, graph);
    if (administrator === undefined) return undefined;
  }
  const tenant = administrator
    ? parseTenantGuid(administrator.tenant)
    : given(inputs.label('tenant-id'), inputs.read('tenant-id'), parseTenantGuid);
  return runOnline(host, platformOf(terminal), cancelled(), async (online, services, log) => {
    const graph =
      administrator && graphWith(administrator, tenant, services, graphEndpoint, online);
    const partition = role?.partition ?? partitionOfRegion(services.region?.name ?? '');
    const named = { partition, account: role?.account };
    const world: BindingWorld = {
      ...worldOf(online, log),
      directory: graph?.directory,
      account: aws ? await openAccount(named, invocation, services, online) : undefined,
      ...(people && { people: graph?.people }),
    };
    const region = regionOf(services, partition);
    const { cloud } = graphOf(services.authorityHost);
    return work({ tenant, cloud, world, online, inputs, region });
  });
}

function graphWith(
  { token }: EntraAdministrator,
  tenant: TenantGuid,
  { authorityHost }: ServiceInputs,
  endpoint: URL | undefined,
  online: OnlinePlatform,
): { readonly directory: GraphDirectory; readonly people: GraphPeopleDirectory } {
  online.maskSecret(token.reveal());
  const graph = graphOf(authorityHost, endpoint);
  const client = new GraphClient(graph.endpoint, async () => token, online);
  return {
    directory: new GraphDirectory(tenant, client),
    people: new GraphPeopleDirectory(client, graph.endpoint),
  };
}

/** What the token of the administrator is for. */
function resourceOf(inputs: CommandLineInputs): string {
  const text = inputs.read('authority-host') || 'AzureCloud';
  return graphOf(given(inputs.label('authority-host'), text, parseAuthorityHost)).resource;
}
