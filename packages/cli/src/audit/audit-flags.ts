import { type AccountId, InputProblem, parseAccountId } from '@entra-aws-creds/core/programs';
import type { Flag } from '../flags/flag.ts';
import type { FlagValues } from '../flags/flag-values.ts';
import { namedLines } from '../flags/named-file.ts';
import { WrongUsage } from '../wrong-usage.ts';

/** Which accounts an audit looks at, and how it gets into them. */
export const AUDIT_FLAGS: readonly Flag[] = [
  { name: 'organization', means: 'every account of the AWS organization' },
  {
    name: 'accounts-file',
    value: 'FILE',
    means: 'these accounts, an ID on each line, instead of asking Organizations',
  },
  { name: 'role-name', value: 'NAME', means: 'the role in each account to read it with' },
  { name: 'organizations-endpoint', value: 'URL', means: 'another AWS Organizations' },
  { name: 'entra', means: 'also ask Entra about the applications that get in, reading only' },
];

/** Undefined: the account of the credentials alone. */
export type AccountsChoice =
  | { readonly roleName: string; readonly accounts: readonly AccountId[] | 'organization' }
  | undefined;

/** @throws WrongUsage */
export function accountsChoice(flags: FlagValues): AccountsChoice {
  const file = flags.value('accounts-file');
  const roleName = flags.value('role-name');
  if (file === undefined && !flags.has('organization')) {
    if (roleName === undefined) return undefined;
    throw new WrongUsage('--role-name needs --organization or --accounts-file.');
  }
  if (file !== undefined && flags.has('organization')) {
    throw new WrongUsage('Give only one of --organization and --accounts-file.');
  }
  if (roleName === undefined || !/^[\w+=,.@-]{1,64}$/.test(roleName)) {
    throw new WrongUsage(
      '--role-name NAME is needed: the role in each account to read it with.',
      'Where Organizations made the accounts, it is OrganizationAccountAccessRole unless somebody chose another; a role that may only read is better.',
    );
  }
  return { roleName, accounts: file === undefined ? 'organization' : accountsIn(file) };
}

function accountsIn(path: string): readonly AccountId[] {
  const accounts = namedLines('accounts-file', path).map(({ text, number }) => {
    try {
      return parseAccountId(text);
    } catch (error) {
      if (!(error instanceof InputProblem)) throw error;
      throw new WrongUsage(`Line ${number} of ${JSON.stringify(path)} is no account ID.`);
    }
  });
  if (accounts.length === 0) throw new WrongUsage(`${JSON.stringify(path)} names no account.`);
  return [...new Set(accounts)];
}
