import { parseAccountId } from '@entra-aws-creds/core/programs';
import type { FlagValues } from '../flags/flag-values.ts';
import { given } from '../set-up/given.ts';

/** The one account that is meant; undefined: every account. @throws WrongUsage */
export function accountOf(flags: FlagValues): string | undefined {
  const text = flags.value('account');
  return text === undefined ? undefined : given('--account', text, parseAccountId);
}
