import { isJsonObject, type JsonObject } from '@entra-aws-creds/core/services';

/** Calls after which a role may have to be bound, set right or let go. */
export const ROLE_EVENTS = [
  'CreateRole',
  'UpdateAssumeRolePolicy',
  'DeleteRole',
  'TagRole',
  'UntagRole',
] as const;

export type RoleEventName = (typeof ROLE_EVENTS)[number];

/** What an event says of a role; nothing of it is acted on but that this role is to be looked at. */
export interface RoleEvent {
  /** CloudTrail's; the same for every delivery of it. */
  readonly id: string;
  readonly name: RoleEventName;
  readonly time: Date;
  readonly partition: string;
  readonly account: string;
  /** As it was written in the call, whatever the case of the role's own name. */
  readonly role: string;
  /** Name of the role whose session made the call, if one did. */
  readonly caller: string | undefined;
}

/** An event that says nothing of a role, and why. */
export interface NoRoleEvent {
  readonly ignored: string;
}

/** In China the service calls itself by either name. */
const DETAIL_TYPES: readonly unknown[] = [
  'AWS API Call via CloudTrail',
  'Amazon API Call via CloudTrail',
];
const ACCOUNT = /^\d{12}$/;
const EVENT_ID = /^[\w-]{1,64}$/;
const ROLE_NAME = /^[\w+=,.@-]{1,64}$/;
const LONGEST_EVENT = 262_144;

/**
 * Reads an event as EventBridge delivers it from CloudTrail. It may come from anybody who can put events on
 * the bus, so nothing is taken as it stands, and whatever is wrong with it makes it no event of a role.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/ref/event-delivery-level.html
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export function readRoleEvent(event: unknown): RoleEvent | NoRoleEvent {
  if (!isJsonObject(event)) return ignored('it is no object');
  const { detail, source } = event;
  if (source !== 'aws.iam') return ignored('its source is not aws.iam');
  if (!DETAIL_TYPES.includes(event['detail-type'])) return ignored('it is not from CloudTrail');
  if (!isJsonObject(detail)) return ignored('it has no record');
  if (detail['eventSource'] !== 'iam.amazonaws.com') return ignored('the call was not to IAM');
  // A call that failed changed nothing: a role that could not be deleted is still there.
  if (present(detail['errorCode']) || present(detail['errorMessage'])) {
    return ignored('the call failed');
  }
  const name = ROLE_EVENTS.find((one) => one === detail['eventName']);
  if (name === undefined) return ignored('the call was about something else');
  return readRecord(event, detail, name);
}

function readRecord(
  event: JsonObject,
  detail: JsonObject,
  name: RoleEventName,
): RoleEvent | NoRoleEvent {
  const account = text(detail['recipientAccountId'], ACCOUNT);
  if (account === undefined) return ignored('it names no account');
  // Some buses leave the account of forwarded events out; one that differs is somebody's who pretends.
  if (present(event['account']) && event['account'] !== account) {
    return ignored('the accounts in it differ');
  }
  const parameters = detail['requestParameters'];
  const role = isJsonObject(parameters) ? text(parameters['roleName'], ROLE_NAME) : undefined;
  if (role === undefined) return ignored('it names no role');
  const id = text(detail['eventID'], EVENT_ID);
  const time = new Date(typeof detail['eventTime'] === 'string' ? detail['eventTime'] : Number.NaN);
  if (id === undefined || Number.isNaN(time.getTime())) return ignored('it has no ID or time');
  const partition = partitionIn(detail['awsRegion']);
  return { id, name, time, partition, account, role, caller: callerOf(detail['userIdentity']) };
}

/** IAM records its calls in one region of each partition. */
function partitionIn(region: unknown): string {
  if (typeof region !== 'string') return 'aws';
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

function callerOf(identity: unknown): string | undefined {
  const context = isJsonObject(identity) ? identity['sessionContext'] : undefined;
  const issuer = isJsonObject(context) ? context['sessionIssuer'] : undefined;
  return isJsonObject(issuer) ? text(issuer['userName'], ROLE_NAME) : undefined;
}

function text(value: unknown, form: RegExp): string | undefined {
  return typeof value === 'string' && value.length < LONGEST_EVENT && form.test(value)
    ? value
    : undefined;
}

function present(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function ignored(why: string): NoRoleEvent {
  return { ignored: why };
}
