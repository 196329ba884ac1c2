import {
  GetAccessKeyLastUsedCommand,
  ListAccessKeysCommand,
  ListAttachedUserPoliciesCommand,
  ListUsersCommand,
} from '@aws-sdk/client-iam';
import type { Iam } from '@entra-aws-creds/bindings';
import type { LastUse } from '../report/report-line.ts';

export interface ListedUser {
  readonly name: string;
  /** Whether somebody has ever signed in to the console as it. */
  readonly signedIn: boolean;
}

export interface ActiveKey {
  readonly id: string;
  readonly created: Date | undefined;
}

interface KeyUse {
  readonly lastUse: LastUse;
  /** `s3`; undefined when it was never used. */
  readonly service: string | undefined;
}

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_User.html */
const USER_NAME = /^[\w+=,.@-]{1,64}$/;
const PLAIN_POLICY_ARN = /^arn:[a-z-]{1,32}:iam::(?:aws|\d{12}):policy\/[\w+=,.@/-]{1,600}$/;

/** The most users that IAM gives on one page. */
const USERS_ON_A_PAGE = 1_000;

/**
 * What an audit reads of the users of an account and of their keys; every call only reads.
 *
 * @throws StepFailure `EAC_IAM_…`, from every call
 */
export class AccountKeys {
  readonly #iam: Iam;

  constructor(iam: Iam) {
    this.#iam = iam;
  }

  async *users(): AsyncIterable<ListedUser> {
    let marker: string | undefined;
    do {
      const page = await this.#iam.send({
        asking: 'Listing the users',
        action: 'iam:ListUsers',
        call: (client) =>
          client.send(new ListUsersCommand({ Marker: marker, MaxItems: USERS_ON_A_PAGE })),
      });
      for (const { UserName = '', PasswordLastUsed } of page?.Users ?? []) {
        if (USER_NAME.test(UserName)) {
          yield { name: UserName, signedIn: PasswordLastUsed !== undefined };
        }
      }
      marker = page?.IsTruncated === true ? page.Marker : undefined;
    } while (marker !== undefined);
  }

  /** A user has two keys at most. */
  async activeKeys(userName: string): Promise<readonly ActiveKey[]> {
    const answer = await this.#iam.send({
      asking: `Listing the access keys of ${userName}`,
      action: 'iam:ListAccessKeys',
      call: (client) => client.send(new ListAccessKeysCommand({ UserName: userName })),
      accepted: ['NoSuchEntity'],
    });
    return (answer?.AccessKeyMetadata ?? []).flatMap(({ AccessKeyId, Status, CreateDate }) =>
      AccessKeyId !== undefined && Status === 'Active'
        ? [{ id: AccessKeyId, created: CreateDate }]
        : [],
    );
  }

  async keyUse(keyId: string): Promise<KeyUse> {
    const answer = await this.#iam.send({
      asking: 'Reading when an access key was last used',
      action: 'iam:GetAccessKeyLastUsed',
      call: (client) => client.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: keyId })),
      accepted: ['NoSuchEntity'],
    });
    const { LastUsedDate, Region, ServiceName } = answer?.AccessKeyLastUsed ?? {};
    const told = (text: string | undefined) => (text === 'N/A' ? undefined : text);
    return {
      lastUse: { at: LastUsedDate?.toISOString() ?? null, region: told(Region) },
      service: told(ServiceName),
    };
  }

  /** ARNs of the managed policies of a user, the first hundred of them; without those that a shell would read more into. */
  async userPolicies(userName: string): Promise<readonly string[]> {
    const answer = await this.#iam.send({
      asking: `Listing the policies of ${userName}`,
      action: 'iam:ListAttachedUserPolicies',
      call: (client) => client.send(new ListAttachedUserPoliciesCommand({ UserName: userName })),
      accepted: ['NoSuchEntity'],
    });
    return (answer?.AttachedPolicies ?? []).flatMap(({ PolicyArn = '' }) =>
      PLAIN_POLICY_ARN.test(PolicyArn) ? [PolicyArn] : [],
    );
  }
}
