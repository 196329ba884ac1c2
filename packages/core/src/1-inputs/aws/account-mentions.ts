import type { InputName, RawInputs } from '../input-name.ts';

/** Inputs in which accounts stand. */
const NAMING_ACCOUNTS: readonly InputName[] = [
  'role-to-assume',
  'role-chain',
  'profiles',
  'allowed-account-ids',
  'managed-session-policies',
  'inline-session-policy',
];

/** Twelve digits, and what comes of them: with dashes, or without the zero that YAML took for nothing. */
const ACCOUNT = /(?<![\d-])\d[\d-]{9,18}\d(?![\d-])/g;

/**
 * Every account that the inputs mention, right or wrong, when `mask-aws-account-id` asks to show none: for the
 * messages about inputs that are wrong. Whatever is not a plain "false" asks for it.
 */
export function accountsToMask(raw: Pick<RawInputs, 'read'>): readonly string[] {
  if (/^(|false)$/i.test(raw.read('mask-aws-account-id'))) return [];
  return [...new Set(NAMING_ACCOUNTS.flatMap((name) => raw.read(name).match(ACCOUNT) ?? []))];
}
