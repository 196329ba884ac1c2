import { type Audience, readAudience } from '../1-inputs/entra/audience.ts';
import { InputReader } from '../1-inputs/input-reader.ts';
import { readNetworkRoute } from '../1-inputs/network/network-route.ts';
import { readRetryInputs } from '../1-inputs/retry-inputs.ts';
import type { AccessToken } from '../2-entra-token/access-token.ts';
import { logInToEntra } from '../2-entra-token/entra-login.ts';
import { readEntraIdentity } from '../credential/credential-choice.ts';
import type { EntraIdentity } from '../credential/entra-credential.ts';
import { tokenLine } from '../job/step-notes.ts';
import type { MaskingPlatform, Platform } from '../platform/platform.ts';
import { type OnlineInputs, withRoute } from './online-work.ts';
import { type ExchangeHost, toldWork } from './told-work.ts';

interface LoginInputs extends EntraIdentity, OnlineInputs {
  readonly audience: Audience;
}

/**
 * Logs in to Entra and asks nothing of AWS. It never throws: a failure is told to the host.
 *
 * @returns undefined when something failed
 */
export async function runLogin(
  job: ExchangeHost,
  platform: Platform,
  cancelled: AbortSignal,
): Promise<AccessToken | undefined> {
  return toldWork(job, platform, cancelled, async (limited, { log, time }) => {
    const inputs = await readLoginInputs(job, limited);
    const tell = (line: string) => log.info(line);
    return withRoute(inputs, limited, time, tell, async (online) => {
      const token = await logInToEntra(inputs, online);
      log.info(tokenLine(token.claims));
      return token;
    });
  });
}

async function readLoginInputs(job: ExchangeHost, platform: MaskingPlatform): Promise<LoginInputs> {
  const reader = new InputReader(job);
  const route = await readNetworkRoute(reader, job.agentNetwork, platform);
  const identity = await readEntraIdentity(reader, {
    job: job.jobIdentity ?? {},
    personal: job.personalCredentials ?? [],
    platform,
    route,
    retryPolicy: undefined,
  });
  return reader.finish<LoginInputs>({
    ...identity,
    audience: identity.audience ?? readAudience(reader, identity.application),
    networkRoute: route,
    retry: readRetryInputs(reader),
  });
}
