import { StepFailure } from '@entra-aws-creds/core/programs';
import type { EntraDirectory } from './entra-directory/entra-directory.ts';
import type { IdentityAccount } from './identity-account/identity-account.ts';

/** The two sides, as far as these hands reach. */
export interface Ports {
  readonly directory: EntraDirectory | undefined;
  readonly account: IdentityAccount | undefined;
}

/** @throws StepFailure `EAC_INTERNAL`: a plan has changes only on sides that were observed */
export function directoryOf({ directory }: Ports): EntraDirectory {
  return directory ?? outOfReach('Entra');
}

/** @throws StepFailure `EAC_INTERNAL`: a plan has changes only on sides that were observed */
export function accountOf({ account }: Ports): IdentityAccount {
  return account ?? outOfReach('AWS');
}

function outOfReach(side: string): never {
  throw new StepFailure(
    'EAC_INTERNAL',
    `Something was to be done on the side of ${side}, which was left out.`,
    'Report it with the command that led here.',
  );
}
