import type { Account } from './model-account.ts';
import type { Tenant } from './model-directory.ts';
import type { ModelWorld } from './model-world.ts';

/** What is left of a run, without what differs from one that took longer. */
export function finalState({ directory, account }: ModelWorld): {
  readonly tenant: Tenant;
  readonly account: Account;
} {
  const tenant = directory.snapshot();
  return {
    tenant: {
      ...tenant,
      applications: tenant.applications.map(timeless),
      deleted: tenant.deleted.map(timeless),
    },
    account: account.snapshot(),
  };
}

function timeless<T extends { readonly created: string | undefined }>(item: T): T {
  return { ...item, created: undefined };
}
