import type { JSONWebKeySet } from 'jose';
import type { AzureDevOps } from '../ci/azure-devops.ts';
import type { GitHub } from '../ci/github.ts';
import type { EntraDirectory } from '../entra/directory.ts';
import type { PublishedIssuer } from './published-issuer.ts';

/** Whoever of the sandbox signs tokens that Entra may be told to trust. */
interface Issuers {
  readonly entra: EntraDirectory;
  readonly github: GitHub;
  readonly azureDevOps: AzureDevOps;
  readonly issuers: readonly PublishedIssuer[];
}

/** The keys that an issuer publishes; none when it is nobody whom the sandbox knows. */
export async function readIssuerKeys(
  issuer: string,
  { entra, github, azureDevOps, issuers }: Issuers,
): Promise<JSONWebKeySet> {
  if (issuer === github.issuer) return github.keySet();
  const published = issuers.find(({ url, isReachable }) => isReachable && url === issuer);
  if (published !== undefined) return published.keySet as JSONWebKeySet;
  if (!entra.isIssuerHost(new URL(issuer).host)) return { keys: [] };
  // Service connections of Azure DevOps have Entra as their issuer.
  const connections = await azureDevOps.keySet();
  return { keys: [...connections.keys, ...entra.keySet.keys] };
}
