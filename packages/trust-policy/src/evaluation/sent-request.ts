/** What is known of a request besides who asks, each of it optional: without it, conditions on it cannot be told. */
export interface RequestFacts {
  readonly now?: Date | undefined;
  /** Region of the STS endpoint. */
  readonly region?: string | undefined;
}

/** Condition keys that every request of ours has, as written in policies, with their values. */
export function sentKeys({ now, region }: RequestFacts): ReadonlyMap<string, string> {
  const keys = new Map([
    // STS answers over TLS only, and it is us who call, not a service for us.
    ['aws:SecureTransport', 'true'],
    ['aws:ViaAWSService', 'false'],
  ]);
  if (now !== undefined && !Number.isNaN(now.getTime())) {
    keys.set('aws:CurrentTime', now.toISOString());
    keys.set('aws:EpochTime', String(Math.floor(now.getTime() / 1000)));
  }
  if (region !== undefined) keys.set('aws:RequestedRegion', region);
  return keys;
}

/**
 * Keys that no request of ours carries, by their documented availability: it comes from no user and no AWS service.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html
 */
export const KEYS_NEVER_SENT: readonly string[] = [
  'aws:username',
  'aws:CalledVia',
  'aws:CalledViaFirst',
  'aws:CalledViaLast',
  'aws:PrincipalServiceName',
  'aws:PrincipalServiceNamesList',
  'aws:SourceAccount',
  'aws:SourceArn',
  'aws:SourceOrgID',
  'aws:SourceOrgPaths',
  'aws:referer',
  'sts:AWSServiceName',
];
