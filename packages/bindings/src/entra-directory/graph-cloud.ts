import type { EntraCloud } from '../wish/issuer.ts';

/** Microsoft Graph of a cloud. */
export interface GraphCloud {
  readonly cloud: EntraCloud;
  /** Without a path. */
  readonly endpoint: URL;
  /** What a token for it must be addressed to. */
  readonly resource: string;
}

type Named = Readonly<{ cloud: EntraCloud; host: string }>;

/**
 * Graph by the host that logins go to.
 *
 * @see https://learn.microsoft.com/graph/deployments
 */
const BY_AUTHORITY: Readonly<Record<string, Named>> = {
  'login.microsoftonline.us': { cloud: 'AzureUSGovernment', host: 'graph.microsoft.us' },
  'login.partner.microsoftonline.cn': {
    cloud: 'AzureChinaCloud',
    host: 'microsoftgraph.chinacloudapi.cn',
  },
};
const PUBLIC: Named = { cloud: 'AzureCloud', host: 'graph.microsoft.com' };

/** @param endpoint another server that answers for it */
export function graphOf({ hostname }: URL, endpoint?: URL): GraphCloud {
  const { cloud, host } = BY_AUTHORITY[hostname] ?? PUBLIC;
  const resource = `https://${host}`;
  return { cloud, resource, endpoint: endpoint ?? new URL(resource) };
}
