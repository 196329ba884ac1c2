import { isJsonObject } from '@entra-aws-creds/core/services';
import { executionName } from '../event/look.ts';
import type { OrganizationAccounts } from '../nightly/organization-accounts.ts';
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

/** One account of the night's list. */
interface NightlyAccount {
  readonly partition: string;
  readonly account: string;
}

/** The accounts of the organization that are to be looked at. */
export function listAccountsHandler(world: () => NightlyWorld): TaskHandler {
  return async () => {
    const { accounts, platform } = world();
    const partition = platform.environment['PARTITION'] || 'aws';
    const excluded = new Set((platform.environment['EXCLUDED_ACCOUNTS'] ?? '').split(/[\s,]+/));
    const active = await accounts.active();
    return active
      .filter((account) => !excluded.has(account))
      .map((account): NightlyAccount => ({ partition, account }));
  };
}

/** Looks at one account, and starts an execution for each role that lacks something. */
export function reconcileAccountHandler(world: () => NightlyWorld): TaskHandler {
  return async (state) => {
    const { platform, log, start } = world();
    const { partition, account } = readAccount(state);
    try {
      const report = await withTaskWorld('reconcile-account', world(), (task) =>
        reconcileAccount({ partition, account }, task),
      );
      const at = platform.clock.now().toISOString();
      for (const role of report.toDo) {
        const because = { event: 'nightly' as const, at };
        const trigger = `nightly-${at.slice(0, 16).replace(/\D/g, '')}`;
        await start(executionName({ account, role }, trigger), {
          partition,
          account,
          role,
          because,
        });
      }
      log({ level: 'info', task: 'reconcile-account', ...report });
      return { account, looked: report.looked, toDo: report.toDo.length };
    } catch (error) {
      const said = taskError(error);
      log({
        level: 'error',
        task: 'reconcile-account',
        account,
        error: said.name,
        line: said.message,
      });
      throw said;
    }
  };
}

/** Fails, naming them, when accounts could not be looked at. */
export function summarizeHandler(world: () => NightlyWorld): TaskHandler {
  return async (state) => {
    const reports = isJsonObject(state) ? state['reports'] : undefined;
    const all = Array.isArray(reports) ? reports.filter(isJsonObject) : [];
    const failed = all.filter((one) => one['failed'] !== undefined).map((one) => one['account']);
    world().log({ level: 'info', task: 'summarize', accounts: all.length, failed });
    if (failed.length === 0) return { accounts: all.length };
    const error = new Error(
      `${failed.length} accounts could not be looked at: ${failed.join(', ')}`,
    );
    error.name = 'AccountsFailed';
    throw error;
  };
}

function readAccount(state: unknown): NightlyAccount {
  const { partition, account } = isJsonObject(state) ? state : {};
  if (typeof partition === 'string' && typeof account === 'string' && /^\d{12}$/.test(account)) {
    return { partition, account };
  }
  throw new TypeError('the input is not an account');
}
