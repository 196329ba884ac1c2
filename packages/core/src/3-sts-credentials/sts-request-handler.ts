import { AwsRequestHandler } from '../platform/aws-request-handler.ts';
import type { OnlinePlatform } from '../platform/platform.ts';
import { stsNetworkFailure, stsPageFailure } from './sts-failure.ts';

/** The SDK's way to STS, where failures are told while the answer still is whole. */
export function stsRequestHandler(
  platform: Pick<OnlinePlatform, 'network' | 'clock'>,
  endpoint: URL,
): AwsRequestHandler {
  return new AwsRequestHandler(platform, endpoint, {
    network: stsNetworkFailure,
    page: (answer) => stsPageFailure(answer, endpoint.host, platform.clock.now()),
  });
}
