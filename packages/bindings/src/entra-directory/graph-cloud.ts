/** Microsoft Graph of a cloud. */
export interface GraphCloud {
  /** Without a path. */
  readonly endpoint: URL;
  /** What a token for it must be addressed to. */
  readonly resource: string;
}

/**
 * Graph by the host that logins go to.
 *
 * @see https://learn.microsoft.com/graph/deployments
 */
const HOSTS: Readonly<Record<string, string>> = {
  'login.microsoftonline.us': 'graph.microsoft.us',
  'login.partner.microsoftonline.cn': 'microsoftgraph.chinacloudapi.cn',
};
const PUBLIC_HOST = 'graph.microsoft.com';

/** @param endpoint another server that answers for it */
export function graphOf(authorityHost: URL, endpoint?: URL): GraphCloud {
  const resource = `https://${HOSTS[authorityHost.hostname] ?? PUBLIC_HOST}`;
  return { endpoint: endpoint ?? new URL(resource), resource };
}
