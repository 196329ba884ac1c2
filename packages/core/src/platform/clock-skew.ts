const MILLISECONDS_A_MINUTE = 60_000;
/** A Date header has whole seconds, and is some way behind when it arrives. */
const NOTICEABLE_MS = 30_000;

/**
 * How far this machine's clock is from the server's, as a sentence: by the `Date` header of an answer.
 *
 * @param answered the header as it came; undefined without an answer
 * @see https://www.rfc-editor.org/rfc/rfc9110#field.date
 */
export function clockComparison(answered: string | undefined, host: string, now: Date): string {
  const theirs = Date.parse(answered ?? '');
  if (Number.isNaN(theirs)) return `This machine's clock says ${now.toISOString()}.`;
  const ahead = now.getTime() - theirs;
  if (Math.abs(ahead) < NOTICEABLE_MS) return `This machine's clock agrees with that of ${host}.`;
  const minutes = (Math.abs(ahead) / MILLISECONDS_A_MINUTE).toFixed(1);
  return `This machine's clock is ${minutes} minutes ${ahead > 0 ? 'ahead of' : 'behind'} that of ${host} (${now.toISOString()} here, ${new Date(theirs).toISOString()} there).`;
}
