import { type IamEndpoint, readIamEndpoints } from '../1-inputs/aws/iam-endpoint.ts';
import type { Partition } from '../1-inputs/aws/partition.ts';
import { parseRegion, type Region } from '../1-inputs/aws/region.ts';
import { readEndpoints, type StsEndpoint } from '../1-inputs/aws/sts-endpoint.ts';
import { type AuthorityHost, readAuthorityHost } from '../1-inputs/entra/authority-host.ts';
import { InputReader } from '../1-inputs/input-reader.ts';
import { readNetworkRoute } from '../1-inputs/network/network-route.ts';
import { type RetryInputs, readRetryInputs } from '../1-inputs/retry-inputs.ts';
import type { JobLog } from '../job/job-log.ts';
import type { NetworkRoute } from '../platform/network-route.ts';
import type { MaskingPlatform, OnlinePlatform, Platform } from '../platform/platform.ts';
import type { TimeLimit } from '../retry/time-limit.ts';
import { attemptedWork, type ExchangeHost, type Told, toldWork } from './told-work.ts';

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

/** What the inputs say of the services that a program speaks to. */
export interface ServiceInputs extends OnlineInputs {
  readonly authorityHost: AuthorityHost;
  /** Undefined where none is given; IAM is asked in the region of its partition. */
  readonly region: Region | undefined;
  stsEndpointOf(region: Region): StsEndpoint;
  iamEndpointOf(partition: Partition): IamEndpoint;
}

/**
 * Does `work` that is no exchange of a job with the network and the servers that the inputs lead to. It
 * never throws: a failure is told to the host.
 *
 * @returns undefined when something failed
 */
export async function runOnline<T>(
  job: ExchangeHost,
  platform: Platform,
  cancelled: AbortSignal,
  work: OnlineWork<T>,
): Promise<T | undefined> {
  return toldWork(job, platform, cancelled, onlineWork(job, work));
}

/** The same for whoever tells of the failure themselves. @throws StepFailure */
export async function attemptOnline<T>(
  job: ExchangeHost,
  platform: Platform,
  cancelled: AbortSignal,
  work: OnlineWork<T>,
): Promise<T> {
  return attemptedWork(job, platform, cancelled, onlineWork(job, work));
}

type OnlineWork<T> = (online: OnlinePlatform, inputs: ServiceInputs, log: JobLog) => Promise<T>;

function onlineWork<T>(job: ExchangeHost, work: OnlineWork<T>) {
  return async (limited: MaskingPlatform, { log, time }: Told): Promise<T> => {
    const reader = new InputReader(job);
    const inputs = reader.finish<ServiceInputs>({
      networkRoute: await readNetworkRoute(reader, job.agentNetwork, limited),
      retry: readRetryInputs(reader),
      authorityHost: readAuthorityHost(reader, undefined, limited),
      region: reader.optional('aws-region', parseRegion, undefined),
      stsEndpointOf: readEndpoints(reader, limited.environment),
      iamEndpointOf: readIamEndpoints(reader, limited.environment, 'warn'),
    });
    const tell = (line: string) => log.info(line);
    return withRoute(inputs, limited, time, tell, (online) => work(online, inputs, log));
  };
}
