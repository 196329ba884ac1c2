import { QueryError } from '../query-error.ts';
import type { JsonOperation } from './operation.ts';

/** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html */
export const QUEUE_OPERATIONS: Readonly<Record<string, JsonOperation>> = {
  GetQueueAttributes: ({ regional }, { QueueUrl: url }) => {
    const count = regional.queues.get(String(url));
    if (count === undefined) {
      throw new QueryError(
        'com.amazonaws.sqs#QueueDoesNotExist',
        'The specified queue does not exist.',
      );
    }
    return { Attributes: { ApproximateNumberOfMessages: String(count) } };
  },
};
