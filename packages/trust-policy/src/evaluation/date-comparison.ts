const W3C_DATE =
  /^(\d{4})-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d))?)?$/;

/**
 * Below, at or above zero as `value` is before, at or after `limit`; undefined unless both
 * are dates: one of the W3C forms of ISO 8601, or seconds since 1970.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Date
 * @see https://www.w3.org/TR/NOTE-datetime
 */
export function compareDates(value: string, limit: string): number | undefined {
  const one = milliseconds(value);
  const other = milliseconds(limit);
  return one === undefined || other === undefined ? undefined : one - other;
}

function milliseconds(text: string): number | undefined {
  // Four digits could be a year as well as seconds: AWS does not say which.
  if (/^-?\d{1,12}(\.\d{1,9})?$/.test(text)) {
    return /^\d{4}$/.test(text) ? undefined : Number(text) * 1000;
  }
  const match = W3C_DATE.exec(text);
  if (match === null) return undefined;
  const [, year, month, day = '1', hour = '0', minute = '0', second = '0', rest = '', zone] = match;
  const numbers = [year, month, day, hour, minute, second].map(Number);
  const [y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0] = numbers;
  const date = new Date(0);
  date.setUTCFullYear(y, mo - 1, d);
  date.setUTCHours(h, mi, s);
  const real = date.getUTCMonth() === mo - 1 && date.getUTCDate() === d && h < 24 && mi < 60;
  if (!real || s > 59) return undefined;
  const offset = zoneMinutes(zone);
  return offset === undefined
    ? undefined
    : date.getTime() + Number(`0${rest}`) * 1000 - offset * 60_000;
}

function zoneMinutes(zone: string | undefined): number | undefined {
  if (zone === undefined || zone === 'Z') return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(4));
  if (hours > 23 || minutes > 59) return undefined;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}
