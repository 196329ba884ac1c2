import { readFileSync } from 'node:fs';
import { parseAccountId, RoleArn } from '@entra-aws-creds/core/programs';
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
    linesOf(path).map((line) => given(`--accounts-file ${path}`, line, parseAccountId)),
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

function linesOf(path: string): readonly string[] {
  try {
    const lines = readFileSync(path, 'utf8').split(/\r?\n/);
    return lines.map((line) => line.replace(/#.*/, '').trim()).filter((line) => line !== '');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unreadable';
    throw new WrongUsage(
      `--accounts-file names ${JSON.stringify(path)}, which cannot be read (${code}).`,
    );
  }
}
