import type { NightlyOrder } from '../nightly/nightly-order.ts';

/** What the names of nights begin with that somebody started; those of the schedule have names of their own. */
const PREFIXES = { plan: 'plan', account: 'account', night: 'night' } as const;

/** @param random from 0 up to 1, so that two at the same time are two */
export function nightName({ only, account }: NightlyOrder, now: Date, random: number): string {
  const kind = only === 'plan' ? 'plan' : account === undefined ? 'night' : 'account';
  const stamp = now.toISOString().slice(0, 19).replace(/\D/g, '');
  const digits = Math.floor(random * 0x1_0000_0000)
    .toString(16)
    .padStart(8, '0');
  return `${PREFIXES[kind]}-${stamp}-${digits}`;
}

/** Whether every account was looked at, and what was found is being done. */
export function isWholeNight(name: string): boolean {
  return !name.startsWith(`${PREFIXES.plan}-`) && !name.startsWith(`${PREFIXES.account}-`);
}
