import type { FormOperation } from './operation.ts';

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html */
export const CLOUD_WATCH_ACTIONS: Readonly<Record<string, FormOperation>> = {
  DescribeAlarms: (account, parameters) => {
    const prefix = parameters.get('AlarmNamePrefix') ?? '';
    const alarms = account.regional.alarms.filter(({ name }) => name.startsWith(prefix));
    return {
      MetricAlarms: alarms.map(({ name, description, state }) => ({
        AlarmName: name,
        AlarmDescription: description,
        StateValue: state,
        StateUpdatedTimestamp: account.now().toISOString(),
      })),
      CompositeAlarms: [],
    };
  },
};
