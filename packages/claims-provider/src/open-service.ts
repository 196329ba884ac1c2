import {
  findManagedIdentityEndpoint,
  logInAsMachine,
  type Platform,
  parseAudience,
  STRAIGHT,
} from '@entra-aws-creds/core/azure';
import { CallerCheck } from './caller/caller-token.ts';
import { type ClaimsProvider, claimsProvider } from './claims-provider.ts';
import { GraphRequests } from './directory/graph-request.ts';
import { KeptToken, type LogIn } from './directory/graph-token.ts';
import { PeopleInGraph } from './directory/person-from-graph.ts';
import { readRules } from './rules/read-rules.ts';
import { questionOf } from './rules/rules.ts';
import type { Settings } from './settings.ts';

/** The provider, ready to answer. */
export interface ClaimsService {
  readonly provider: ClaimsProvider;
  /** Reads keys and token ahead, so that the first sign-in need not wait for them. It never throws. */
  warmUp(): Promise<void>;
  close(): void;
}

/** What is asked for goes on after the answer was given up, but not for ever. */
const REQUEST_LIMIT_MS = 4_000;

/**
 * The provider in its real surroundings.
 *
 * @throws RulesProblem for the rules file, and NodeJS.ErrnoException when it cannot be read
 */
export async function openService(settings: Settings, platform: Platform): Promise<ClaimsService> {
  const { tenantId, apiClientId, hostName, authorityHost, graph, rulesFile } = settings;
  const rules = readRules((await platform.readFile(platform.absolutePath(rulesFile))).toString());
  const { clock } = platform;
  const network = platform.openNetwork(STRAIGHT, { milliseconds: () => REQUEST_LIMIT_MS });
  const audiences = [apiClientId, `api://${hostName}/${apiClientId}`] as const;
  const caller = new CallerCheck({ tenantId, authorityHost, audiences }, network, clock);
  const token = new KeptToken(machineLogIn(settings, platform), clock);
  const requests = new GraphRequests(graph, token, network);
  const people = new PeopleInGraph(requests, questionOf(rules), clock);
  return {
    provider: claimsProvider({ tenantId, rules, caller, people, platform }),
    warmUp: async () => {
      await Promise.allSettled([token.get(), caller.readAhead()]);
    },
    close: () => network.close(),
  };
}

function machineLogIn({ identityClientId, graphAudience }: Settings, platform: Platform): LogIn {
  const audience = parseAudience(graphAudience);
  return async () => {
    const endpoint = await findManagedIdentityEndpoint(platform);
    const login = { clientId: identityClientId, tenant: undefined, endpoint, audience };
    // Nothing of it is ever said.
    const { jwt, claims } = await logInAsMachine(login, { ...platform, maskSecret: () => {} });
    return { jwt, expires: claims.expires };
  };
}
