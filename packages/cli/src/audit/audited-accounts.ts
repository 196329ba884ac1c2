import {
  AccountIam,
  type AccountQuestion,
  assumeReadRole,
  auditAccount,
  auditOrganization,
  organizationAccounts,
  organizationsOf,
  type ReportLine,
} from '@entra-aws-creds/audit';
import { type AccountAddress, Iam } from '@entra-aws-creds/bindings';
import { parseAccountId } from '@entra-aws-creds/core/programs';
import {
  callerIdentity,
  type OnlinePlatform,
  parseRegion,
  partitionById,
  type ServiceInputs,
  type SigningKeys,
} from '@entra-aws-creds/core/services';
import { WrongUsage } from '../wrong-usage.ts';
import type { AccountsChoice } from './audit-flags.ts';
import type { Progress } from './progress.ts';

/** What an audit of accounts is done with. */
interface AuditMeans {
  readonly keys: SigningKeys;
  readonly online: OnlinePlatform;
  readonly inputs: ServiceInputs;
  readonly organizationsEndpoint: URL | undefined;
  readonly progress: Progress;
  /** Told of what somebody should know of the run. */
  notice(sentence: string): void;
}

/** The lines of the report, as they come. @throws StepFailure, WrongUsage */
export async function* auditedAccounts(
  choice: AccountsChoice,
  question: AccountQuestion,
  means: AuditMeans,
): AsyncGenerator<ReportLine> {
  const { keys, online, inputs, progress } = means;
  const partition = inputs.region?.partition ?? partitionById('aws');
  if (partition === undefined) throw new Error('the commercial partition is known');
  const iamAddress = inputs.iamEndpointOf(partition);
  const region = inputs.region ?? parseRegion(iamAddress.signingRegion);
  const endpoint = inputs.stsEndpointOf(region);
  const caller = await callerIdentity(keys, region, endpoint, online);
  const own = { partition: partition.id, account: parseAccountId(caller.account) };
  const read = (signer: SigningKeys) => new AccountIam(new Iam(iamAddress, signer, online));
  if (choice === undefined) {
    yield* auditAccount(own, read(keys), question);
    return;
  }
  const { roleName, accounts } = choice;
  const enter = async ({ account }: AccountAddress) => {
    if (account === own.account) return read(keys);
    const role = `arn:${own.partition}:iam::${account}:role/${roleName}`;
    return read(await assumeReadRole(role, { region, endpoint }, keys, online));
  };
  const listed =
    accounts === 'organization'
      ? members(own, means)
      : accounts.map((account) => ({ ...own, account }));
  yield* auditOrganization(
    { accounts: listed, enter, onAccount: () => progress.account() },
    question,
  );
}

async function* members(
  own: AccountAddress,
  { keys, online, organizationsEndpoint, notice }: AuditMeans,
): AsyncGenerator<AccountAddress> {
  const address = organizationsOf(own.partition, organizationsEndpoint);
  if (address === undefined) {
    throw new WrongUsage(
      `Where Organizations is asked in the partition ${own.partition} is not known.`,
      'Name the accounts with --accounts-file.',
    );
  }
  let left = 0;
  for await (const { id, state } of organizationAccounts(address, keys, online)) {
    if (state === 'ACTIVE') yield { ...own, account: parseAccountId(id) };
    else left++;
  }
  if (left > 0) notice(`${left} accounts that are suspended or being closed were left out.`);
}
