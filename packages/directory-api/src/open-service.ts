import { GraphClient, GraphDirectory, graphOf, OwnedDirectory } from '@entra-aws-creds/bindings';
import { CallerTokens } from '@entra-aws-creds/caller-tokens';
import { type Platform, STRAIGHT } from '@entra-aws-creds/core/azure';
import { Callers } from './caller/caller.ts';
import { type DirectoryApi, directoryApi } from './directory-api.ts';
import { machineTokens } from './machine-token.ts';
import { RateLimits } from './rate-limits.ts';
import type { Settings } from './settings.ts';
import { PATIENCE_MS } from './world.ts';

/** The API, ready to answer. */
export interface DirectoryService {
  readonly api: DirectoryApi;
  close(): void;
}

const REQUEST_LIMIT_MS = 10_000;

/** The API in its real surroundings. */
export function openService(
  settings: Settings,
  platform: Platform,
  patienceMs: number = PATIENCE_MS,
): DirectoryService {
  const { tenant, apiClientId, authorityHost, allowedAccounts } = settings;
  const { mostRemovalsAnHour, mostRemovalsPercent } = settings;
  const graphCloud = graphOf(authorityHost, settings.graphEndpoint);
  const { cloud, endpoint, resource } = graphCloud;
  const network = platform.openNetwork(STRAIGHT, { milliseconds: () => REQUEST_LIMIT_MS });
  const online = { ...platform, network };
  const audiences = [apiClientId, `api://${apiClientId}`];
  const expected = { tenantId: tenant, authorityHost, audiences };
  const callers = new Callers(new CallerTokens(expected, network, platform.clock));
  const tokens = machineTokens(settings.identityClientId, resource, platform);
  const api = directoryApi({
    tenancy: { tenant, cloud, mostRemovalsAnHour, mostRemovalsPercent, removals: new Map() },
    callers,
    isAllowed: (account) => allowedAccounts === 'all' || allowedAccounts.has(account),
    limits: new RateLimits(platform.clock),
    openDirectory: async () => {
      const { jwt, principalId } = await tokens();
      // One attempt at each call: whoever asked comes again, and has its own patience.
      const retryPolicy = {
        maxAttempts: 1,
        until: platform.clock.now(),
        signal: new AbortController().signal,
        tell: () => {},
      };
      const graph = new GraphClient(endpoint, async () => jwt, {
        ...online,
        maskSecret: () => {},
        retryPolicy,
      });
      return new OwnedDirectory(new GraphDirectory(tenant, graph), async () => principalId);
    },
    patienceMs,
    platform,
  });
  return { api, close: () => network.close() };
}
