/** A decimal number without loss: `digits` divided by ten to the power of `scale`. */
interface Decimal {
  readonly digits: bigint;
  readonly scale: number;
}

/** Longer numbers are refused, so that a policy cannot make the arithmetic slow. */
const DIGIT_LIMIT = 100;

/**
 * Below, at or above zero as `value` is less than, equal to or greater than `limit`;
 * undefined unless both are integers or decimals. Compared exactly: as floating point,
 * 9007199254740993 would equal 9007199254740992.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Numeric
 */
export function compareNumbers(value: string, limit: string): number | undefined {
  const one = decimal(value);
  const other = decimal(limit);
  if (one === undefined || other === undefined) return undefined;
  const scale = Math.max(one.scale, other.scale);
  const difference = scaled(one, scale) - scaled(other, scale);
  if (difference === 0n) return 0;
  return difference < 0n ? -1 : 1;
}

function decimal(text: string): Decimal | undefined {
  const match = /^([+-]?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (match === null || text.length > DIGIT_LIMIT) return undefined;
  const fraction = match[3] ?? '';
  const digits = BigInt(`${match[2]}${fraction}`);
  return { digits: match[1] === '-' ? -digits : digits, scale: fraction.length };
}

function scaled({ digits, scale }: Decimal, to: number): bigint {
  return digits * 10n ** BigInt(to - scale);
}
