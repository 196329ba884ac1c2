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

/**
 * Every instance of a stack set, as the management account or a delegated administrator sees them.
 *
 * @returns undefined where neither sees such a stack set
 * @throws StepFailure `EAC_AUTOMATION_…`
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListStackInstances.html
 */
export async function stackInstances(
  stackSet: string,
  aws: AwsCaller,
): Promise<readonly StackInstance[] | undefined> {
  return (
    (await instancesSeen(stackSet, 'SELF', aws)) ??
    (await instancesSeen(stackSet, 'DELEGATED_ADMIN', aws))
  );
}

async function instancesSeen(
  stackSet: string,
  CallAs: 'SELF' | 'DELEGATED_ADMIN',
  aws: AwsCaller,
): Promise<readonly StackInstance[] | undefined> {
  const found: StackInstance[] = [];
  let token: string | undefined;
  do {
    const NextToken: Readonly<Record<string, string>> = token ? { NextToken: token } : {};
    const page: XmlElement | undefined = await aws
      .form({
        service: CLOUD_FORMATION,
        operation: 'ListStackInstances',
        version: CLOUD_FORMATION_VERSION,
        parameters: { StackSetName: stackSet, CallAs, ...NextToken },
        asking: `Listing the accounts of the stack set ${stackSet}`,
      })
      .catch((error: unknown) => {
        // Whoever is no delegated administrator is told so by a validation error.
        if (hasCode(error, 'StackSetNotFoundException', 'StackSetNotFound', 'ValidationError')) {
          return undefined;
        }
        throw error;
      });
    if (page === undefined) return undefined;
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
