import { randomUUID } from 'node:crypto';
import { accountOf } from '../caller.ts';
import type { AwsCaller, AwsCloud } from '../cloud.ts';
import type { QueryError } from '../query-error.ts';
import type { QueryCall, QueryResult } from '../query-protocol.ts';
import type { CloudTrailEvent, CloudTrailRecord } from './event.ts';
import { requestParameters, responseElements } from './query-fields.ts';

/** Where IAM's events appear, by partition. */
const REGIONS: Readonly<Record<string, string>> = {
  'aws-cn': 'cn-north-1',
  'aws-us-gov': 'us-gov-west-1',
};

export interface RecordedCall {
  readonly caller: AwsCaller;
  readonly call: QueryCall;
  readonly outcome: { readonly result: QueryResult } | { readonly error: QueryError };
}

/**
 * What becomes of a call to IAM that changes something, whether it succeeded or not. The shape is that of
 * captured events.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html
 */
export function recordCall(cloud: AwsCloud, recorded: RecordedCall): CloudTrailEvent {
  const { id: account, partition } = accountOf(recorded.caller);
  const time = toTheSecond(cloud.now());
  const region = REGIONS[partition] ?? 'us-east-1';
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'AWS API Call via CloudTrail',
    source: 'aws.iam',
    ...{ account, time, region, resources: [] },
    detail: detailOf(recorded, { account, time, region }),
  };
}

function detailOf(
  { caller, call, outcome }: RecordedCall,
  { account, time, region }: Readonly<Record<'account' | 'time' | 'region', string>>,
): CloudTrailRecord {
  return {
    eventVersion: '1.11',
    userIdentity: userIdentity(caller),
    eventTime: time,
    eventSource: 'iam.amazonaws.com',
    eventName: call.action,
    awsRegion: region,
    sourceIPAddress: '127.0.0.1',
    userAgent: call.request.headers['user-agent'] ?? '',
    ...('error' in outcome && {
      errorCode: errorCode(outcome.error),
      errorMessage: outcome.error.message,
    }),
    requestParameters: requestParameters(call.parameters),
    responseElements: 'result' in outcome ? responseElements(outcome.result) : null,
    requestID: call.requestId,
    eventID: randomUUID(),
    readOnly: false,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: account,
    eventCategory: 'Management',
  };
}

/** By the names of the service model, which are not those of the answers. */
function errorCode({ code }: QueryError): string {
  if (code === 'AccessDenied') return code;
  return code === 'ValidationError' ? 'ValidationException' : `${code}Exception`;
}

function userIdentity(caller: AwsCaller): Readonly<Record<string, unknown>> {
  const accountId = accountOf(caller).id;
  if (caller.type === 'user') {
    const { userId, arn, name } = caller.user;
    const { accessKeyId } = caller.key;
    return { type: 'IAMUser', principalId: userId, arn, accountId, accessKeyId, userName: name };
  }
  const { role, arn, assumedRoleId, accessKeyId, issuedAt } = caller.session;
  return {
    type: 'AssumedRole',
    ...{ principalId: assumedRoleId, arn, accountId, accessKeyId },
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        ...{ principalId: role.roleId, arn: role.arn, accountId, userName: role.name },
      },
      attributes: { creationDate: toTheSecond(issuedAt), mfaAuthenticated: 'false' },
    },
  };
}

function toTheSecond(date: Date): string {
  return date.toISOString().replace(/\.\d+/, '');
}
