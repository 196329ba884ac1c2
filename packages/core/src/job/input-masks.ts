import { accountsToMask } from '../1-inputs/aws/account-mentions.ts';
import { type RawInputs, SECRET_INPUT_NAMES } from '../1-inputs/input-name.ts';
import { isNotExpanded } from '../1-inputs/input-reader.ts';
import { allSessions, type RoleSessions } from '../3-sts-credentials/role-session.ts';
import type { Masks } from './masks.ts';

/** What inputs hold that is not to be shown, whatever it turns out to be. */
export function maskInputs(raw: Pick<RawInputs, 'read'>, masks: Masks): void {
  for (const name of SECRET_INPUT_NAMES) {
    const text = raw.read(name);
    // `$(name)` is what its reader will be told about; masked, the message would say nothing.
    if (!isNotExpanded(text)) masks.add(text);
  }
  for (const account of accountsToMask(raw)) masks.add(account);
}

/** Those of the inputs are masked; what STS answers may name another. */
export function maskAccounts(sessions: RoleSessions, masks: Masks): void {
  const links = allSessions(sessions).flatMap((session) => session.links);
  for (const { credentials } of links) masks.add(credentials.account ?? '');
}
