import type { RoleArn } from '@entra-aws-creds/core/programs';
import {
  type Deployment,
  Executions,
  type Outcome,
  orderLook,
  orderNight,
  outcomeOf,
  reportIn,
  type StartedByNight,
  startedByNight,
} from '@entra-aws-creds/organization/deployed';
import type { CentralAccount } from './with-automation.ts';

/** What is looked at again; without an account, every one. */
export type Which = { readonly role: RoleArn } | { readonly account: string | undefined };

/** An execution that was started, and as far as somebody waited for it, what came of it. */
export interface Reconciled {
  readonly execution: string;
  readonly isNight: boolean;
  readonly outcome?: Outcome;
  /** What the night started for roles. */
  readonly started?: StartedByNight;
}

export async function ordered(
  which: Which,
  deployment: Deployment,
  { aws, online }: CentralAccount,
): Promise<Reconciled> {
  const executions = new Executions(aws);
  if ('role' in which) {
    const execution = await orderLook(which.role, deployment, executions, online);
    return { execution, isNight: false };
  }
  const order = which.account === undefined ? {} : { account: which.account };
  const execution = await orderNight(order, deployment, executions, online);
  return { execution, isNight: true };
}

/** Waits for its end, and for that of everything that it starts. */
export async function awaited(
  order: Reconciled,
  { stateMachineArn }: Deployment,
  { aws, online }: CentralAccount,
): Promise<Reconciled> {
  const executions = new Executions(aws);
  const patience = { wait: online.wait, signal: online.retryPolicy.signal };
  const outcome = await outcomeOf(order.execution, executions, patience);
  const report = order.isNight ? reportIn(outcome.output) : undefined;
  if (report === undefined) return { ...order, outcome };
  const night = { trigger: report.trigger, since: outcome.started };
  const started = await startedByNight(stateMachineArn, night, executions, patience);
  return { ...order, outcome, started };
}

export function hasFailed({ outcome, started }: Reconciled): boolean {
  if (started !== undefined && started.failed > 0) return true;
  return outcome !== undefined && outcome.status !== 'SUCCEEDED' && !outcome.isInGracePeriod;
}
