import type { GradedFinding } from '../judging/graded-finding.ts';
import type { PinnedIdentity } from '../judging/pinned-identity.ts';
import type { LastUse } from '../report/report-line.ts';

const UNUSED_AFTER_DAYS = 90;
const DAY_MS = 86_400_000;

/** What the account says about a role that its policy does not. */
interface RoleSurroundings {
  readonly created: Date | undefined;
  readonly lastUse: LastUse | undefined;
  readonly identities: readonly PinnedIdentity[];
  /** The client IDs of each provider by its ARN; undefined where there is no such provider. */
  readonly audiences: ReadonlyMap<string, readonly string[] | undefined>;
}

/** Findings that only the account shows: what is missing, and what nobody uses. */
export function accountFindings(around: RoleSurroundings, now: Date): readonly GradedFinding[] {
  return [...providerFindings(around), ...unused(around, now)];
}

function providerFindings({ identities, audiences }: RoleSurroundings): readonly GradedFinding[] {
  return identities.flatMap(({ providerArn, statement, aud }) => {
    const listed = audiences.get(providerArn);
    if (listed === undefined) {
      const why = `There is no identity provider ${providerArn} in the account, so nobody gets in; whoever may create identity providers there decides who will.`;
      return audiences.has(providerArn)
        ? [finding('AUDIT_PROVIDER_MISSING', 'medium', why, statement)]
        : [];
    }
    const missing = (aud ?? []).filter((one) => !listed.includes(one));
    if (missing.length === 0) return [];
    const why = `The identity provider does not list ${missing.slice(0, 3).join(', ')} among its client IDs (audiences), so STS refuses the tokens that this statement admits.`;
    return [finding('AUDIT_AUDIENCE_MISSING', 'low', why, statement)];
  });
}

function unused({ created, lastUse }: RoleSurroundings, now: Date): readonly GradedFinding[] {
  const daysSince = (date: Date) => Math.floor((now.getTime() - date.getTime()) / DAY_MS);
  if (lastUse === undefined || created === undefined) return [];
  const days = daysSince(lastUse.at === null ? created : new Date(lastUse.at));
  if (days < UNUSED_AFTER_DAYS) return [];
  const why =
    lastUse.at === null
      ? `Nobody has assumed this role since it was made ${days} days ago.`
      : `Nobody has assumed this role for ${days} days.`;
  return [finding('AUDIT_ROLE_UNUSED', 'low', why, undefined)];
}

function finding(
  code: GradedFinding['code'],
  grade: GradedFinding['grade'],
  why: string,
  statement: string | undefined,
): GradedFinding {
  const unknown = { path: undefined, line: undefined, corrected: undefined, accepted: undefined };
  return { code, grade, statement, why, ...unknown };
}
