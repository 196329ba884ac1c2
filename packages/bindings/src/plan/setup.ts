import type { Observed } from '../observe/observed.ts';
import { isForPeople } from '../ownership.ts';
import type { Wish } from '../wish/wish.ts';
import type { Change } from './change.ts';
import { applicationOfPeople } from './refusals.ts';
import { awsChanges } from './setup-aws.ts';
import { entraChanges } from './setup-entra.ts';

/**
 * What takes what is there to what is wanted, in order; nothing when it is there. It looks at nothing but
 * its arguments.
 *
 * @throws StepFailure `EAC_BINDING_FOREIGN`, `EAC_BINDING_CONFLICT`, `EAC_IAM_QUOTA`, `EAC_GRAPH_QUOTA`:
 *   why nothing of it can be done
 */
export function planSetup(wish: Wish, observed: Observed): readonly Change[] {
  const { entra, aws } = observed;
  if (entra?.application && isForPeople(entra.application)) {
    throw applicationOfPeople(entra.application);
  }
  return [
    ...(entra === undefined || wish.half.only === 'aws' ? [] : entraChanges(wish, entra)),
    ...(aws === undefined || wish.half.only === 'entra' ? [] : awsChanges(wish, observed, aws)),
  ];
}
