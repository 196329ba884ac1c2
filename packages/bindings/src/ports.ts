import { StepFailure } from '@entra-aws-creds/core/programs';
import type { EntraDirectory } from './entra-directory/entra-directory.ts';
import type { IdentityAccount } from './identity-account/identity-account.ts';
import type { PeopleDirectory } from './people/people-directory.ts';

/** The two sides, as far as these hands reach. */
export interface Ports {
  readonly directory: EntraDirectory | undefined;
  readonly account: IdentityAccount | undefined;
  /** For bindings of people only. */
  readonly people?: PeopleDirectory | undefined;
}

/** @throws StepFailure `EAC_INTERNAL`: a plan has changes only on sides that were observed */
export function directoryOf({ directory }: Ports): EntraDirectory {
  return directory ?? outOfReach('Entra');
}

/** @throws StepFailure `EAC_INTERNAL`: a plan has changes only on sides that were observed */
export function accountOf({ account }: Ports): IdentityAccount {
  return account ?? outOfReach('AWS');
}

/** @throws StepFailure `EAC_INTERNAL`: a plan has changes only on sides that were observed */
export function peopleOf({ people }: Ports): PeopleDirectory {
  return people ?? outOfReach('Entra that is about people');
}

function outOfReach(side: string): never {
  throw new StepFailure(
    'EAC_INTERNAL',
    `Something was to be done on the side of ${side}, which was left out.`,
    'Report it with the command that led here.',
  );
}
