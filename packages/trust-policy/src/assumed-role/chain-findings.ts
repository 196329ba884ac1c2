import { quotedList } from '../document/parse-problem.ts';
import type { Condition, Principal, Statement, TrustPolicy } from '../document/policy-document.ts';
import { actionMatches, awsPrincipalMatches } from '../evaluation/evaluate.ts';
import { handsOutRole } from '../evaluation/role-handout.ts';
import { type IsExpected, NOBODY_ELSE } from '../expected-principal.ts';
import type { Finding, Severity } from '../finding.ts';
import { conditionsOn, hasOpenValues } from '../web-identity/claim-pinning.ts';
import type { StatementJson } from '../web-identity/required-trust.ts';
import type { AssumeRoleContext } from './assume-role-context.ts';

/** Every weakness that is found in the trust policy of a role that another role assumes. The codes are stable. */
export const CHAIN_FINDING_CODES = [
  'TRUST_CHAIN_EVERYONE',
  'TRUST_CHAIN_ACCOUNT',
  'TRUST_CHAIN_OTHERS',
  'TRUST_CHAIN_NOT_PRINCIPAL',
  'TRUST_CHAIN_NO_EXTERNAL_ID',
] as const;

export type ChainFindingCode = (typeof CHAIN_FINDING_CODES)[number];

export type ChainFinding = Omit<Finding, 'code'> & { readonly code: ChainFindingCode };

/**
 * How much wider than the role before it in the chain the policy of a role is, by all of its statements
 * that hand out the role, to whomever and by whichever call. None when they name that role only, or pin
 * `aws:PrincipalArn` to it, and demand the external ID that is given. Principals that are expected are none
 * of its business, nor are the conditions that hold them.
 */
export function findChainWeaknesses(
  policy: TrustPolicy,
  context: AssumeRoleContext,
  isExpected: IsExpected = NOBODY_ELSE,
): ChainFinding[] {
  return policy.statements
    .filter(({ effect, action }) => effect === 'Allow' && handsOutRole(action))
    .flatMap((statement) => judge(statement, policy, context, isExpected));
}

function judge(
  statement: Statement,
  policy: TrustPolicy,
  context: AssumeRoleContext,
  isExpected: IsExpected,
): ChainFinding[] {
  const { principal, action } = statement;
  const isCalled = actionMatches(action, context.action) === 'true';
  const corrected = isCalled ? tightStatement(statement, context) : null;
  const finding = (code: ChainFindingCode, severity: Severity, path: string, why: string) => {
    return { code, severity, statement: statement.id, path, why, corrected };
  };
  const found: ChainFinding[] = [];
  if (principal.negated) {
    const why = 'NotPrincipal with Allow admits everyone except the principals it names.';
    found.push(finding('TRUST_CHAIN_NOT_PRINCIPAL', 'high', principal.path, why));
  } else {
    const pin = pinOfCaller(statement, policy);
    for (const [code, entries] of widerThan(principal.entries, pin, context, isExpected)) {
      const path = entries[0]?.path ?? principal.path;
      found.push(finding(code, 'high', path, sentence(code, entries, pin)));
    }
  }
  const admitsCaller =
    isCalled && awsPrincipalMatches(principal, context.principal.aws) !== 'false';
  if (admitsCaller && context.externalId !== undefined && !demandsExternalId(statement, policy)) {
    const why =
      'Nothing pins sts:ExternalId, so the external ID that is given does not keep out anyone who does not know it.';
    found.push(finding('TRUST_CHAIN_NO_EXTERNAL_ID', 'medium', statement.path, why));
  }
  return found;
}

/** What the conditions of a statement hold its callers to: these ARNs, an account or organization. */
type Pin = readonly Principal[] | 'account' | 'nothing';

const OF_ACCOUNT = ['aws:PrincipalAccount', 'aws:PrincipalOrgID', 'aws:PrincipalOrgPaths'];

function pinOfCaller(statement: Statement, policy: TrustPolicy): Pin {
  const [byArn] = pinsOn(statement, 'aws:PrincipalArn', policy);
  if (byArn !== undefined) {
    return byArn.values.map((value) => ({ type: 'AWS', value, path: byArn.path }));
  }
  const byAccount = OF_ACCOUNT.some((key) => pinsOn(statement, key, policy).length > 0);
  return byAccount ? 'account' : 'nothing';
}

