import { isJsonObject } from '@entra-aws-creds/core/services';
import type { AwsCaller } from '../aws-services/aws-caller.ts';
import { SQS } from '../aws-services/aws-service.ts';

/**
 * How many messages wait in a queue, about.
 *
 * @throws StepFailure `EAC_AUTOMATION_…`
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html
 */
export async function messagesIn(url: string, aws: AwsCaller): Promise<number> {
  const { Attributes: attributes } = await aws.json({
    service: SQS,
    target: 'AmazonSQS',
    operation: 'GetQueueAttributes',
    asking: `Counting the messages of ${url}`,
    input: { QueueUrl: url, AttributeNames: ['ApproximateNumberOfMessages'] },
  });
  const count = isJsonObject(attributes) ? attributes['ApproximateNumberOfMessages'] : undefined;
  return Number(count) || 0;
}
