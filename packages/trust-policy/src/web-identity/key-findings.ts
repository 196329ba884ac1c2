import { quoted } from '../document/parse-problem.ts';
import type { Condition, Statement } from '../document/policy-document.ts';
import type { Finding } from '../finding.ts';
import { storageObjection } from '../storage/storage-objection.ts';
import { type Mistake, type MistakeKind, mistakeInKey } from './mistaken-key.ts';
import { isClaimKey, renamedKeys, type StatementJson, tightened } from './required-trust.ts';
import type { WebIdentityContext } from './web-identity-context.ts';

/** Conditions of one statement on keys that no request with this token has: one finding a kind. */
export function keyFindings(statement: Statement, context: WebIdentityContext): Finding[] {
  const byKind = new Map<MistakeKind, { condition: Condition; mistake: Mistake }>();
  let everyKeyMeant = true;
  for (const condition of statement.conditions) {
    if (!isClaimKey(condition.key)) continue;
    const mistake = mistakeInKey(condition.key, context);
    if (mistake === undefined) continue;
    // To ask whether a claim is there makes sense of one that is only sometimes.
    const asks = condition.operator.comparison === 'Null';
    if (asks && mistake.kind === 'claim-not-in-token') continue;
    everyKeyMeant &&= mistake.meant !== undefined;
    if (!byKind.has(mistake.kind)) byKind.set(mistake.kind, { condition, mistake });
  }
  if (byKind.size === 0) return [];
  const corrected = correct(statement, everyKeyMeant, context);
  return [...byKind.values()].map(({ condition, mistake }) => ({
    code: 'TRUST_KEY_NEVER_MATCHES',
    severity: 'medium',
    statement: statement.id,
    path: condition.path,
    why: `${quoted(condition.key)} ${mistake.reason}: no request with this token has the key, so the condition does not test what it says.`,
    corrected,
  }));
}

function correct(
  statement: Statement,
  everyKeyMeant: boolean,
  context: WebIdentityContext,
): StatementJson | null {
  if (everyKeyMeant && storageObjection(statement) === undefined) {
    return renamedKeys(statement, (key) =>
      isClaimKey(key) ? (mistakeInKey(key, context)?.meant ?? key) : key,
    );
  }
  return statement.effect === 'Allow' ? tightened(statement, context) : null;
}
