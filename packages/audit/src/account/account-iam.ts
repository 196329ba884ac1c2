import {
  GetOpenIDConnectProviderCommand,
  GetRoleCommand,
  ListRolesCommand,
  type Role,
} from '@aws-sdk/client-iam';
import type { Iam } from '@entra-aws-creds/bindings';
import { NetworkFailure } from '@entra-aws-creds/core/programs';
import { parsePolicyText } from '@entra-aws-creds/trust-policy';
import { AccountKeys } from '../keys/account-keys.ts';
import type { LastUse } from '../report/report-line.ts';
import type { RolePolicy } from '../role-policy.ts';

/** A role as `ListRoles` tells of it. */
export interface ListedRole {
  readonly role: RolePolicy;
  readonly created: Date | undefined;
}

/** Of usual policies so many make half of the largest answer that the network takes; of the longest, a few. */
const ROLES_ON_A_PAGE = 300;
const FEWEST_ON_A_PAGE = 10;

/**
 * What an audit reads of one account's IAM, and nothing else: every call only reads.
 *
 * @throws StepFailure `EAC_IAM_…`, from every call
 */
export class AccountIam {
  readonly keys: AccountKeys;
  readonly #iam: Iam;
  readonly #providers = new Map<string, Promise<readonly string[] | undefined>>();

  constructor(iam: Iam) {
    this.#iam = iam;
    this.keys = new AccountKeys(iam);
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
