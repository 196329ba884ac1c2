import type { AccountAddress } from '@entra-aws-creds/bindings';
import { inOrder } from '../flow/in-order.ts';
import { judgeRole, type RoleJudgement } from '../judging/judge-role.ts';
import { readFailure } from '../judging/read-failure.ts';
import { storedKeys } from '../keys/stored-keys.ts';
import type { ReportLine } from '../report/report-line.ts';
import { accountFindings } from './account-findings.ts';
import type { AccountIam, ListedRole } from './account-iam.ts';
import type { AccountQuestion } from './account-question.ts';

/** Roles, and users, that are asked about further at the same time: IAM throttles who asks for more. */
const AT_ONCE = 16;

/**
 * Looks at every role of an account as its list comes, and at every user with keys. Only what belongs into the
 * report is kept, until its turn.
 *
 * @throws StepFailure `EAC_IAM_…` `EAC_GRAPH_…`
 */
export async function* auditAccount(
  address: AccountAddress,
  iam: AccountIam,
  question: AccountQuestion,
): AsyncGenerator<ReportLine> {
  yield* inOrder(open(iam, question), AT_ONCE, (found) => {
    return 'kind' in found ? Promise.resolve(found) : roleLine(found, iam, question);
  });
  yield* storedKeys(address, iam, question);
}

type Open = { readonly listed: ListedRole; readonly judged: RoleJudgement };

async function* open(
  iam: AccountIam,
  question: AccountQuestion,
): AsyncGenerator<Open | Extract<ReportLine, { kind: 'unjudged' }>> {
  for await (const listed of iam.roles()) {
    question.onRole();
    const failure = readFailure(listed.role);
    if (failure !== undefined) yield { kind: 'unjudged', ...failure };
    const judged = judgeRole(listed.role, question);
    if (judged !== undefined) yield { listed, judged };
  }
}

async function roleLine(
  { listed: { role, created }, judged }: Open,
  iam: AccountIam,
  { acceptances, entra, now }: AccountQuestion,
): Promise<ReportLine> {
  const { identities } = judged;
  const arns = [...new Set(identities.map(({ providerArn }) => providerArn))].filter((arn) =>
    arn.includes(':oidc-provider/'),
  );
  const [lastUse, lists, known] = await Promise.all([
    iam.lastUse(role.name),
    Promise.all(arns.map((arn) => iam.audiences(arn))),
    entra?.of(identities),
  ]);
  const audiences = new Map(arns.map((arn, index) => [arn, lists[index]]));
  const around = { created, lastUse, identities, audiences };
  const findings = [
    ...judged.findings,
    ...accountFindings(around, now),
    ...(known?.findings ?? []),
  ].map((one) => acceptances.mark(one, [role.arn]));
  return { kind: 'role', ...judged, findings, lastUse, applications: known?.applications ?? [] };
}
