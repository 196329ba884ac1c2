import { type EntraCloud, TOKEN_EXCHANGE } from '@entra-aws-creds/bindings';
import { shellWord } from '@entra-aws-creds/core/programs';
import { GRAPH_CLIENT_ID, OWNED_BY } from './graph-permission.ts';

/** What is known of a deployment before it is there; what is not is asked for by its commands. */
export interface DeploymentPlan {
  readonly region: string;
  readonly stackName: string;
  readonly stackSet: string;
  readonly cloud: EntraCloud;
  readonly tenantId: string | undefined;
  /** Of the automation's application; undefined: it is to be made. */
  readonly clientId: string | undefined;
  readonly organizationId: string | undefined;
  /** Where the member stack goes; none: the root, which is everywhere. */
  readonly organizationalUnits: readonly string[];
  /** Whether the central account is a delegated administrator, and not the management account. */
  readonly isDelegated: boolean;
  /** Undefined: with whatever the AWS tools find. */
  readonly awsProfile: string | undefined;
  /** Further parameters of the central stack, by name. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** A part of a deployment, as somebody does it. */
export interface CommandStep {
  readonly title: string;
  /** Why, or what to look at, in a sentence or two. */
  readonly why: string;
  /** For a POSIX shell; variables of the steps before are still set. */
  readonly commands: readonly string[];
}

const AUTOMATION = 'entra-aws-creds-automation';

/** Parameters that both stacks have, and that must be the same in both. */
const OF_BOTH: readonly string[] = ['Mode', 'RolePath'];

/** Hosts of the issuers of other clouds, which the member stack must be told. */
const HOSTS: Readonly<Record<EntraCloud, Readonly<Record<string, string>>>> = {
  AzureCloud: {},
  AzureUSGovernment: { V2Host: 'login.microsoftonline.us' },
  AzureChinaCloud: { V1Host: 'sts.chinacloudapi.cn', V2Host: 'login.partner.microsoftonline.cn' },
};

/** The automation's deployment, in its order. */
export function deploymentSteps(plan: DeploymentPlan): readonly CommandStep[] {
  return [
    whereAndWhose(plan),
    application(plan),
    federation,
    centralStack(plan),
    federatedCredential(plan),
    memberStacks(plan),
    firstNight,
  ];
}

/** Names in the environment of the shell that all steps share. */
function whereAndWhose({
  region,
  cloud,
  tenantId,
  organizationId,
  awsProfile,
}: DeploymentPlan): CommandStep {
  return {
    title: 'Where, and whose',
    why: 'In a clone of this repository, logged in to Azure as an administrator of the tenant, and to AWS in the central account.',
    commands: [
      ...(awsProfile === undefined ? [] : [`export AWS_PROFILE=${shellWord(awsProfile)}`]),
      `export AWS_REGION=${region}`,
      ...(cloud === 'AzureCloud' ? [] : [`az cloud set --name ${cloud}`]),
      given('tenant', tenantId, 'az account show --query tenantId --output tsv'),
      given(
        'organization',
        organizationId,
        'aws organizations describe-organization --query Organization.Id --output text',
      ),
    ],
  };
}

function application({ clientId }: DeploymentPlan): CommandStep {
  const made = [
    `client=$(az ad app create --display-name ${AUTOMATION} --sign-in-audience AzureADMyOrg --query appId --output tsv)`,
    'az ad sp create --id "$client"',
  ];
  return {
    title: 'An application for the automation',
    why: 'It can write the applications that it has made, and no others. The last command is the consent of an administrator. Entra takes a minute to know a new application everywhere: run again what fails at first.',
    commands: [
      ...(clientId === undefined ? made : [`client=${shellWord(clientId)}`]),
      `az ad app permission add --id "$client" --api ${GRAPH_CLIENT_ID} --api-permissions ${OWNED_BY.id}=Role`,
      'az ad app permission admin-consent --id "$client"',
    ],
  };
}

const federation: CommandStep = {
  title: 'Outbound identity federation',
  why: 'Once for the account: it gives its roles an issuer, whose tokens Entra will take.',
  commands: [
    'issuer=$(aws iam get-outbound-web-identity-federation-info --query IssuerIdentifier --output text) || \\',
    '  issuer=$(aws iam enable-outbound-web-identity-federation --query IssuerIdentifier --output text)',
  ],
};

function centralStack({ stackName, cloud, parameters }: DeploymentPlan): CommandStep {
  const further = { ...(cloud !== 'AzureCloud' && { AuthorityHost: cloud }), ...parameters };
  const overrides = Object.entries(further).map(
    ([name, value]) => ` \\\n    ${shellWord(`${name}=${value}`)}`,
  );
  return {
    title: 'The central stack',
    why: 'Again with the same commands, it is updated.',
    commands: [
      'npm ci',
      'npm run build:organization',
      `sam deploy --template-file packages/organization/templates/central.yaml --stack-name ${shellWord(stackName)} \\`,
      '  --resolve-s3 --capabilities CAPABILITY_NAMED_IAM --no-fail-on-empty-changeset \\',
      `  --parameter-overrides "OrganizationId=$organization" "TenantId=$tenant" "ClientId=$client"${overrides.join('')}`,
      output('bus', 'BusArn', stackName),
      output('task_role', 'TaskRoleArn', stackName),
    ],
  };
}

function federatedCredential({ cloud }: DeploymentPlan): CommandStep {
  return {
    title: 'Trust of the application in the functions',
    why: 'Entra compares issuer and subject letter by letter. No secret is stored on either side.',
    commands: [
      'cat > federated.json <<JSON',
      `{ "name": "aws", "issuer": "$issuer", "subject": "$task_role", "audiences": ["${TOKEN_EXCHANGE[cloud]}"] }`,
      'JSON',
      'az ad app federated-credential create --id "$client" --parameters @federated.json',
    ],
  };
}

function memberStacks(plan: DeploymentPlan): CommandStep {
  const { region, stackSet, cloud, isDelegated, organizationalUnits, parameters } = plan;
  const named = `--stack-set-name ${shellWord(stackSet)}${isDelegated ? ' --call-as DELEGATED_ADMIN' : ''}`;
  const ofBoth = Object.entries(parameters).filter(([name]) => OF_BOTH.includes(name));
  const further = [...Object.entries(HOSTS[cloud]), ...ofBoth].map(
    ([name, value]) => ` \\\n    ${shellWord(`ParameterKey=${name},ParameterValue=${value}`)}`,
  );
  const root = "root=$(aws organizations list-roots --query 'Roots[0].Id' --output text)";
  const targets =
    organizationalUnits.length === 0
      ? '"OrganizationalUnitIds=$root"'
      : shellWord(`OrganizationalUnitIds=${organizationalUnits.join(',')}`);
  return {
    title: 'The member stacks',
    why: 'Accounts that join later get theirs by themselves. Stack sets leave the management account out: deploy the template there as a stack of the same name, or list the account in ExcludedAccounts.',
    commands: [
      `aws cloudformation create-stack-set ${named} \\`,
      '  --template-body file://packages/organization/templates/member.yaml --capabilities CAPABILITY_NAMED_IAM \\',
      '  --permission-model SERVICE_MANAGED --auto-deployment Enabled=true,RetainStacksOnAccountRemoval=false \\',
      '  --parameters "ParameterKey=CentralBusArn,ParameterValue=$bus" "ParameterKey=CentralRoleArn,ParameterValue=$task_role" \\',
      `    "ParameterKey=OrganizationId,ParameterValue=$organization" "ParameterKey=TenantId,ParameterValue=$tenant"${further.join('')}`,
      ...(organizationalUnits.length === 0 ? [root] : []),
      `aws cloudformation create-stack-instances ${named} \\`,
      `  --deployment-targets ${targets} --regions ${region}`,
    ],
  };
}

const firstNight: CommandStep = {
  title: 'The first night',
  why: 'First see that everything is there, and what it would do with roles that were there before it; then let it.',
  commands: [
    'entra-aws-creds organization doctor --entra --tenant-id "$tenant"',
    'entra-aws-creds organization plan',
    'entra-aws-creds organization reconcile',
  ],
};

function given(variable: string, value: string | undefined, otherwise: string): string {
  return value === undefined ? `${variable}=$(${otherwise})` : `${variable}=${shellWord(value)}`;
}

function output(variable: string, name: string, stack: string): string {
  const query = `Stacks[0].Outputs[?OutputKey=='${name}'].OutputValue`;
  return `${variable}=$(aws cloudformation describe-stacks --stack-name ${shellWord(stack)} --query "${query}" --output text)`;
}
