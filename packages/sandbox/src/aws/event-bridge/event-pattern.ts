/** What a rule lets through: a list of what a field may be, or a pattern of what is below it. */
export type EventPattern = Readonly<Record<string, unknown>>;

/**
 * Whether a rule with this pattern hands the event on: every field of the pattern must be matched; of a field
 * that is a list in the event, one element will do.
 *
 * @throws Error naming a comparison that is not known here
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export function patternMatches(pattern: EventPattern, event: unknown): boolean {
  return Object.entries(pattern).every(([name, wanted]) => {
    if (name === '$or') return listOf(wanted).some((one) => patternMatches(asPattern(one), event));
    const found = below(event, name);
    if (Array.isArray(wanted)) return wanted.some((one) => isMatched(one, found));
    // Below what is not there, nothing is there either.
    const values = found.length > 0 ? found : [{}];
    return values.some((one) => patternMatches(asPattern(wanted), one));
  });
}

/** All that a name leads to. */
function below(event: unknown, name: string): readonly unknown[] {
  if (Array.isArray(event)) return event.flatMap((one) => below(one, name));
  const isThere = typeof event === 'object' && event !== null && Object.hasOwn(event, name);
  return isThere ? [(event as EventPattern)[name]].flat() : [];
}

function isMatched(wanted: unknown, found: readonly unknown[]): boolean {
  if (typeof wanted !== 'object' || wanted === null) return found.includes(wanted);
  const [[operator, operand] = [], ...others] = Object.entries(wanted);
  const texts = found.filter((one) => typeof one === 'string');
  if (others.length > 0) throw new Error(`${JSON.stringify(wanted)} is no single comparison`);
  switch (operator) {
    case 'exists':
      return found.length > 0 === operand;
    case 'prefix':
      return texts.some((one) => one.startsWith(String(operand)));
    case 'suffix':
      return texts.some((one) => one.endsWith(String(operand)));
    case 'equals-ignore-case':
      return texts.some((one) => one.toLowerCase() === String(operand).toLowerCase());
    case 'wildcard':
      return texts.some((one) => asExpression(String(operand)).test(one));
    default:
      throw new Error(`the comparison ${operator} is not known here`);
  }
}

/** `*` stands for any characters. */
function asExpression(wildcard: string): RegExp {
  const parts = wildcard.split('*').map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's');
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function asPattern(value: unknown): EventPattern {
  return value as EventPattern;
}
