import { InputProblem, parseTenantId, quote, type TenantId } from '@entra-aws-creds/core/programs';
import type { TokenVersion } from '../binding.ts';

declare const brand: unique symbol;

/** A tenant by its GUID, as it stands in its tokens; a domain name does not. */
export type TenantGuid = TenantId & { readonly [brand]: 'TenantGuid' };

/** @throws InputProblem unless `text` is a GUID */
export function parseTenantGuid(text: string): TenantGuid {
  const id = parseTenantId(text);
  if (!id.includes('.')) return id as TenantGuid;
  throw new InputProblem(
    `is ${quote(text)}, a domain name`,
    'AWS knows a tenant by its GUID: give the Directory (tenant) ID from its overview page.',
  );
}

/** Microsoft's clouds, each with tokens of its own. */
export type EntraCloud = 'AzureCloud' | 'AzureUSGovernment' | 'AzureChinaCloud';

/**
 * Hosts that name themselves in the tokens of each cloud. Tokens of the US Government's cloud in v1.0 name
 * the host of the public one.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/authentication-national-cloud
 * @see https://learn.microsoft.com/azure/sentinel/connect-aws
 */
const HOSTS: Readonly<Record<EntraCloud, Readonly<Record<TokenVersion, string>>>> = {
  AzureCloud: { v1: 'sts.windows.net', v2: 'login.microsoftonline.com' },
  AzureUSGovernment: { v1: 'sts.windows.net', v2: 'login.microsoftonline.us' },
  AzureChinaCloud: { v1: 'sts.chinacloudapi.cn', v2: 'login.partner.microsoftonline.cn' },
};

/**
 * `iss` of the tenant's tokens, and the URL of the provider at AWS: with a slash at its end in v1.0, without
 * in v2.0.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference
 */
export function issuerOf(tenant: TenantGuid, version: TokenVersion, cloud: EntraCloud): string {
  const host = HOSTS[cloud][version];
  return version === 'v1' ? `https://${host}/${tenant}/` : `https://${host}/${tenant}/v2.0`;
}

/** @param issuer as providers of AWS are called: without `https://`; undefined: it is no tenant's */
export function tenantOf(
  issuer: string,
): { readonly tenant: TenantGuid; readonly tokenVersion: TokenVersion } | undefined {
  const [, host = '', tenant = '', end] =
    /^([^/]+)\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/(v2\.0)?$/.exec(issuer) ?? [];
  const tokenVersion = end === undefined ? 'v1' : 'v2';
  const isOfEntra = Object.values(HOSTS).some((hosts) => hosts[tokenVersion] === host);
  return isOfEntra ? { tenant: parseTenantGuid(tenant), tokenVersion } : undefined;
}

/**
 * What a token of another issuer must be addressed to, to be taken instead of a certificate.
 *
 * @see https://learn.microsoft.com/entra/workload-id/workload-identity-federation-create-trust
 */
export const TOKEN_EXCHANGE: Readonly<Record<EntraCloud, string>> = {
  AzureCloud: 'api://AzureADTokenExchange',
  AzureUSGovernment: 'api://AzureADTokenExchangeUSGov',
  AzureChinaCloud: 'api://AzureADTokenExchangeChina',
};
