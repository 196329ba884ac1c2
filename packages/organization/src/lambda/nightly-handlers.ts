import { isJsonObject } from '@entra-aws-creds/core/services';
import { executionName } from '../event/look.ts';
import { type AccountReport, fitting, short } from '../nightly/account-report.ts';
import {
  accountsFailed,
  type NightlyAccount,
  nightOf,
  nightReport,
  readNight,
  readNightlyAccount,
} from '../nightly/night.ts';
import { readNightlyOrder } from '../nightly/nightly-order.ts';
import type { OrganizationAccounts } from '../nightly/organization-accounts.ts';
import { planAccount } from '../nightly/plan-account.ts';
import { reconcileAccount } from '../nightly/reconcile-account.ts';
import { taskError } from '../tasks/task-error.ts';
import type { StartExecution } from './executions.ts';
import type { TaskHandler } from './task-handlers.ts';
import { type Around, withTaskWorld } from './with-task-world.ts';

/** What the functions of the nightly run are given. */
export interface NightlyWorld extends Around {
  readonly accounts: OrganizationAccounts;
  readonly start: StartExecution;
}

/** What is tried again by the state machine; anything else is the account's own, and others go on. */
const TRIED_AGAIN: readonly string[] = ['NotYet', 'Throttled'];

/** The accounts of the organization that are to be looked at. */
export function listAccountsHandler(world: () => NightlyWorld): TaskHandler {
  return async (input) => {
    const { accounts, platform } = world();
    const order = readNightlyOrder(input);
    const partition = platform.environment['PARTITION'] || 'aws';
    const excluded = new Set((platform.environment['EXCLUDED_ACCOUNTS'] ?? '').split(/[\s,]+/));
    const active = (await accounts.active()).filter((account) => !excluded.has(account));
    return nightOf(order, partition, active, platform.clock.now());
  };
}

/** Looks at one account, and starts an execution for each role that lacks something; for a plan, it says which. */
export function reconcileAccountHandler(world: () => NightlyWorld): TaskHandler {
  return async (state) => {
    const { log } = world();
    const listed = readNightlyAccount(state);
    const task = listed.night.only === 'plan' ? 'plan-account' : 'reconcile-account';
    try {
      const report = await (task === 'plan-account' ? planned : reconciled)(listed, world());
      log({ level: 'info', task, ...report });
      return report;
    } catch (error) {
      const { account } = listed;
      const said = taskError(error);
      log({ level: 'error', task, account, error: said.name, line: said.message });
      if (TRIED_AGAIN.includes(said.name)) throw said;
      const failed = { error: said.name, why: short(said.message) };
      return { account, looked: 0, bound: 0, toDo: 0, failed };
    }
  };
}

async function planned(
  { partition, account, night }: NightlyAccount,
  world: NightlyWorld,
): Promise<AccountReport> {
  const { looked, bound, toDo } = await withTaskWorld('plan-account', world, (task) =>
    planAccount({ partition, account }, task),
  );
  return { account, looked, bound, toDo: toDo.length, roles: fitting(toDo, night.room) };
}

async function reconciled(
  { partition, account, night }: NightlyAccount,
  world: NightlyWorld,
): Promise<AccountReport> {
  const { looked, bound, toDo } = await withTaskWorld('reconcile-account', world, (task) =>
    reconcileAccount({ partition, account }, task),
  );
  const because = { event: 'nightly' as const, at: world.platform.clock.now().toISOString() };
  for (const role of toDo) {
    const name = executionName({ account, role }, night.trigger);
    await world.start(name, { partition, account, role, because });
  }
  return { account, looked, bound, toDo: toDo.length };
}

/** What the night came to. It fails when accounts could not be looked at, which a plan only says. */
export function summarizeHandler(world: () => NightlyWorld): TaskHandler {
  return async (state) => {
    const { listed, reports } = isJsonObject(state) ? state : {};
    const night = readNight(isJsonObject(listed) ? listed['night'] : undefined);
    const all = (Array.isArray(reports) ? reports : []) as readonly AccountReport[];
    const report = nightReport(night, all);
    const { reports: _, ...totals } = report;
    const failed = accountsFailed(all);
    world().log({ level: 'info', task: 'summarize', ...totals, failed });
    if (failed === undefined || night.only === 'plan') return report;
    const error = new Error(failed);
    error.name = 'AccountsFailed';
    throw error;
  };
}
