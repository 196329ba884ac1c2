import type { AccountAddress } from '@entra-aws-creds/bindings';
import { StepFailure } from '@entra-aws-creds/core/services';
import type { AccountIam } from '../account/account-iam.ts';
import type { AccountQuestion } from '../account/account-question.ts';
import { auditAccount } from '../account/audited-account.ts';
import { inOrder } from '../flow/in-order.ts';
import type { ReportLine } from '../report/report-line.ts';

/** Accounts that are read at the same time. */
const AT_ONCE = 8;

/** What ends the whole run, and is not the fault of one account. */
const OF_THE_RUN = /^EAC_(TIME_LIMIT|CANCELLED|ADMIN_CREDENTIALS|GRAPH_\w+)$/;

/** The accounts of an organization, and the way into each. */
interface AuditedOrganization {
  readonly accounts: AsyncIterable<AccountAddress> | Iterable<AccountAddress>;
  /** @throws StepFailure when the account cannot be entered */
  enter(address: AccountAddress): Promise<AccountIam>;
  /** Told when all of an account is known. */
  onAccount(account: string): void;
}

/**
 * Looks at every account, some of them at once, and tells of them in their order. An account that cannot be
 * read is a line like any other.
 *
 * @throws StepFailure only what would be the same in every account
 */
export async function* auditOrganization(
  { accounts, enter, onAccount }: AuditedOrganization,
  question: AccountQuestion,
): AsyncGenerator<ReportLine> {
  const read = inOrder(accounts, AT_ONCE, async (address) => {
    const lines: ReportLine[] = [];
    try {
      const iam = await enter(address);
      for await (const line of auditAccount(address, iam, question)) lines.push(line);
    } catch (error) {
      lines.push(unreadable(address.account, error));
    }
    onAccount(address.account);
    return lines;
  });
  for await (const lines of read) yield* lines;
}

function unreadable(account: string, error: unknown): ReportLine {
  if (!(error instanceof StepFailure) || OF_THE_RUN.test(error.code)) throw error;
  const place = { artifact: `aws/${account}`, line: undefined };
  const why = `${error.code}: ${error.message} ${error.hint}`;
  return { kind: 'unjudged', role: undefined, account, place, why };
}
