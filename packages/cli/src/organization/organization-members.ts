import { organizationAccounts, organizationsOf } from '@entra-aws-creds/audit';
import { StepFailure } from '@entra-aws-creds/core/programs';
import type { OrganizationMember } from '@entra-aws-creds/organization/deployed';
import { serviceUrl } from '../flags/service-url.ts';
import type { CentralAccount } from './with-automation.ts';

/** The accounts of the organization, as the central account sees them. @throws StepFailure, WrongUsage */
export async function* membersOf({
  invocation: { flags, terminal },
  home,
  keys,
  online,
}: CentralAccount): AsyncGenerator<OrganizationMember> {
  const named = flags.value('organizations-endpoint');
  const variable = terminal.environment['AWS_ENDPOINT_URL_ORGANIZATIONS'] || undefined;
  const endpoint = serviceUrl('organizations-endpoint', named ?? variable);
  const address = organizationsOf(home.partition.id, endpoint);
  if (address === undefined) {
    throw new StepFailure(
      'EAC_ORGANIZATIONS_REFUSED',
      `Where Organizations is asked in the partition ${home.partition.id} is not known.`,
      'Name it with "--organizations-endpoint".',
    );
  }
  yield* organizationAccounts(address, keys, online);
}
