import {
  DescribeAccountCommand,
  type OrganizationsClient,
  paginateListAccounts,
} from '@aws-sdk/client-organizations';

/** The accounts of the organization, as its management account or a delegated administrator sees them. */
export interface OrganizationAccounts {
  /** Numbers of those that are in use. */
  active(): Promise<readonly string[]>;
  isActive(account: string): Promise<boolean>;
}

/** @throws Error of the SDK, from both */
export function organizationAccounts(client: OrganizationsClient): OrganizationAccounts {
  // An account that is of the organization now will be in a minute.
  const known = new Set<string>();
  return {
    active: async () => {
      const accounts: string[] = [];
      for await (const { Accounts = [] } of paginateListAccounts({ client }, {})) {
        for (const { Id, State, Status } of Accounts) {
          if (Id !== undefined && (State ?? Status) === 'ACTIVE') accounts.push(Id);
        }
      }
      return accounts;
    },
    isActive: async (account) => {
      if (known.has(account)) return true;
      const isActive = await stateOf(account, client).then((state) => state === 'ACTIVE');
      if (isActive) known.add(account);
      return isActive;
    },
  };
}

async function stateOf(account: string, client: OrganizationsClient): Promise<string | undefined> {
  try {
    const { Account } = await client.send(new DescribeAccountCommand({ AccountId: account }));
    return Account?.State ?? Account?.Status;
  } catch (error) {
    if (error instanceof Error && error.name === 'AccountNotFoundException') return undefined;
    throw error;
  }
}
