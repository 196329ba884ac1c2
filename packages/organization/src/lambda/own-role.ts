import { type AwsIdentity, type OnlinePlatform, signingKeys } from '@entra-aws-creds/core/programs';
import { parseRegion, type ServiceInputs } from '@entra-aws-creds/core/services';
import type { CentralSettings, Environment } from './environment.ts';

/** A function of the automation that can ask others. */
export interface OnlineFunction {
  readonly central: CentralSettings;
  readonly services: ServiceInputs;
  /** As whom AWS is asked. */
  readonly own: AwsIdentity;
  readonly online: OnlinePlatform;
  /** The log of the function, where no secret gets in. */
  readonly listener: { tell(line: string): void; warn(line: string): void };
}

/** The function's own role, and where STS is asked as that: Lambda gives its credentials in the environment. */
export function ownRole(
  environment: Environment,
  services: ServiceInputs,
  { maskSecret }: OnlinePlatform,
): AwsIdentity {
  const region = services.region ?? parseRegion('us-east-1');
  const found = {
    accessKeyId: environment['AWS_ACCESS_KEY_ID'] ?? '',
    secretAccessKey: environment['AWS_SECRET_ACCESS_KEY'] ?? '',
    sessionToken: environment['AWS_SESSION_TOKEN'],
  };
  return {
    keys: signingKeys(found, maskSecret),
    region,
    endpoint: services.stsEndpointOf(region),
  };
}
