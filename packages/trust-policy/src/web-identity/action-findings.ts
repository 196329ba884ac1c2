import { pathTo, quoted } from '../document/parse-problem.ts';
import type { Statement } from '../document/policy-document.ts';
import type { Finding } from '../finding.ts';
import { tightened } from './required-trust.ts';
import type { WebIdentityContext } from './web-identity-context.ts';

/** Actions of one `Allow` statement beyond `sts:AssumeRoleWithWebIdentity`. */
export function actionFindings(statement: Statement, context: WebIdentityContext): Finding[] {
  const { action, id } = statement;
  if (action.negated) {
    const why =
      'NotAction with Allow allows every action except those it names, including future ones.';
    const corrected = tightened(statement, context);
    const { path } = action;
    return [{ code: 'TRUST_NOT_ACTION', severity: 'medium', statement: id, path, why, corrected }];
  }
  const index = action.patterns.findIndex((pattern) => /[*?]/.test(pattern));
  if (index < 0) return [];
  const why = `${quoted(action.patterns[index] ?? '')} allows more than exchanging a token: with sts:TagSession and sts:SetSourceIdentity the token can choose session tags and identity.`;
  const path = action.patterns.length === 1 ? action.path : pathTo(action.path, index);
  const corrected = tightened(statement, context);
  return [{ code: 'TRUST_ACTION_WIDE', severity: 'medium', statement: id, path, why, corrected }];
}
