import { shellWord } from '@entra-aws-creds/core/programs';
import type { CommandStep, DeploymentPlan } from './deployment-plan.ts';

/** What is taken away, and where it is. */
export type RemovalPlan = Pick<
  DeploymentPlan,
  'region' | 'stackName' | 'stackSet' | 'clientId' | 'isDelegated' | 'awsProfile'
>;

/**
 * How the automation is taken away again, in its order: members first, so that no account trusts a role that
 * is gone.
 */
export function removalSteps(plan: RemovalPlan): readonly CommandStep[] {
  const { region, stackName, stackSet, clientId, isDelegated, awsProfile } = plan;
  const named = `--stack-set-name ${shellWord(stackSet)}${isDelegated ? ' --call-as DELEGATED_ADMIN' : ''}`;
  return [
    {
      title: 'The member stacks',
      why: 'Roles that are created from now on stay as their creators wrote them. Where the management account has a stack of its own, delete that too.',
      commands: [
        ...(awsProfile === undefined ? [] : [`export AWS_PROFILE=${shellWord(awsProfile)}`]),
        `export AWS_REGION=${region}`,
        "root=$(aws organizations list-roots --query 'Roots[0].Id' --output text)",
        `operation=$(aws cloudformation delete-stack-instances ${named} \\`,
        `  --deployment-targets "OrganizationalUnitIds=$root" --regions ${region} --no-retain-stacks --query OperationId --output text)`,
        `while aws cloudformation describe-stack-set-operation ${named} --operation-id "$operation" \\`,
        "  --query StackSetOperation.Status --output text | grep -qE 'RUNNING|QUEUED'; do sleep 10; done",
        `aws cloudformation delete-stack-set ${named}`,
      ],
    },
    {
      title: 'The central stack',
      why: 'Its archive, logs and waiting messages go with it, and executions that wait for the end of a grace period: the applications of those roles stay, disabled.',
      commands: [
        ...(clientId === undefined
          ? [
              `client=$(aws cloudformation describe-stacks --stack-name ${shellWord(stackName)} \\`,
              '  --query "Stacks[0].Parameters[?ParameterKey==\'ClientId\'].ParameterValue" --output text)',
            ]
          : [`client=${shellWord(clientId)}`]),
        `aws cloudformation delete-stack --stack-name ${shellWord(stackName)}`,
        `aws cloudformation wait stack-delete-complete --stack-name ${shellWord(stackName)}`,
      ],
    },
    {
      title: 'Its application',
      why: 'It owns the applications of the roles; they stay. Outbound identity federation is switched off only if nothing else in the account uses it.',
      commands: [
        'az ad app delete --id "$client"',
        '# aws iam disable-outbound-web-identity-federation',
      ],
    },
  ];
}
