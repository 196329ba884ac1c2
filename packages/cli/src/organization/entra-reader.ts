import { GraphClient, GraphDirectory, graphOf, TOKEN_EXCHANGE } from '@entra-aws-creds/bindings';
import type { EntraReader } from '@entra-aws-creds/organization/deployed';
import { entraAdministrator } from '../administrator/entra-administrator.ts';
import { serviceUrl } from '../flags/service-url.ts';
import type { CentralAccount } from './with-automation.ts';

/** Entra with an administrator's rights to read, and what a token for it must be addressed to. */
interface ReadableEntra {
  readonly reader: EntraReader;
  readonly audience: string;
}

/** @returns undefined when the login failed, which was said. @throws WrongUsage */
export async function entraReader({
  invocation,
  inputs,
  services,
  online,
}: CentralAccount): Promise<ReadableEntra | undefined> {
  const named = serviceUrl('graph-endpoint', invocation.flags.value('graph-endpoint'));
  const { cloud, endpoint, resource } = graphOf(services.authorityHost, named);
  const administrator = await entraAdministrator(invocation, inputs, { resource, right: 'read' });
  if (administrator === undefined) return undefined;
  const { token, tenant } = administrator;
  online.maskSecret(token.reveal());
  const graph = new GraphClient(endpoint, async () => token, online);
  const directory = new GraphDirectory(tenant, graph);
  return { reader: { tenant, graph, directory }, audience: TOKEN_EXCHANGE[cloud] };
}