/** Conditions that fail without the key and for all but fixed values of it, the fewest first. */
function pinsOn(statement: Statement, key: string, policy: TrustPolicy): readonly Condition[] {
  return conditionsOn(statement, key)
    .filter((condition) => {
      const { comparison, ifExists, set } = condition.operator;
      const compares = /^(String|Arn)/.test(comparison) && !comparison.includes('Not');
      const demands = compares && !ifExists && set !== 'ForAllValues';
      return demands && condition.values.length > 0 && !hasOpenValues(condition, policy);
    })
    .sort((one, other) => one.values.length - other.values.length);
}

function demandsExternalId(statement: Statement, policy: TrustPolicy): boolean {
  return pinsOn(statement, 'sts:ExternalId', policy).length > 0;
}

/** `arn:aws:iam::123456789012:root`, or the number alone. */
const ACCOUNT = /^(?:arn:[a-z-]+:iam::)?(\d{12})(?::root)?$/;

function widerThan(
  entries: readonly Principal[],
  pin: Pin,
  { caller }: AssumeRoleContext,
  isExpected: IsExpected,
): Map<ChainFindingCode, Principal[]> {
  const byCode = new Map<ChainFindingCode, Principal[]>();
  const isAws = ({ type }: Principal) => type === '*' || type === 'AWS';
  const meant =
    typeof pin === 'string' || !entries.some(isAws)
      ? entries
      : [...pin, ...entries.filter((entry) => !isAws(entry))];
  for (const entry of meant) {
    const { value } = entry;
    if (isAws(entry) && (value === caller.roleArn || value === caller.sessionArn)) continue;
    if (value !== '*' && isExpected(entry)) continue;
    const code =
      value === '*'
        ? 'TRUST_CHAIN_EVERYONE'
        : isAws(entry) && ACCOUNT.test(value)
          ? 'TRUST_CHAIN_ACCOUNT'
          : 'TRUST_CHAIN_OTHERS';
    byCode.set(code, [...(byCode.get(code) ?? []), entry]);
  }
  return byCode;
}

function sentence(code: ChainFindingCode, entries: readonly Principal[], pin: Pin): string {
  const list = quotedList(entries.map(({ value }) => value));
  if (code === 'TRUST_CHAIN_ACCOUNT') {
    return `${list} is a whole account: every identity there whose own policy allows sts:AssumeRole can assume this role.`;
  }
  if (code === 'TRUST_CHAIN_OTHERS') return `${list} can assume this role as well.`;
  return pin === 'account'
    ? 'The principal is everyone, and the conditions restrict it to accounts, not to the previous role in the chain.'
    : 'The principal is everyone: any AWS account, and any identity provider that the action applies to, can assume this role.';
}

/** For the role before in the chain only; the statement's Sid and its other conditions on keys of AWS stay. */
function tightStatement(
  { sid, conditions }: Statement,
  { caller, externalId, action }: AssumeRoleContext,
): StatementJson {
  const condition = new Map<string, Map<string, string | readonly string[]>>();
  const add = (operator: string, key: string, values: readonly string[]) => {
    const block = condition.get(operator) ?? new Map<string, string | readonly string[]>();
    condition.set(operator, block.set(key, values.length === 1 ? (values[0] ?? '') : values));
  };
  for (const { operator, key, values } of conditions) {
    if (!/^(sts:ExternalId|aws:PrincipalArn)$/i.test(key)) add(operator.text, key, values);
  }
  if (externalId !== undefined) add('StringEquals', 'sts:ExternalId', [externalId]);
  const blocks = [...condition].map(([name, keys]) => [name, Object.fromEntries(keys)]);
  return {
    ...(sid === undefined ? {} : { Sid: sid }),
    Effect: 'Allow',
    Principal: { AWS: caller.roleArn },
    Action: action,
    ...(blocks.length === 0 ? {} : { Condition: Object.fromEntries(blocks) }),
  };
}
