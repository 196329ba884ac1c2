import type { AssumeRoleResponse, AssumeRoleWithWebIdentityResponse } from '@aws-sdk/client-sts';
import { type AccountId, parseAccountId } from '../1-inputs/aws/account-id.ts';
import type { RoleArn } from '../1-inputs/aws/role-arn.ts';
import type { SessionName } from '../1-inputs/aws/session-name.ts';
import type { StsEndpoint } from '../1-inputs/aws/sts-endpoint.ts';
import { StepFailure } from '../failure/step-failure.ts';
import { Secret } from '../text/secret.ts';

/** Temporary credentials of one role session. */
export interface SessionCredentials {
  readonly accessKeyId: Secret;
  readonly secretAccessKey: Secret;
  readonly sessionToken: Secret;
  readonly expires: Date;
  /** As {@link sessionArnOf} has it; undefined where an STS that is not AWS's does not say whose they are. */
  readonly assumedRoleArn: string | undefined;
  readonly account: AccountId | undefined;
}

/** @see https://docs.aws.amazon.com/STS/latest/APIReference/API_Credentials.html */
const ACCESS_KEY_ID = /^\w{16,128}$/;
/** Neither format is documented; both become environment variables, so a line break must not be in them. */
const PRINTABLE = /^[\x21-\x7e]{16,8192}$/;
const ASSUMED_ROLE_ARN =
  /^arn:[a-z-]+:sts::(\d{12}):assumed-role\/[\w+=,.@-]{1,64}\/[\w+=,.@-]{2,64}$/;

/** The ARN of a session: `arn:{partition}:sts::{account}:assumed-role/{role name}/{session name}`. */
export function sessionArnOf({ partition, account, name }: RoleArn, session: SessionName): string {
  return `arn:${partition.id}:sts::${account}:assumed-role/${name}/${session}`;
}

/**
 * What STS answered, when it is what STS answers. Only an endpoint that the pipeline author has chosen may
 * leave out whose credentials they are, as MinIO does.
 *
 * @throws StepFailure `EAC_STS_ANSWER` naming the field that is missing or malformed
 */
export function parseSessionCredentials(
  answer: AssumeRoleWithWebIdentityResponse | AssumeRoleResponse,
  { chosen }: StsEndpoint,
  now: Date,
): SessionCredentials {
  const { Credentials: credentials, AssumedRoleUser: user } = answer;
  const assumedRoleArn =
    chosen && !user?.Arn ? undefined : field('AssumedRoleUser.Arn', user?.Arn, ASSUMED_ROLE_ARN);
  const account = ASSUMED_ROLE_ARN.exec(assumedRoleArn ?? '')?.[1];
  const expires = credentials?.Expiration;
  if (!(expires instanceof Date) || !(expires.getTime() > now.getTime())) {
    throw malformed('Credentials.Expiration');
  }
  return {
    accessKeyId: new Secret(
      field('Credentials.AccessKeyId', credentials?.AccessKeyId, ACCESS_KEY_ID),
    ),
    secretAccessKey: new Secret(
      field('Credentials.SecretAccessKey', credentials?.SecretAccessKey, PRINTABLE),
    ),
    sessionToken: new Secret(
      field('Credentials.SessionToken', credentials?.SessionToken, PRINTABLE),
    ),
    expires,
    assumedRoleArn,
    account: account === undefined ? undefined : parseAccountId(account),
  };
}

function field(name: string, value: string | undefined, form: RegExp): string {
  if (value !== undefined && form.test(value)) return value;
  throw malformed(name);
}

function malformed(name: string): StepFailure {
  return new StepFailure(
    'EAC_STS_ANSWER',
    `The answer from STS has no usable ${name}.`,
    'This is not how STS answers: check "sts-endpoint", AWS_ENDPOINT_URL_STS and any proxy on the way.',
  );
}
