/** Events in the shapes that were captured from the service. */

export const ACCOUNT = '222222222222';

const ENVELOPE = {
  version: '0',
  id: '6a7e8feb-b491-4cf7-a9f1-bf3703467718',
  'detail-type': 'AWS API Call via CloudTrail',
  source: 'aws.iam',
  account: ACCOUNT,
  time: '2026-11-21T19:24:50Z',
  region: 'us-east-1',
  resources: [],
};

const RECORD = {
  eventVersion: '1.11',
  userIdentity: {
    type: 'AssumedRole',
    principalId: 'AROAEXAMPLE:ada',
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/Developer/ada`,
    accountId: ACCOUNT,
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        arn: `arn:aws:iam::${ACCOUNT}:role/Developer`,
        accountId: ACCOUNT,
        userName: 'Developer',
      },
    },
  },
  eventTime: '2026-11-21T19:24:50Z',
  eventSource: 'iam.amazonaws.com',
  awsRegion: 'us-east-1',
  requestID: '4c8c1d4e-9f3a-4d0e-8a52-0a4d4c5b6d11',
  eventID: 'f2d3c1b0-4a5e-4f6d-9b8a-7c6d5e4f3a2b',
  readOnly: false,
  eventType: 'AwsApiCall',
  managementEvent: true,
  recipientAccountId: ACCOUNT,
  eventCategory: 'Management',
};

/** Odd white space, one statement that is no list, one action that is no list: all of it was seen. */
const TRUST = `{ "Version":"2012-10-17",\n  "Statement": {"Effect":"Allow","Action":"sts:AssumeRoleWithWebIdentity"} }`;

const PARAMETERS = {
  CreateRole: { roleName: 'deploy', assumeRolePolicyDocument: TRUST, path: '/entra-aws-creds/' },
  UpdateAssumeRolePolicy: { roleName: 'deploy', policyDocument: TRUST },
  DeleteRole: { roleName: 'deploy' },
  TagRole: { roleName: 'deploy', tags: [{ key: 'entra-aws-creds:managed', value: 'true' }] },
  UntagRole: { roleName: 'deploy', tagKeys: ['entra-aws-creds:managed'] },
} as const;

type EventName = keyof typeof PARAMETERS;
export const EVENT_NAMES = Object.keys(PARAMETERS) as readonly EventName[];

type Changes = Readonly<Record<string, unknown>>;

/** @param detail members of the record that are otherwise; undefined takes one out */
export function roleEvent(eventName: EventName, detail: Changes = {}, envelope: Changes = {}) {
  const record = { ...RECORD, eventName, requestParameters: PARAMETERS[eventName], ...detail };
  return JSON.parse(JSON.stringify({ ...ENVELOPE, detail: record, ...envelope })) as Changes;
}

export function calledBy(userName: string): Changes {
  return { userIdentity: { sessionContext: { sessionIssuer: { userName } } } };
}
