import { StepFailure } from '@entra-aws-creds/core/services';
import type { AwsCaller } from '../aws-services/aws-caller.ts';
import { readStack, type Stack } from './stack.ts';

/** The central stack, as far as commands have to do with what is in it. */
export interface Deployment {
  readonly stack: Stack;
  readonly taskRoleArn: string;
  /** Of `Web-Identity-Role`. */
  readonly stateMachineArn: string;
  /** Of `Web-Identity-Nightly`. */
  readonly nightlyStateMachineArn: string;
  /** Events that did not get to the router. */
  readonly deadLettersUrl: string;
  /** Events that the router failed on. */
  readonly routerFailuresUrl: string;
}

/**
 * Finds the central stack.
 *
 * @throws StepFailure `EAC_AUTOMATION_MISSING` where it is not there, or has no outputs yet
 */
export async function readDeployment(
  stackName: string,
  region: string,
  aws: AwsCaller,
): Promise<Deployment> {
  const stack = await readStack(stackName, aws);
  if (stack === undefined) {
    throw new StepFailure(
      'EAC_AUTOMATION_MISSING',
      `There is no stack ${stackName} in ${region} of this account.`,
      'The AWS credentials must be of the central account: check "--admin-aws-profile", and "--stack-name" if it has another name. "entra-aws-creds organization deploy" says how to deploy it.',
    );
  }
  return deploymentIn(stack);
}

/** @throws StepFailure `EAC_AUTOMATION_MISSING` naming the outputs that it lacks */
export function deploymentIn(stack: Stack): Deployment {
  const missing: string[] = [];
  const output = (name: string) => {
    const value = stack.outputs.get(name);
    if (value === undefined) missing.push(name);
    return value ?? '';
  };
  const deployment = {
    stack,
    taskRoleArn: output('TaskRoleArn'),
    stateMachineArn: output('StateMachineArn'),
    nightlyStateMachineArn: output('NightlyStateMachineArn'),
    deadLettersUrl: output('DeadLettersUrl'),
    routerFailuresUrl: output('RouterFailuresUrl'),
  };
  if (missing.length === 0) return deployment;
  throw new StepFailure(
    'EAC_AUTOMATION_MISSING',
    `The stack ${stack.name} (${stack.status}) lacks ${missing.join(', ')} among its outputs.`,
    `It is another stack, an older one, or it is not done: see it in CloudFormation, and deploy the central template again.${stack.why === '' ? '' : ` CloudFormation says: ${stack.why}`}`,
  );
}
