import { InputProblem } from '@entra-aws-creds/core/programs';
import { parseRegion, partitionOfRegion, type Region } from '@entra-aws-creds/core/services';

/** A secret of AWS Secrets Manager. */
export interface SecretArn {
  readonly text: string;
  readonly region: Region;
}

/** The six characters at the end are of the ARN, and not of the name: a policy needs them. */
const SECRET_ARN =
  /^arn:(aws[a-z-]{0,20}):secretsmanager:([a-z0-9-]{1,30}):\d{12}:secret:[\w/+=.@-]{1,512}-[A-Za-z0-9]{6}$/;

/**
 * @throws InputProblem unless it is the whole ARN of a secret
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_iam-permissions.html#iam-resources
 */
export function parseSecretArn(text: string): SecretArn {
  const [, partition, region = ''] = SECRET_ARN.exec(text) ?? [];
  if (partition !== undefined && partitionOfRegion(region).id === partition) {
    return { text, region: parseRegion(region) };
  }
  throw new InputProblem(
    'is not the ARN of a secret',
    'Give the whole ARN, with the six characters that AWS puts after the name, as in arn:aws-us-gov:secretsmanager:us-gov-west-1:123456789012:secret:entra-aws-creds-AbCdEf.',
  );
}
