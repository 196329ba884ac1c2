import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  GetRoleCommand,
  type IAMClient,
  type Tag,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import type { TrustPolicy } from '@entra-aws-creds/sandbox';

export const MEMBER = '222222222222';

/** Somebody in the member account, who creates roles and changes their mind. */
export class Developer {
  readonly #iam: IAMClient;
  readonly #providerArn: (version: 'v1' | 'v2') => string;

  constructor(iam: IAMClient, providerArn: (version: 'v1' | 'v2') => string) {
    this.#iam = iam;
    this.#providerArn = providerArn;
  }

  async createRole(
    name: string,
    tags: Readonly<Record<string, string>> = {},
    aud = 'entra-aws-creds',
    path = '/entra-aws-creds/',
    version: 'v1' | 'v2' = 'v2',
  ) {
    const [, host = ''] = this.#providerArn(version).split('oidc-provider/');
    const document = {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Federated: this.#providerArn(version) },
          Action: 'sts:AssumeRoleWithWebIdentity',
          Condition: { StringEquals: { [`${host}:aud`]: aud } },
        },
      ],
    };
    const Tags = Object.entries(tags).map(([Key, Value]): Tag => ({ Key, Value }));
    await this.#iam.send(
      new CreateRoleCommand({
        RoleName: name,
        Path: path,
        AssumeRolePolicyDocument: JSON.stringify(document),
        ...(Tags.length > 0 && { Tags }),
      }),
    );
  }

  async attachPolicy(name: string): Promise<void> {
    const PolicyArn = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
    await this.#iam.send(new AttachRolePolicyCommand({ RoleName: name, PolicyArn }));
  }

  async deleteRole(name: string): Promise<void> {
    await this.#iam.send(new DeleteRoleCommand({ RoleName: name }));
  }

  async tagRole(name: string, key: string, value: string): Promise<void> {
    await this.tagWith(name, { [key]: value });
  }

  async tagWith(name: string, tags: Readonly<Record<string, string>>): Promise<void> {
    const Tags = Object.entries(tags).map(([Key, Value]): Tag => ({ Key, Value }));
    await this.#iam.send(new TagRoleCommand({ RoleName: name, Tags }));
  }

  async untag(name: string, ...keys: readonly string[]): Promise<void> {
    await this.#iam.send(new UntagRoleCommand({ RoleName: name, TagKeys: [...keys] }));
  }

  async tagsOf(name: string): Promise<Readonly<Record<string, string>>> {
    const { Role } = await this.#iam.send(new GetRoleCommand({ RoleName: name }));
    return Object.fromEntries((Role?.Tags ?? []).map(({ Key, Value }) => [Key, Value]));
  }

  /** The developer writes a trust policy without the tenant. */
  async trustAnother(name: string): Promise<void> {
    const github = `arn:aws:iam::${MEMBER}:oidc-provider/token.actions.githubusercontent.com`;
    const document = {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Federated: github },
          Action: 'sts:AssumeRoleWithWebIdentity',
          Condition: {
            StringEquals: {
              'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
              'token.actions.githubusercontent.com:sub': 'repo:contoso/web:environment:prod',
            },
          },
        },
      ],
    };
    await this.#iam.send(
      new UpdateAssumeRolePolicyCommand({
        RoleName: name,
        PolicyDocument: JSON.stringify(document),
      }),
    );
  }

  async trustOf(name: string): Promise<TrustPolicy> {
    const { Role } = await this.#iam.send(new GetRoleCommand({ RoleName: name }));
    return JSON.parse(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '')) as TrustPolicy;
  }
}
