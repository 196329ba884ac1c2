import { wildcardMatches } from './wildcard.ts';

export type ConditionBlock = Readonly<Record<string, Readonly<Record<string, ConditionValue>>>>;
type ConditionValue = string | boolean | number | readonly (string | boolean | number)[];
export type ConditionContext = Readonly<Record<string, string | readonly string[] | undefined>>;

type Comparison = (policyValue: string, contextValue: string) => boolean;
interface Operator {
  readonly matches: Comparison;
  readonly negated: boolean;
}

const equal: Comparison = (a, b) => a === b;
const equalIgnoringCase: Comparison = (a, b) => a.toLowerCase() === b.toLowerCase();
const sameBoolean: Comparison = (a, b) => a.toLowerCase() === b.toLowerCase();

const OPERATORS: Readonly<Record<string, Operator>> = {
  stringequals: { matches: equal, negated: false },
  stringnotequals: { matches: equal, negated: true },
  stringequalsignorecase: { matches: equalIgnoringCase, negated: false },
  stringnotequalsignorecase: { matches: equalIgnoringCase, negated: true },
  stringlike: { matches: wildcardMatches, negated: false },
  stringnotlike: { matches: wildcardMatches, negated: true },
  // AWS: "ArnEquals and ArnLike condition operators behave identically".
  arnequals: { matches: arnLike, negated: false },
  arnlike: { matches: arnLike, negated: false },
  arnnotequals: { matches: arnLike, negated: true },
  arnnotlike: { matches: arnLike, negated: true },
  bool: { matches: sameBoolean, negated: false },
  numericequals: { matches: numeric((a, b) => a === b), negated: false },
  numericnotequals: { matches: numeric((a, b) => a === b), negated: true },
  numericlessthan: { matches: numeric((a, b) => b < a), negated: false },
  numericlessthanequals: { matches: numeric((a, b) => b <= a), negated: false },
  numericgreaterthan: { matches: numeric((a, b) => b > a), negated: false },
  numericgreaterthanequals: { matches: numeric((a, b) => b >= a), negated: false },
};

/**
 * All operators and all keys of a block must hold. An operator that is not known here makes its
 * condition false, so that nothing is admitted for want of understanding.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function conditionsHold(
  block: ConditionBlock | undefined,
  context: ConditionContext,
): boolean {
  return Object.entries(block ?? {}).every(([operator, keys]) =>
    Object.entries(keys).every(([key, value]) =>
      conditionHolds(operator, policyValues(value), lookUp(context, key)),
    ),
  );
}

function conditionHolds(
  written: string,
  expected: readonly string[],
  actual: readonly string[] | undefined,
): boolean {
  const { quantifier, name, ifExists } = dissect(written);
  if (name === 'null') {
    const isAbsent = actual === undefined || actual.length === 0;
    return expected.some((value) => (value.toLowerCase() === 'true') === isAbsent);
  }
  const operator = Object.hasOwn(OPERATORS, name) ? OPERATORS[name] : undefined;
  if (!operator) return false;
  if (actual === undefined || actual.length === 0) {
    if (quantifier === 'forallvalues') return true;
    if (quantifier === 'foranyvalue') return ifExists;
    return ifExists || operator.negated;
  }
  const holds = (value: string) =>
    expected.some((item) => operator.matches(item, value)) !== operator.negated;
  return quantifier === 'forallvalues' ? actual.every(holds) : actual.some(holds);
}

function dissect(written: string): { quantifier: string; name: string; ifExists: boolean } {
  const lower = written.toLowerCase();
  const [first = '', second] = lower.split(':');
  const bare = second ?? first;
  const ifExists = bare.endsWith('ifexists');
  return {
    quantifier: second === undefined ? '' : first,
    name: ifExists ? bare.slice(0, -'ifexists'.length) : bare,
    ifExists,
  };
}

/** Key names are compared without regard to case. */
function lookUp(context: ConditionContext, key: string): readonly string[] | undefined {
  const wanted = key.toLowerCase();
  const value = Object.entries(context).find(([name]) => name.toLowerCase() === wanted)?.[1];
  return value === undefined ? undefined : [value].flat();
}

function policyValues(value: ConditionValue): string[] {
  return [value].flat().map(String);
}

/** False where either is no number. */
function numeric(holds: (policyValue: number, contextValue: number) => boolean): Comparison {
  return (a, b) => a.trim() !== '' && b.trim() !== '' && holds(Number(a), Number(b));
}

/** Each of the six parts is matched for itself, so that a `*` does not run over a colon. */
function arnLike(pattern: string, arn: string): boolean {
  const patternParts = arnParts(pattern);
  const parts = arnParts(arn);
  return (
    parts.length === 6 &&
    patternParts.length === 6 &&
    patternParts.every((part, index) => wildcardMatches(part, parts[index] ?? ''))
  );
}

function arnParts(arn: string): string[] {
  const parts = arn.split(':');
  return parts.length < 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')];
}
