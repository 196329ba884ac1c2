import { textAt, type XmlElement } from '@entra-aws-creds/core/services';
import type { AwsCaller } from '../aws-services/aws-caller.ts';
import { CLOUD_FORMATION } from '../aws-services/aws-service.ts';
import { hasCode } from '../aws-services/service-failure.ts';
import { membersOf, textOf } from '../aws-services/xml-members.ts';
import { CLOUD_FORMATION_VERSION } from './stack.ts';

/** The member stack of one account, as its stack set has it. */
export interface StackInstance {
  readonly account: string;
  readonly region: string;
  /** `CURRENT`, `OUTDATED` or `INOPERABLE`. */
  readonly status: string;
  /** Empty where there is none. */
  readonly why: string;
}

/** A stack set as the management account or a delegated administrator sees it. */
export interface StackSet {
  readonly instances: readonly StackInstance[];
  readonly parameters: ReadonlyMap<string, string>;
  /** Whether commands about it need `--call-as DELEGATED_ADMIN`. */
  readonly isDelegated: boolean;
}

type Caller = 'SELF' | 'DELEGATED_ADMIN';

/**
 * @returns undefined where there is no such stack set that this account sees
 * @throws StepFailure `EAC_AUTOMATION_…`
 */
export async function readStackSet(name: string, aws: AwsCaller): Promise<StackSet | undefined> {
  for (const callAs of ['SELF', 'DELEGATED_ADMIN'] as const) {
    const parameters = await parametersSeen(name, callAs, aws);
    if (parameters === undefined) continue;
    const instances = await instancesSeen(name, callAs, aws);
    return { instances, parameters, isDelegated: callAs === 'DELEGATED_ADMIN' };
  }
  return undefined;
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackSet.html */
async function parametersSeen(
  name: string,
  CallAs: Caller,
  aws: AwsCaller,
): Promise<ReadonlyMap<string, string> | undefined> {
  try {
    const found = await aws.form({
      service: CLOUD_FORMATION,
      operation: 'DescribeStackSet',
      version: CLOUD_FORMATION_VERSION,
      parameters: { StackSetName: name, CallAs },
      asking: `Looking for the stack set ${name}`,
    });
    const set = found.children.find((one) => one.name === 'StackSet');
    return new Map(
      (set ? membersOf(set, 'Parameters') : []).map((one) => [
        textOf(one, 'ParameterKey'),
        textOf(one, 'ParameterValue'),
      ]),
    );
  } catch (error) {
    // Whoever is no delegated administrator is told so by a validation error.
    if (hasCode(error, 'StackSetNotFoundException', 'StackSetNotFound', 'ValidationError')) {
      return undefined;
    }
    throw error;
  }
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListStackInstances.html */
async function instancesSeen(
  name: string,
  CallAs: Caller,
  aws: AwsCaller,
): Promise<readonly StackInstance[]> {
  const found: StackInstance[] = [];
  let token: string | undefined;
  do {
    const NextToken: Readonly<Record<string, string>> = token ? { NextToken: token } : {};
    const page: XmlElement = await aws.form({
      service: CLOUD_FORMATION,
      operation: 'ListStackInstances',
      version: CLOUD_FORMATION_VERSION,
      parameters: { StackSetName: name, CallAs, ...NextToken },
      asking: `Listing the accounts of the stack set ${name}`,
    });
    // They stand in the commands that mend them.
    found.push(...membersOf(page, 'Summaries').map(instanceIn).filter(isAccount));
    token = textAt(page, 'NextToken') || undefined;
  } while (token !== undefined);
  return found;
}

function instanceIn(found: XmlElement): StackInstance {
  return {
    account: textOf(found, 'Account'),
    region: textOf(found, 'Region'),
    status: textOf(found, 'Status'),
    why: textOf(found, 'StatusReason'),
  };
}

function isAccount({ account }: StackInstance): boolean {
  return /^\d{12}$/.test(account);
}
