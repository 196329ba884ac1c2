import { InputReader } from '../1-inputs/input-reader.ts';
import { readNetworkRoute } from '../1-inputs/network/network-route.ts';
import { type RetryInputs, readRetryInputs } from '../1-inputs/retry-inputs.ts';
import type { JobLog } from '../job/job-log.ts';
import type { NetworkRoute } from '../platform/network-route.ts';
import type { MaskingPlatform, OnlinePlatform, Platform } from '../platform/platform.ts';
import type { TimeLimit } from '../retry/time-limit.ts';
import { type ExchangeHost, toldWork } from './told-work.ts';

/** The way to the network, and how often a request is made again. */
export interface OnlineInputs {
  readonly networkRoute: NetworkRoute;
  readonly retry: RetryInputs;
}

/**
 * Does `work` with a network, which is closed after it.
 *
 * @param tell is told when a call is made again
 */
export async function withRoute<T>(
  { networkRoute, retry }: OnlineInputs,
  platform: MaskingPlatform,
  time: TimeLimit,
  tell: (line: string) => void,
  work: (online: OnlinePlatform) => Promise<T>,
): Promise<T> {
  time.signal.throwIfAborted();
  const network = platform.openNetwork(networkRoute);
  const retryPolicy = { ...time, maxAttempts: retry.maxAttempts, tell };
  try {
    return await work({ ...platform, network, retryPolicy });
  } finally {
    network.close();
  }
}

/**
 * Does `work` that is no exchange with the network that the inputs lead to: `http-proxy`, `no-proxy`,
 * `retry-max-attempts`, `action-timeout-s`. It never throws: a failure is told to the host.
 *
 * @returns undefined when something failed
 */
export async function runOnline<T>(
  job: ExchangeHost,
  platform: Platform,
  cancelled: AbortSignal,
  work: (online: OnlinePlatform, log: JobLog) => Promise<T>,
): Promise<T | undefined> {
  return toldWork(job, platform, cancelled, async (limited, { log, time }) => {
    const reader = new InputReader(job);
    const inputs = reader.finish<OnlineInputs>({
      networkRoute: await readNetworkRoute(reader, job.agentNetwork, limited),
      retry: readRetryInputs(reader),
    });
    const tell = (line: string) => log.info(line);
    return withRoute(inputs, limited, time, tell, (online) => work(online, log));
  });
}
