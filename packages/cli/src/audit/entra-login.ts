import { DirectoryReader, EntraFacts } from '@entra-aws-creds/audit';
import { GraphClient, GraphDirectory, graphOf } from '@entra-aws-creds/bindings';
import type { OnlinePlatform, ServiceInputs } from '@entra-aws-creds/core/services';
import { entraAdministrator } from '../administrator/entra-administrator.ts';
import type { Invocation } from '../command.ts';
import type { CommandLineInputs } from '../flags/command-line-inputs.ts';
import { serviceUrl } from '../flags/service-url.ts';

/** What Entra can be asked, and of which tenant. */
interface AskedEntra {
  readonly tenant: string;
  readonly facts: EntraFacts;
}

/**
 * Logs in to Entra to ask about applications.
 *
 * @returns undefined when that failed, which was said
 * @throws WrongUsage
 */
export async function askedEntra(
  invocation: Invocation,
  given: CommandLineInputs,
  { authorityHost }: ServiceInputs,
  online: OnlinePlatform,
  now: Date,
): Promise<AskedEntra | undefined> {
  const named = invocation.flags.value('graph-endpoint');
  const { endpoint, resource } = graphOf(authorityHost, serviceUrl('graph-endpoint', named));
  const administrator = await entraAdministrator(invocation, given, { resource, right: 'read' });
  if (administrator === undefined) return undefined;
  const { token, tenant } = administrator;
  const graph = new GraphClient(endpoint, async () => token, online);
  const directory = new DirectoryReader(graph, new GraphDirectory(tenant, graph));
  return { tenant, facts: new EntraFacts(tenant, directory, now) };
}
