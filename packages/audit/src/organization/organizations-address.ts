/** Where Organizations is asked: one service for a whole partition. */
export interface OrganizationsAddress {
  readonly url: URL;
  readonly signingRegion: string;
}

/** @see https://docs.aws.amazon.com/general/latest/gr/ao.html */
const HOSTS: Readonly<Record<string, readonly [signingRegion: string, host: string]>> = {
  aws: ['us-east-1', 'organizations.us-east-1.amazonaws.com'],
  'aws-cn': ['cn-northwest-1', 'organizations.cn-northwest-1.amazonaws.com.cn'],
  'aws-us-gov': ['us-gov-west-1', 'organizations.us-gov-west-1.amazonaws.com'],
};

/**
 * @param partition as in ARNs
 * @param endpoint another server that answers for it
 * @returns undefined in a partition without Organizations that is known of
 */
export function organizationsOf(
  partition: string,
  endpoint: URL | undefined,
): OrganizationsAddress | undefined {
  const [signingRegion, host] = HOSTS[partition] ?? [];
  if (signingRegion === undefined) return undefined;
  return { url: endpoint ?? new URL(`https://${host}`), signingRegion };
}
