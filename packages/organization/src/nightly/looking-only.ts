import type { IdentityAccount } from '@entra-aws-creds/bindings';
import { StepFailure } from '@entra-aws-creds/core/programs';

/** The same account, in which nothing can be written: whatever tries to fails before IAM hears of it. */
export function lookingOnly(account: IdentityAccount): IdentityAccount {
  return {
    address: account.address,
    provider: (arn) => account.provider(arn),
    role: (name) => account.role(name),
    roles: () => account.roles(),
    attachedPolicies: (role) => account.attachedPolicies(role),
    inlinePolicies: (role) => account.inlinePolicies(role),
    createProvider: refuse,
    addAudience: refuse,
    removeAudience: refuse,
    deleteProvider: refuse,
    createRole: refuse,
    updateTrustPolicy: refuse,
    updateMaxSessionDuration: refuse,
    putPermissionsBoundary: refuse,
    tagRole: refuse,
    untagRole: refuse,
    attachPolicy: refuse,
    detachPolicy: refuse,
    deleteRole: refuse,
  };
}

async function refuse(): Promise<never> {
  throw new StepFailure(
    'EAC_INTERNAL',
    'Something was to be written to IAM by a run that only looks. Nothing was written.',
    'Report it with the command that led here.',
  );
}
