import type { AwsCaller } from '../aws-services/aws-caller.ts';
import { CLOUD_WATCH } from '../aws-services/aws-service.ts';
import { membersOf, textOf } from '../aws-services/xml-members.ts';

/** An alarm of the automation. */
export interface Alarm {
  readonly name: string;
  /** `OK`, `ALARM` or `INSUFFICIENT_DATA`. */
  readonly state: string;
  /** What it is about, in the words of the template. */
  readonly means: string;
  /** ISO 8601. */
  readonly since: string;
}

/** What the names of all of them begin with. */
const PREFIX = 'entra-aws-creds-';

/**
 * @throws StepFailure `EAC_AUTOMATION_…`
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html
 */
export async function readAlarms(aws: AwsCaller): Promise<readonly Alarm[]> {
  const result = await aws.form({
    service: CLOUD_WATCH,
    operation: 'DescribeAlarms',
    version: '2010-08-01',
    parameters: { AlarmNamePrefix: PREFIX, MaxRecords: '50' },
    asking: 'Looking at the alarms',
  });
  return membersOf(result, 'MetricAlarms').map((one) => ({
    name: textOf(one, 'AlarmName'),
    state: textOf(one, 'StateValue'),
    means: textOf(one, 'AlarmDescription'),
    since: textOf(one, 'StateUpdatedTimestamp'),
  }));
}
