import type { Account } from './model-account.ts';
import type { Tenant } from './model-directory.ts';
import type { People } from './model-people.ts';
import type { ModelWorld } from './model-world.ts';

/** What is left of a run, without what differs from one that took longer. */
export function finalState({ directory, account, people }: ModelWorld): {
  readonly tenant: Tenant;
  readonly account: Account;
  readonly people: People;
} {
  const tenant = directory.snapshot();
  return {
    tenant: {
      ...tenant,
      applications: tenant.applications.map(timeless),
      deleted: tenant.deleted.map(timeless),
    },
    account: account.snapshot(),
    people: people.snapshot(
      tenant.applications.map(({ id }) => id),
      tenant.servicePrincipals.map(({ id }) => id),
    ),
  };
}

function timeless<T extends { readonly created: string | undefined }>(item: T): T {
  return { ...item, created: undefined };
}
