import { EnableOutboundWebIdentityFederationCommand } from '@aws-sdk/client-iam';
import type { AwsAccount, AwsStateMachine, ExecutionWork, Sandbox } from '@entra-aws-creds/sandbox';
import type { NodeVersion } from '../bundle/node-versions.ts';
import { iamClient } from '../sandbox/iam-client.ts';
import { type EmptyEstate, emptyEstate } from './administrator.ts';
import type { Outcome } from './program.ts';

/** What a state machine does unless a test says otherwise: it goes on. */
const GOES_ON: ExecutionWork = () => new Promise(() => {});

/** The account that the automation is deployed in, as far as commands look at it, and the program. */
export interface CentralEstate {
  readonly estate: EmptyEstate;
  readonly account: AwsAccount;
  readonly member: AwsAccount;
  readonly roles: AwsStateMachine;
  readonly nights: AwsStateMachine;
  readonly deadLetters: string;
  /** `entra-aws-creds organization`, with what it must be told of the sandbox. */
  run(verb: string, ...args: readonly string[]): Promise<Outcome>;
}

interface Works {
  readonly role?: ExecutionWork;
  readonly night?: ExecutionWork;
}

/** Deployed as its templates say, with nothing wrong. */
export async function centralEstate(
  sandbox: Sandbox,
  node: NodeVersion = 'Node 20',
  { role = GOES_ON, night = GOES_ON }: Works = {},
): Promise<CentralEstate> {
  const estate = emptyEstate(sandbox, node);
  const { account, tenant, administrator } = estate;
  const member = sandbox.aws.account(String(Number(account.id) + 500_000_000_000));
  sandbox.aws.organize({ managementAccount: account }).add(member);
  const { regional } = account;
  const taskRoleArn = account.arn('iam', 'role/entra-aws-creds-tasks');
  const roles = regional.stateMachine('Web-Identity-Role', role);
  const nights = regional.stateMachine('Web-Identity-Nightly', night);
  const deadLetters = regional.queue('entra-aws-creds-dead-letters');
  regional.stacks.push({
    name: 'entra-aws-creds',
    status: 'UPDATE_COMPLETE',
    parameters: {
      TenantId: tenant.id,
      ClientId: administrator.clientId,
      ExcludedAccounts: account.id,
      RolePath: '/entra-aws-creds/',
    },
    outputs: {
      TaskRoleArn: taskRoleArn,
      StateMachineArn: roles.arn,
      NightlyStateMachineArn: nights.arn,
      DeadLettersUrl: deadLetters,
      RouterFailuresUrl: regional.queue('entra-aws-creds-router-failures'),
    },
  });
  regional.stackSets.push({
    name: 'entra-aws-creds-member',
    calledAs: 'SELF',
    parameters: { TenantId: tenant.id, CentralRoleArn: taskRoleArn, RolePath: '/entra-aws-creds/' },
    instances: [{ account: member.id, region: 'us-east-1', status: 'CURRENT' }],
  });
  for (const name of ['executions-failed', 'nightly-failed']) {
    regional.alarms.push({ name: `entra-aws-creds-${name}`, description: name, state: 'OK' });
  }
  const iam = iamClient(sandbox, estate.user);
  await iam.send(new EnableOutboundWebIdentityFederationCommand({}));
  const trust = account.outboundIssuer?.federatedCredential(taskRoleArn);
  if (trust) administrator.federatedCredentials.push(trust);
  const environment = {
    AWS_ENDPOINT_URL_CLOUDFORMATION: sandbox.regionalUrl,
    AWS_ENDPOINT_URL_CLOUDWATCH: sandbox.regionalUrl,
    AWS_ENDPOINT_URL_ORGANIZATIONS: sandbox.organizationsUrl,
    AWS_ENDPOINT_URL_SFN: sandbox.regionalUrl,
    AWS_ENDPOINT_URL_SQS: sandbox.regionalUrl,
    AWS_REGION: 'eu-west-1',
  };
  // Whoever works in a region of their own must not miss the stack, which is in that of IAM.
  const places = estate.places.slice(0, 2);
  const run = (verb: string, ...args: readonly string[]) =>
    estate.home.run(['organization', verb, ...places, ...args], { env: environment });
  return { estate, account, member, roles, nights, deadLetters, run };
}
