import type { RoleArn } from '@entra-aws-creds/core/programs';
import type { OnlinePlatform } from '@entra-aws-creds/core/services';
import type { Deployment } from '../deployment/deployment.ts';
import { executionName, type Look } from '../event/look.ts';
import type { NightlyOrder } from '../nightly/nightly-order.ts';
import type { Executions } from './executions.ts';
import { nightName } from './nightly-execution.ts';

type Chance = Pick<OnlinePlatform, 'clock' | 'randomFraction'>;

/** Starts a night, or a part of one. @returns the ARN of its execution */
export function orderNight(
  order: NightlyOrder,
  { nightlyStateMachineArn }: Deployment,
  executions: Executions,
  { clock, randomFraction }: Chance,
): Promise<string> {
  const name = nightName(order, clock.now(), randomFraction());
  return executions.start(nightlyStateMachineArn, name, order);
}

/** Has one role looked at, as if an event had come of it. @returns the ARN of the execution */
export function orderLook(
  role: RoleArn,
  { stateMachineArn }: Deployment,
  executions: Executions,
  { clock }: Chance,
): Promise<string> {
  const at = clock.now().toISOString();
  const { partition, account, name } = role;
  const because = { event: 'person' as const, at };
  const look: Look = { partition: partition.id, account, role: name, because };
  const trigger = `person-${at.replace(/\D/g, '')}`;
  return executions.start(stateMachineArn, executionName(look, trigger), { look });
}
