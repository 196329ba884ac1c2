import type { IdentityAccount, Role } from '@entra-aws-creds/bindings';
import { type RoleArn, runOnline, StepFailure } from '@entra-aws-creds/core/programs';
import type { Invocation } from '../command.ts';
import { platformOf, terminalHost } from '../exchange/terminal-host.ts';
import { openAccount, type Reach, readServiceInputs, regionOf, worldOf } from './reach.ts';

/** A role within reach of its developer, who has rights on it and no others. */
export interface OwnRole extends Reach {
  readonly account: IdentityAccount;
  /** As it was at first. */
  readonly role: Role;
  /** When that was. */
  readonly read: Date;
}

/**
 * Reads the role, and does `work` with it. What failed was said.
 *
 * @returns undefined when something failed
 * @throws WrongUsage
 */
export async function withOwnRole<T>(
  call: Invocation,
  arn: RoleArn,
  work: (own: OwnRole) => Promise<T>,
): Promise<T | undefined> {
  const { terminal, cancelled } = call;
  const { invocation, inputs } = await readServiceInputs(call, undefined);
  const host = terminalHost(inputs, terminal, 'everything', 'role');
  return runOnline(host, platformOf(terminal), cancelled(), async (online, services, log) => {
    const account = await openAccount(arn, invocation, services, online);
    const role = await account.role(arn.name);
    if (role === undefined) throw noRole(arn);
    const region = regionOf(services, arn.partition);
    const world = worldOf(online, log);
    return work({ account, role, read: world.clock.now(), online, inputs, region, world });
  });
}

/** @throws StepFailure from the reader of roles, when it is gone by now */
export function noRole({ text }: RoleArn): StepFailure {
  return new StepFailure(
    'EAC_BINDING_MISSING',
    `There is no role ${text}.`,
    'Create it first, with a trust policy as docs/organization.md shows; or correct the ARN.',
  );
}
