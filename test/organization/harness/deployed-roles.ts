import {
  type AwsAccount,
  type AwsRole,
  type IdentityPolicy,
  type RoleProperties,
  roleOptionsOf,
} from '@entra-aws-creds/sandbox';
import { resolved } from './template.ts';

/** Where the stacks are deployed. */
interface Stacks {
  readonly central: AwsAccount;
  readonly member: AwsAccount;
  readonly organization: string;
  readonly tenant: string;
  /** Hosts of the issuers of both versions. */
  readonly hosts: { readonly V1Host: string; readonly V2Host: string };
  /** Further parameters of the member's template, and of the central one. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly centralParameters: Readonly<Record<string, string>>;
  /** An action that no statement allows then. */
  readonly without: string | undefined;
}

/** The roles of both templates, with the policies that stand in them. @returns that of the central tasks */
export function deployRoles(stacks: Stacks): AwsRole {
  const { central, member, organization, tenant, hosts, parameters, without } = stacks;
  const common = { 'AWS::Partition': 'aws', OrganizationId: organization, TenantId: tenant };
  const { Resources } = resolved('central.yaml', {
    ...common,
    'AWS::AccountId': central.id,
    'AWS::Region': 'us-east-1',
    ...stacks.centralParameters,
  });
  const taskRole = central.role(roleOptions(Resources['TaskRole']?.Properties, without));
  const members = resolved('member.yaml', {
    ...common,
    ...hosts,
    'AWS::AccountId': member.id,
    CentralRoleArn: taskRole.arn,
    ...parameters,
  });
  member.role(roleOptions(members.Resources['AutomationRole']?.Properties, without));
  return taskRole;
}

function roleOptions(properties: RoleProperties, without: string | undefined) {
  const Policies = (properties.Policies ?? []).map(({ PolicyName, PolicyDocument }) => ({
    PolicyName,
    PolicyDocument: { ...PolicyDocument, Statement: lessOf(PolicyDocument.Statement, without) },
  }));
  return roleOptionsOf({ ...properties, Policies }, '');
}

/** The statements, one action fewer. */
function lessOf(statements: IdentityPolicy['Statement'], without: string | undefined) {
  return [statements]
    .flat()
    .map((one) => ({ ...one, Action: [one.Action ?? []].flat().filter((it) => it !== without) }))
    .filter(({ Action }) => Action.length > 0);
}
