import { quote } from '../../text/log-line.ts';
import { InputProblem } from '../input-problem.ts';

declare const brand: unique symbol;

/** Twelve digits. */
export type AccountId = string & { readonly [brand]: 'AccountId' };

/** @throws InputProblem unless `text` is twelve digits */
export function parseAccountId(text: string): AccountId {
  if (/^\d{12}$/.test(text)) return text as AccountId;
  throw new InputProblem(
    `has ${quote(text)}, which is not an AWS account ID`,
    'An account ID is twelve digits; keep its leading zeros by quoting it in YAML, and leave out the dashes.',
  );
}

/**
 * Account IDs separated by commas, line breaks or both.
 *
 * @throws InputProblem for the first one that is none
 */
export function parseAccountIds(text: string): readonly AccountId[] {
  return text
    .split(/[\s,]+/)
    .filter((part) => part !== '')
    .map(parseAccountId);
}
