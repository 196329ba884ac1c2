import { APPLICATION_ID_TAG } from '../ownership.ts';
import { roleDescription } from '../plan/setup-aws.ts';
import { placeholder, withPlaceholders } from './placeholder.ts';
import {
  comment,
  type Printed,
  pathOf,
  policyIn,
  printedPins,
  printedProvider,
  printedStatement,
  proofOf,
} from './printed.ts';
import { providerComments } from './provider-comment.ts';
import { yaml } from './yaml-text.ts';

/**
 * AWS's half for a stack in one account, or a stack set in many: nothing in it names an account.
 *
 * The provider is made only when that is asked for: a stack that makes one that is there fails, and its
 * rollback has been reported to delete it.
 */
export function printCloudFormation(printed: Printed): string {
  const clientId = printed.ids?.clientId ?? 'CLIENT_ID';
  const comments = [
    `In AWS, who trusts the application ${printed.application.uniqueName} of Entra. Deploy it with`,
    ...deployment(printed).map((line) => `  ${line}`),
    ...providerComments(printed, clientId),
    'Only where it is not there, set CreateProvider to true: a stack that makes one over it fails, and may delete it.',
    `Not proved here. To prove it in the pipeline: ${proofOf(printed, clientId)}`,
  ];
  const lines = comments.map((line) => comment('#', line)).join('\n');
  return `${lines}${yaml(template(printed))}\n`;
}

function deployment({ roles, ids }: Printed): readonly string[] {
  const name = `entra-aws-creds-${roles[0].name.replace(/[^A-Za-z0-9-]/g, '-')}`;
  const capabilities = '--capabilities CAPABILITY_NAMED_IAM';
  if (roles.length === 1) {
    const parameters = ids === undefined ? ' --parameter-overrides ClientId=… Subject=…' : '';
    return [
      `aws cloudformation deploy --stack-name ${name} --template-file FILE ${capabilities}${parameters}`,
    ];
  }
  const parameters =
    ids === undefined
      ? ' --parameters ParameterKey=ClientId,ParameterValue=… ParameterKey=Subject,ParameterValue=…'
      : '';
  const accounts = roles.map(({ account }) => account).join(' ');
  return [
    `aws cloudformation create-stack-set --stack-set-name ${name} --template-body file://FILE ${capabilities}${parameters}`,
    `aws cloudformation create-stack-instances --stack-set-name ${name} --accounts ${accounts} --regions ${roles[0].partition.id === 'aws' ? 'us-east-1' : 'REGION'}`,
  ];
}

const GUID = '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$';

function template(printed: Printed): object {
  const { ids } = printed;
  const id = (Description: string, Default: string | undefined) => ({
    Type: 'String',
    Description,
    AllowedPattern: GUID,
    Default,
  });
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: roleDescription(printed.application),
    Parameters: {
      ClientId: id('Application (client) ID in Entra', ids?.clientId),
      Subject: id('Object ID of the service principal in Entra', ids?.servicePrincipalId),
      CreateProvider: {
        Type: 'String',
        Description: "Whether the account lacks the tenant's identity provider",
        AllowedValues: ['true', 'false'],
        Default: 'false',
      },
    },
    Conditions: { LacksProvider: { 'Fn::Equals': [{ Ref: 'CreateProvider' }, 'true'] } },
    Resources: { Provider: provider(printed), Role: role(printed) },
    Outputs: { RoleArn: { Value: { 'Fn::GetAtt': ['Role', 'Arn'] } } },
  };
}

/** Stays when the stack goes: others may trust it by then. */
function provider(printed: Printed): object {
  const { url } = printedProvider(printed, printed.roles[0]);
  return {
    Type: 'AWS::IAM::OIDCProvider',
    Condition: 'LacksProvider',
    DeletionPolicy: 'Retain',
    UpdateReplacePolicy: 'Retain',
    Properties: { Url: url, ClientIdList: [withPlaceholders(printedPins(printed).aud)] },
  };
}

function role(printed: Printed): object {
  const { roles, policies, permissionsBoundary: boundary, maxSessionDuration } = printed;
  const [first] = roles;
  const account = placeholder('account');
  const { keyPrefix } = printedProvider(printed, first);
  const statement = printedStatement(printed, {
    sid: placeholder('sid'),
    provider: `arn:${first.partition.id}:iam::${account}:oidc-provider/${keyPrefix}`,
    say: withPlaceholders,
  });
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      RoleName: first.name,
      Path: pathOf(first),
      Description: roleDescription(printed.application),
      MaxSessionDuration: maxSessionDuration,
      PermissionsBoundary: boundary && policyIn(boundary, printed, account),
      ManagedPolicyArns:
        policies.length === 0
          ? undefined
          : policies.map((policy) => policyIn(policy, printed, account)),
      Tags: [{ Key: APPLICATION_ID_TAG, Value: placeholder('client_id') }],
      AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [statement] },
    },
  };
}
