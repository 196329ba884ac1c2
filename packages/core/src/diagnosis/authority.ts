import type { Audience } from '../1-inputs/entra/audience.ts';
import type { EntraApplication } from '../1-inputs/entra/entra-application.ts';
import { entraAnswerFailure, entraNetworkFailure } from '../2-entra-token/entra-failure.ts';
import type { OnlinePlatform } from '../platform/platform.ts';
import { callWithRetries } from '../retry/attempts.ts';
import { parseJsonObject } from '../text/json-object.ts';
import type { ServerTime } from './server-clocks.ts';

/**
 * Asks Entra for what it publishes of the tenant, which it tells everybody.
 *
 * @throws StepFailure `EAC_ENTRA_…`, `EAC_PROXY…`
 * @see https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfigurationRequest
 */
export async function askAuthority(
  { tenant, clientId, authorityHost }: EntraApplication,
  audience: Audience,
  platform: OnlinePlatform,
): Promise<ServerTime> {
  const { network, clock } = platform;
  const url = new URL(`/${tenant}/v2.0/.well-known/openid-configuration`, authorityHost);
  const proof = { description: undefined, clockHint: '' };
  return callWithRetries(
    'asking Entra what it publishes of the tenant',
    async () => {
      const answer = await network.send({ method: 'GET', url, headers: {} }).catch((error) => {
        throw entraNetworkFailure(error);
      });
      const parsed = parseJsonObject(answer.body);
      if (answer.status !== 200 || typeof parsed?.['issuer'] !== 'string') {
        const asked = { tenant, clientId, audience, authorityHost, proof };
        throw entraAnswerFailure(answer, parsed, asked, clock.now());
      }
      return { server: authorityHost.host, date: answer.headers['date'], heard: clock.now() };
    },
    platform,
  );
}

/** When STS answered, whatever it did: a refusal has a date as well. */
export async function askStsTheTime(
  url: URL,
  { network, clock }: OnlinePlatform,
): Promise<ServerTime> {
  const date = await network.send({ method: 'GET', url, headers: {} }).then(
    ({ headers }) => headers['date'],
    () => undefined,
  );
  return { server: url.host, date, heard: clock.now() };
}
