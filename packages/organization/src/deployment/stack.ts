import type { XmlElement } from '@entra-aws-creds/core/services';
import type { AwsCaller } from '../aws-services/aws-caller.ts';
import { CLOUD_FORMATION } from '../aws-services/aws-service.ts';
import { hasCode } from '../aws-services/service-failure.ts';
import { membersOf, textOf } from '../aws-services/xml-members.ts';

export const CLOUD_FORMATION_VERSION = '2010-05-15';

/** A stack as CloudFormation has it. */
export interface Stack {
  readonly name: string;
  /** `CREATE_COMPLETE`, `UPDATE_ROLLBACK_COMPLETE`, … */
  readonly status: string;
  /** Empty where there is none. */
  readonly why: string;
  readonly outputs: ReadonlyMap<string, string>;
  readonly parameters: ReadonlyMap<string, string>;
}

/**
 * @returns undefined where there is no such stack
 * @throws StepFailure `EAC_AUTOMATION_…`
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html
 */
export async function readStack(name: string, aws: AwsCaller): Promise<Stack | undefined> {
  const result = await aws
    .form({
      service: CLOUD_FORMATION,
      operation: 'DescribeStacks',
      version: CLOUD_FORMATION_VERSION,
      parameters: { StackName: name },
      asking: `Looking for the stack ${name}`,
    })
    .catch((error: unknown) => {
      // That is how CloudFormation says that there is none; of a name that is none it says the same.
      if (hasCode(error, 'ValidationError')) return undefined;
      throw error;
    });
  const [found] = result === undefined ? [] : membersOf(result, 'Stacks');
  return found && stackIn(found);
}

function stackIn(found: XmlElement): Stack {
  return {
    name: textOf(found, 'StackName'),
    status: textOf(found, 'StackStatus'),
    why: textOf(found, 'StackStatusReason'),
    outputs: pairsIn(found, 'Output'),
    parameters: pairsIn(found, 'Parameter'),
  };
}

function pairsIn(found: XmlElement, kind: 'Output' | 'Parameter'): ReadonlyMap<string, string> {
  return new Map(
    membersOf(found, `${kind}s`).map((one) => [
      textOf(one, `${kind}Key`),
      textOf(one, `${kind}Value`),
    ]),
  );
}

/** Whether it is as somebody meant it to be: not on its way, and not as it was before a failed update. */
export function isComplete({ status }: Stack): boolean {
  return status === 'CREATE_COMPLETE' || status === 'UPDATE_COMPLETE';
}
