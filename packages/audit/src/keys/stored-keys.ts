import type { AccountAddress } from '@entra-aws-creds/bindings';
import type { AccountIam } from '../account/account-iam.ts';
import type { AccountQuestion } from '../account/account-question.ts';
import { inOrder } from '../flow/in-order.ts';
import type { Grade, GradedFinding } from '../judging/graded-finding.ts';
import type { KeyLine, LastUse } from '../report/report-line.ts';
import type { ActiveKey, ListedUser } from './account-keys.ts';
import { looksLikePipeline } from './pipeline-user.ts';
import { replacementOf } from './replacement.ts';

const AT_ONCE = 16;
const DAY_MS = 86_400_000;
/** From when on a key that nobody rotates is worth more than a look. */
const OLD_AFTER_DAYS = 90;

/** The active access keys of an account's users, with what would take their place. @throws StepFailure `EAC_IAM_…` */
export async function* storedKeys(
  address: AccountAddress,
  iam: AccountIam,
  question: Pick<AccountQuestion, 'acceptances' | 'meant' | 'now'>,
): AsyncGenerator<KeyLine> {
  const byUser = inOrder(iam.keys.users(), AT_ONCE, async (user) => {
    const keys = await iam.keys.activeKeys(user.name);
    if (keys.length === 0) return [];
    const policies = await iam.keys.userPolicies(user.name);
    const instead = await replacementOf(address, user.name, policies, question.meant.tenantId, iam);
    return Promise.all(keys.map((key) => keyLine(address, user, key, instead, iam, question)));
  });
  for await (const lines of byUser) yield* lines;
}

async function keyLine(
  address: AccountAddress,
  user: ListedUser,
  { id, created }: ActiveKey,
  instead: readonly string[],
  iam: AccountIam,
  { acceptances, now }: Pick<AccountQuestion, 'acceptances' | 'now'>,
): Promise<KeyLine> {
  const { lastUse, service } = await iam.keys.keyUse(id);
  const ageDays = created === undefined ? 0 : daysFrom(created, now);
  const { account } = address;
  const finding = keyFinding(ageDays, lastUse, service, now);
  return {
    kind: 'key',
    account,
    user: user.name,
    keyEnding: id.slice(-4),
    ageDays,
    lastUse,
    service,
    pipeline: looksLikePipeline(user),
    instead,
    finding: acceptances.mark(finding, [`aws/${account}/user/${user.name}`]),
  };
}

function keyFinding(
  ageDays: number,
  { at }: LastUse,
  service: string | undefined,
  now: Date,
): GradedFinding {
  const grade: Grade = ageDays >= OLD_AFTER_DAYS ? 'medium' : 'low';
  const use =
    at === null
      ? 'has never been used'
      : `was last used ${daysFrom(new Date(at), now)} days ago${service === undefined ? '' : `, for ${service}`}`;
  return {
    code: 'AUDIT_STORED_KEY',
    grade,
    statement: undefined,
    path: undefined,
    line: undefined,
    why: `The key is ${ageDays} days old, never ends by itself, and ${use}.`,
    corrected: undefined,
    accepted: undefined,
  };
}

function daysFrom(date: Date, now: Date): number {
  return Math.max(0, Math.floor((now.getTime() - date.getTime()) / DAY_MS));
}
