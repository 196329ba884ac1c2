import { parseRegion } from './1-inputs/aws/region.ts';
import { readEndpoints } from './1-inputs/aws/sts-endpoint.ts';
import type { RawInputs } from './1-inputs/input-name.ts';
import { InputReader } from './1-inputs/input-reader.ts';
import { readNetworkRoute } from './1-inputs/network/network-route.ts';
import { readRetryInputs } from './1-inputs/retry-inputs.ts';
import type { CallerIdentity } from './3-sts-credentials/caller-identity.ts';
import { asStepFailure, StepFailure } from './failure/step-failure.ts';
import { Masks } from './job/masks.ts';
import { type FoundCredentials, signingKeys } from './platform/aws-client-settings.ts';
import type { Platform } from './platform/platform.ts';
import { withinTimeLimit } from './retry/time-limit.ts';

export type WhoAmI = { readonly identity: CallerIdentity } | { readonly failure: string };

/** The region where none is given: every account has it. */
const USUAL_REGION = parseRegion('us-east-1');

/** Asks STS whose credentials `find` finds. It never throws; a failure is one line without secrets. */
export async function whoAmI(
  raw: Pick<RawInputs, 'read'>,
  find: () => Promise<FoundCredentials>,
  platform: Platform,
  cancelled: AbortSignal,
): Promise<WhoAmI> {
  const masks = new Masks({ mask: () => {} });
  const masking = { ...platform, maskSecret: masks.add };
  try {
    const reader = new InputReader(raw);
    const { retry, route, region, endpointOf } = reader.finish({
      retry: readRetryInputs(reader),
      route: await readNetworkRoute(reader, undefined, masking),
      region: reader.optional('aws-region', parseRegion, USUAL_REGION),
      endpointOf: readEndpoints(reader, platform.environment),
    });
    const found = await find().catch((error: unknown) => {
      throw notFound(error);
    });
    const keys = signingKeys(found, masks.add);
    const identity = await withinTimeLimit(
      retry.timeLimitSeconds,
      cancelled,
      masking,
      async (limited, time) => {
        const network = limited.openNetwork(route);
        const retryPolicy = { ...time, maxAttempts: retry.maxAttempts, tell: () => {} };
        const { callerIdentity } = await import('./3-sts-credentials/caller-identity.ts');
        try {
          const online = { ...limited, network, retryPolicy };
          return await callerIdentity(keys, region, endpointOf(region), online);
        } finally {
          network.close();
        }
      },
    );
    return { identity };
  } catch (error) {
    return { failure: masks.redact(asStepFailure(error).describe()) };
  }
}

/** The chain's own sentence: it names what it looked at, and no secret. */
function notFound(error: unknown): StepFailure {
  const said = (error instanceof Error ? error.message : typeof error).replace(/\.?$/, '.');
  return new StepFailure(
    'EAC_NO_CREDENTIALS',
    `No AWS credentials are in force here: ${said}`,
    'Run a command with "entra-aws-creds exec", or name a profile that "entra-aws-creds configure" wrote in AWS_PROFILE.',
    { cause: error },
  );
}
