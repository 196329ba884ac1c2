import { STSClient } from '@aws-sdk/client-sts';
import type { Region } from '../1-inputs/aws/region.ts';
import type { StsEndpoint } from '../1-inputs/aws/sts-endpoint.ts';
import { awsClientSettings, keepPath, type SigningKeys } from '../platform/aws-client-settings.ts';
import type { OnlinePlatform } from '../platform/platform.ts';
import { stsRequestHandler } from './sts-request-handler.ts';

/**
 * A client for STS.
 *
 * @param signer whose credentials sign the request; without, the request is not signed
 */
export function stsClient(
  region: Region,
  { url }: StsEndpoint,
  platform: Pick<OnlinePlatform, 'network' | 'clock'>,
  signer?: SigningKeys,
): STSClient {
  const handler = stsRequestHandler(platform, url);
  const client = new STSClient(awsClientSettings(region.name, url, handler, signer));
  keepPath(client, url);
  return client;
}
