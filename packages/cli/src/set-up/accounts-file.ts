import { parseAccountId, RoleArn } from '@entra-aws-creds/core/programs';
import { namedLines } from '../flags/named-file.ts';
import { WrongUsage } from '../wrong-usage.ts';
import { given } from './given.ts';

type Roles = readonly [RoleArn, ...RoleArn[]];

/**
 * The role in every account of the file, which lists one a line; what follows `#` is not read.
 *
 * @throws WrongUsage
 */
export function rolesIn(path: string | undefined, role: RoleArn): Roles {
  if (path === undefined) return [role];
  const accounts = new Set(
    namedLines('accounts-file', path).map(({ text }) =>
      given(`--accounts-file ${path}`, text, parseAccountId),
    ),
  );
  if (!accounts.has(role.account)) {
    throw new WrongUsage(
      `--accounts-file does not list ${role.account}, in which --role is.`,
      'Give the ARN of the role in one of its accounts, or add that one.',
    );
  }
  const others = [...accounts].filter((account) => account !== role.account);
  return [role, ...others.map((account) => inAccount(role, account))];
}

function inAccount({ text, account }: RoleArn, other: string): RoleArn {
  return RoleArn.parse(text.replace(`:${account}:`, `:${other}:`));
}
