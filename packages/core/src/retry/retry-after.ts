const MILLISECONDS_A_SECOND = 1000;
const SECONDS = /^\d{1,9}$/;
/** IMF-fixdate, the only form that servers may send. */
const DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/** What an answer says about the time, as far as it matters here; header names are lower case. */
type Headers = Readonly<Record<string, string>>;

/**
 * How long a server asks to be left alone, in milliseconds; undefined when it does not say.
 * A point in time is compared with the server's own clock where it shows that, so that a machine
 * whose clock is wrong waits no longer than others.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
 */
export function retryAfterMs(headers: Headers, now: Date): number | undefined {
  const value = headers['retry-after']?.trim() ?? '';
  if (SECONDS.test(value)) return Number(value) * MILLISECONDS_A_SECOND;
  const at = timeOf(value);
  if (at === undefined) return undefined;
  return Math.max(0, at - (timeOf(headers['date'] ?? '') ?? now.getTime()));
}

function timeOf(date: string): number | undefined {
  const time = DATE.test(date) ? Date.parse(date) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}
