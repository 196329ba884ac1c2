import { applicationIdOf, type Role, type RoleIdentity } from '@entra-aws-creds/bindings';
import type { TaskWorld } from './task-world.ts';

/**
 * Refuses a role whose application another identity owns: the lists leave it out, so nothing would be done,
 * and nobody told. It takes a request only where a role has a mark and none of `identities` is its own.
 *
 * @throws StepFailure `EAC_BINDING_FOREIGN`
 */
export async function refuseApplicationOfAnother(
  role: Role | undefined,
  identities: readonly RoleIdentity[],
  { directory }: Pick<TaskWorld, 'directory'>,
): Promise<void> {
  if (role === undefined || applicationIdOf(role) === undefined) return;
  if (identities.some(({ roleId }) => roleId === role.roleId)) return;
  const { partition, account, name } = role.arn;
  await directory.demandOwn({ partition: partition.id, account, name }, role.roleId);
}
