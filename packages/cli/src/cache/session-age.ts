import type { HandedSession } from '../exchange/handed-session.ts';

const LAST_QUARTER_HOUR_MS = 900_000;

/** Until the last quarter of an hour, or the last quarter of a session shorter than an hour. */
export function lastsLongEnough({ credentials, issued }: HandedSession, now: Date): boolean {
  const end = Date.parse(credentials.Expiration);
  const length = end - Date.parse(issued);
  return end - now.getTime() > Math.min(LAST_QUARTER_HOUR_MS, length / 4);
}
