import { isJsonObject } from '@entra-aws-creds/core/services';
import { type AccountReport, roomForEach } from './account-report.ts';
import type { NightlyOrder } from './nightly-order.ts';

/** What holds for every account of one night. */
interface Night {
  readonly only?: 'plan';
  /** What the names of the executions that it starts end with. */
  readonly trigger: string;
  /** Bytes for what is told of the roles of one account. */
  readonly room: number;
}

/** The accounts that a night looks at, as they stand in its state. */
interface ListedAccounts {
  readonly partition: string;
  /** Twelve digits each. */
  readonly accounts: readonly string[];
  readonly night: Night;
}

/** One account of the list. */
export interface NightlyAccount {
  readonly partition: string;
  readonly account: string;
  readonly night: Night;
}

/** What a night came to, as its execution puts it out. */
export interface NightReport {
  readonly only?: 'plan';
  readonly trigger: string;
  /** How many accounts were to be looked at. */
  readonly accounts: number;
  readonly looked: number;
  readonly bound: number;
  readonly toDo: number;
  /** Those accounts alone in which there is something to do, or that could not be looked at. */
  readonly reports: readonly AccountReport[];
}

/** @throws Error `Failed` where the account that is asked for is not among the active ones */
export function nightOf(
  { only, account }: NightlyOrder,
  partition: string,
  active: readonly string[],
  now: Date,
): ListedAccounts {
  if (account !== undefined && !active.includes(account)) {
    const said = new Error(
      `The account ${account} is no active account of the organization, or ExcludedAccounts leaves it out.`,
    );
    said.name = 'Failed';
    throw said;
  }
  const accounts = account === undefined ? active : [account];
  const trigger = `nightly-${now.toISOString().slice(0, 19).replace(/\D/g, '')}`;
  const night = { ...(only && { only }), trigger, room: roomForEach(accounts.length) };
  return { partition, accounts, night };
}

/** @throws TypeError for what no night is made of */
export function readNightlyAccount(state: unknown): NightlyAccount {
  const { partition, account, night } = isJsonObject(state) ? state : {};
  const isAccount = typeof account === 'string' && /^\d{12}$/.test(account);
  if (typeof partition === 'string' && isAccount) {
    return { partition, account, night: readNight(night) };
  }
  throw new TypeError('the input is not an account');
}

export function readNight(value: unknown): Night {
  const { only, trigger, room } = isJsonObject(value) ? value : {};
  const isKnown = only === undefined || only === 'plan';
  if (isKnown && typeof trigger === 'string' && typeof room === 'number') {
    return { ...(only && { only }), trigger, room };
  }
  throw new TypeError('the input does not say which night it is');
}

/** All accounts together. */
export function nightReport({ only, trigger }: Night, all: readonly AccountReport[]): NightReport {
  const sum = (count: (one: AccountReport) => number) =>
    all.reduce((total, one) => total + count(one), 0);
  return {
    ...(only && { only }),
    trigger,
    accounts: all.length,
    looked: sum(({ looked }) => looked),
    bound: sum(({ bound }) => bound),
    toDo: sum(({ toDo }) => toDo),
    reports: all.filter(({ toDo, failed }) => toDo > 0 || failed !== undefined),
  };
}

/** Accounts that are named in a failure, which holds 32,768 characters. */
const MOST_NAMED = 20;

/** Which accounts could not be looked at, and why as far as it is known; undefined: there are none. */
export function accountsFailed(all: readonly AccountReport[]): string | undefined {
  const failed = all.filter((one) => one.failed !== undefined);
  if (failed.length === 0) return undefined;
  const named = failed.slice(0, MOST_NAMED).map(({ account, failed: why }) => {
    return `${account} (${why?.error}${why?.why === undefined ? '' : `: ${why.why}`})`;
  });
  const more = failed.length - named.length;
  return `${failed.length} accounts could not be looked at: ${named.join(', ')}${more > 0 ? `, and ${more} more` : ''}`;
}
