import type { AwsCaller } from '../aws-services/aws-caller.ts';
import { type Deployment, deploymentIn } from '../deployment/deployment.ts';
import { shellCommand } from '../deployment/shell-command.ts';
import { isComplete, readStack, type Stack } from '../deployment/stack.ts';
import { messagesIn } from '../status/queues.ts';
import { type DeploymentCheck, fine, type Looked, notTried, wrong } from './deployment-check.ts';

/** Where the automation has to be, and where somebody meant it to be. */
export interface Regions {
  /** That of IAM's events in the partition. */
  readonly home: string;
  /** Undefined: nobody named one. */
  readonly asked: string | undefined;
}

export function checkRegion({ home, asked }: Regions): DeploymentCheck {
  if (asked === undefined || asked === home) {
    return fine('region', `${home}, where IAM's events of the partition come`);
  }
  return wrong(
    'region',
    `${asked} is asked for, and IAM's events come in ${home} alone. Both stacks have to be there; what follows was looked for in ${home}.`,
    [`Give --region ${home}, or none.`],
  );
}

export async function checkStack(
  name: string,
  { home }: Regions,
  aws: AwsCaller,
): Promise<Looked<Stack>> {
  const stack = await readStack(name, aws);
  if (stack === undefined) {
    const check = wrong(
      'central-stack',
      `There is no stack ${name} in ${home} of this account.`,
      ['entra-aws-creds organization deploy'],
      ['Its commands deploy it; for another account see --admin-aws-profile.'],
    );
    return { check };
  }
  // Throws where outputs are missing.
  deploymentIn(stack);
  if (isComplete(stack)) {
    return { check: fine('central-stack', `${name} is ${stack.status}`), found: stack };
  }
  const why = stack.why === '' ? '' : ` CloudFormation says: ${stack.why}`;
  const events = ['aws', 'cloudformation', 'describe-stack-events', '--region', home];
  const check = wrong('central-stack', `The stack ${name} is ${stack.status}.${why}`, [
    shellCommand(...events, '--stack-name', name),
    'entra-aws-creds organization deploy',
  ]);
  return { check, found: stack };
}

export async function checkFederation(
  issuer: () => Promise<string | undefined>,
): Promise<Looked<string>> {
  const found = await issuer();
  if (found !== undefined) {
    return { check: fine('outbound-federation', `issuer ${found}`), found };
  }
  const check = wrong(
    'outbound-federation',
    'Outbound identity federation is not enabled in this account, so no function can log in to Entra.',
    ['aws iam enable-outbound-web-identity-federation'],
  );
  return { check };
}

export async function checkDeadLetters(
  stack: Stack | undefined,
  aws: AwsCaller,
): Promise<DeploymentCheck> {
  if (stack === undefined) return notTried('dead-letters', 'the central stack is not there');
  const { deadLettersUrl, routerFailuresUrl } = deploymentIn(stack);
  const [dead, failed] = await Promise.all(queuesOf({ deadLettersUrl, routerFailuresUrl }, aws));
  if (dead === 0 && failed === 0) return fine('dead-letters', 'no event waits');
  return wrong(
    'dead-letters',
    `${dead} events did not reach the router, and it failed on ${failed}.`,
    ['entra-aws-creds organization reconcile'],
    ['A night does what they were about; purge the queues after it.'],
  );
}

type Queues = Pick<Deployment, 'deadLettersUrl' | 'routerFailuresUrl'>;

function queuesOf({ deadLettersUrl, routerFailuresUrl }: Queues, aws: AwsCaller) {
  return [messagesIn(deadLettersUrl, aws), messagesIn(routerFailuresUrl, aws)] as const;
}
