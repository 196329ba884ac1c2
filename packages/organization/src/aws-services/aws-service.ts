import type { Partition, ServiceAnswer } from '@entra-aws-creds/core/services';

/** A service of AWS that the automation runs on, as it is asked and spoken of. */
export interface AwsService {
  /** In host names and signatures. */
  readonly id: string;
  readonly name: ServiceAnswer['service'];
  /** By which the AWS SDKs name another endpoint of it. */
  readonly variable: string;
  /** What permissions begin with. */
  readonly permissions: string;
}

export const CLOUD_FORMATION: AwsService = {
  id: 'cloudformation',
  name: 'CloudFormation',
  variable: 'AWS_ENDPOINT_URL_CLOUDFORMATION',
  permissions: 'cloudformation',
};
export const CLOUD_WATCH: AwsService = {
  id: 'monitoring',
  name: 'CloudWatch',
  variable: 'AWS_ENDPOINT_URL_CLOUDWATCH',
  permissions: 'cloudwatch',
};
export const SQS: AwsService = {
  id: 'sqs',
  name: 'SQS',
  variable: 'AWS_ENDPOINT_URL_SQS',
  permissions: 'sqs',
};
export const STEP_FUNCTIONS: AwsService = {
  id: 'states',
  name: 'Step Functions',
  variable: 'AWS_ENDPOINT_URL_SFN',
  permissions: 'states',
};

/** Each has an endpoint of the same form in each region. */
export const AWS_SERVICES: readonly AwsService[] = [
  CLOUD_FORMATION,
  CLOUD_WATCH,
  SQS,
  STEP_FUNCTIONS,
];

/** @see https://docs.aws.amazon.com/general/latest/gr/rande.html */
export function regionalEndpoint({ id }: AwsService, region: string, partition: Partition): URL {
  return new URL(`https://${id}.${region}.${partition.dnsSuffix}`);
}
