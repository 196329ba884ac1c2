import {
  GetAccessKeyLastUsedCommand,
  GetOpenIDConnectProviderCommand,
  GetRoleCommand,
  ListAccessKeysCommand,
  ListAttachedUserPoliciesCommand,
  ListRolesCommand,
  ListUsersCommand,
  type Role,
} from '@aws-sdk/client-iam';
import type { Iam } from '@entra-aws-creds/bindings';
import { NetworkFailure } from '@entra-aws-creds/core/programs';
import { parsePolicyText } from '@entra-aws-creds/trust-policy';
import type { LastUse } from '../report/report-line.ts';
import type { RolePolicy } from '../role-policy.ts';

/** A role as `ListRoles` tells of it. */
export interface ListedRole {
  readonly role: RolePolicy;
  readonly created: Date | undefined;
}

export interface ListedUser {
  readonly name: string;
  /** Whether somebody has ever signed in to the console as it. */
  readonly signedIn: boolean;
}

export interface ActiveKey {
  readonly id: string;
  readonly created: Date | undefined;
}

export interface KeyUse {
  readonly lastUse: LastUse;
  /** `s3`; undefined when it was never used. */
  readonly service: string | undefined;
}

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_User.html */
const USER_NAME = /^[\w+=,.@-]{1,64}$/;
const PLAIN_POLICY_ARN = /^arn:[a-z-]{1,32}:iam::(?:aws|\d{12}):policy\/[\w+=,.@/-]{1,600}$/;

/** The most users that IAM gives on one page. */
const USERS_ON_A_PAGE = 1_000;

/** Of usual policies so many make half of the largest answer that the network takes; of the longest, a few. */
const ROLES_ON_A_PAGE = 300;
const FEWEST_ON_A_PAGE = 10;

/**
 * What an audit reads of one account's IAM, and nothing else: every call only reads.
 *
 * @throws StepFailure `EAC_IAM_…`, from every call
 */
export class AccountIam {
  readonly #iam: Iam;
  readonly #providers = new Map<string, Promise<readonly string[] | undefined>>();

  constructor(iam: Iam) {
    this.#iam = iam;
  }

  /** Every role, page by page, with its trust policy; without its last use, which the list leaves out. */
  async *roles(): AsyncIterable<ListedRole> {
    let marker: string | undefined;
    let size = ROLES_ON_A_PAGE;
    for (let isLast = false; !isLast; ) {
      const page = await this.#rolePage(marker, size);
      if (page === 'too large') {
        size = Math.ceil(size / 4);
        continue;
      }
      for (const role of page?.Roles ?? []) yield listed(role);
      marker = page?.IsTruncated === true ? page.Marker : undefined;
      isLast = marker === undefined;
    }
  }

  async #rolePage(marker: string | undefined, size: number) {
    try {
      return await this.#iam.send({
        asking: 'Listing the roles',
        action: 'iam:ListRoles',
        call: (client) => client.send(new ListRolesCommand({ Marker: marker, MaxItems: size })),
      });
    } catch (error) {
      const { cause } = error as Error;
      const isTooLarge = cause instanceof NetworkFailure && cause.kind === 'answer-too-large';
      if (isTooLarge && size > FEWEST_ON_A_PAGE) return 'too large';
      throw error;
    }
  }

  /** Undefined for a role that has gone meanwhile. */
  async lastUse(roleName: string): Promise<LastUse | undefined> {
    const answer = await this.#iam.send({
      asking: `Reading the role ${roleName}`,
      action: 'iam:GetRole',
      call: (client) => client.send(new GetRoleCommand({ RoleName: roleName })),
      accepted: ['NoSuchEntity'],
    });
    if (answer?.Role === undefined) return undefined;
    const { LastUsedDate, Region } = answer.Role.RoleLastUsed ?? {};
    return { at: LastUsedDate?.toISOString() ?? null, region: Region };
  }

  /** The client IDs that an identity provider lists; undefined where there is no such provider. Asked once. */
  audiences(providerArn: string): Promise<readonly string[] | undefined> {
    const known = this.#providers.get(providerArn);
    if (known !== undefined) return known;
    const asked = this.#iam
      .send({
        asking: `Reading the identity provider ${providerArn}`,
        action: 'iam:GetOpenIDConnectProvider',
        call: (client) =>
          client.send(
            new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: providerArn }),
          ),
        accepted: ['NoSuchEntity', 'InvalidInput'],
      })
      .then((answer) => answer && (answer.ClientIDList ?? []));
    this.#providers.set(providerArn, asked);
    return asked;
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

function listed({
  Arn = '',
  RoleName = '',
  AssumeRolePolicyDocument,
  CreateDate,
}: Role): ListedRole {
  const [, partition = 'aws', , , account = ''] = Arn.split(':');
  return {
    role: {
      name: RoleName,
      arn: Arn,
      partition,
      account,
      place: { artifact: `aws/${account}/role/${RoleName}`, line: undefined },
      // Its lines are those of no file.
      parsed: { ...parsePolicyText(AssumeRolePolicyDocument ?? ''), lines: new Map() },
    },
    created: CreateDate,
  };
}
