export type EntraCloudName = 'public' | 'usgov' | 'china';

interface EntraCloud {
  readonly v1Issuer: (tenantId: string) => string;
  readonly v2Issuer: (tenantId: string) => string;
  readonly instanceName: string;
  readonly graphHost: string;
}

/**
 * What the tokens of each cloud call their issuer. It does not depend on the address that a token
 * was fetched from, which is why a token of the sandbox fits a trust policy written for AWS.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/authentication-national-cloud
 * @see https://learn.microsoft.com/entra/identity-platform/access-tokens
 */
export const ENTRA_CLOUDS: Readonly<Record<EntraCloudName, EntraCloud>> = {
  public: {
    v1Issuer: (tenantId) => `https://sts.windows.net/${tenantId}/`,
    v2Issuer: (tenantId) => `https://login.microsoftonline.com/${tenantId}/v2.0`,
    instanceName: 'microsoftonline.com',
    graphHost: 'graph.microsoft.com',
  },
  usgov: {
    v1Issuer: (tenantId) => `https://sts.windows.net/${tenantId}/`,
    v2Issuer: (tenantId) => `https://login.microsoftonline.us/${tenantId}/v2.0`,
    instanceName: 'microsoftonline.us',
    graphHost: 'graph.microsoft.us',
  },
  china: {
    v1Issuer: (tenantId) => `https://sts.chinacloudapi.cn/${tenantId}/`,
    v2Issuer: (tenantId) => `https://login.partner.microsoftonline.cn/${tenantId}/v2.0`,
    instanceName: 'partner.microsoftonline.cn',
    graphHost: 'microsoftgraph.chinacloudapi.cn',
  },
};
