import { type RoleArn, StepFailure } from '@entra-aws-creds/core/programs';
import type { Merge, PolicyJson } from '@entra-aws-creds/trust-policy';
import type { BindingWorld } from '../binding-world.ts';
import type { Role } from '../identity-account/role.ts';
import { unmergeable } from '../plan/refusals.ts';
import { accountOf } from '../ports.ts';
import { inIam, onceThere, settled } from '../settling.ts';

const MOST_WRITES = 3;

/**
 * Changes a trust policy that others may be changing at the same moment. IAM takes no condition on a write,
 * so what is there is read, merged, written, and read again; what somebody wrote meanwhile is merged anew.
 *
 * @returns the role with the policy as it was read last, in which nothing is left to merge
 * @throws StepFailure `EAC_BINDING_CONFLICT`, `EAC_BINDING_NOT_SETTLED`
 */
export async function writeTrust(
  arn: RoleArn,
  merge: (policy: PolicyJson) => Merge<PolicyJson>,
  world: BindingWorld,
): Promise<Role> {
  let role = await readRole(arn, world);
  for (let written = 0; ; written += 1) {
    const { trustPolicy: before } = role;
    const { document, changed, conflicts } = merge(before);
    if (document === undefined) throw unmergeable(arn, conflicts);
    if (!changed) return role;
    if (written === MOST_WRITES) throw contested(arn);
    await onceThere(
      inIam('the trust policy can be written'),
      () => accountOf(world).updateTrustPolicy(arn, document),
      world,
    );
    role = await settled(
      inIam('the new trust policy can be seen'),
      async () => {
        const seen = await accountOf(world).role(arn.name);
        return seen && !isSame(seen.trustPolicy, before) ? seen : undefined;
      },
      world,
    );
  }
}

/** @throws StepFailure `EAC_BINDING_NOT_SETTLED` when there is none */
export async function readRole(arn: RoleArn, world: BindingWorld): Promise<Role> {
  return settled(inIam('the role can be read'), () => accountOf(world).role(arn.name), world);
}

function isSame(one: PolicyJson, other: PolicyJson): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function contested(arn: RoleArn): StepFailure {
  return new StepFailure(
    'EAC_BINDING_CONFLICT',
    `The trust policy of ${arn.text} was written ${MOST_WRITES} times, and somebody else wrote over it each time.`,
    'See in CloudTrail who calls UpdateAssumeRolePolicy for this role, usually a tool that holds it to its own state, and settle that first.',
  );
}
