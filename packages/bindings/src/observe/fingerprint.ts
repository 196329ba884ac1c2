import { createHash } from 'node:crypto';
import { RoleArn } from '@entra-aws-creds/core/programs';
import type { Observed } from './observed.ts';

/** What changes by itself and decides nothing. */
const PASSING = new Set(['lastUsed']);

/** The same for the same state: a SHA-256 in hexadecimal. */
export function fingerprintOf(observed: Observed): string {
  return createHash('sha256')
    .update(JSON.stringify(ordered(observed)))
    .digest('hex');
}

function ordered(value: unknown): unknown {
  if (value instanceof RoleArn) return value.text;
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value)
    .filter(([name, member]) => !PASSING.has(name) && member !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(members.map(([name, member]) => [name, ordered(member)]));
}
