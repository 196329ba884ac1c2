import { isJsonObject } from '@entra-aws-creds/core/services';

/** What a night is asked for: all of it, unless somebody wants less. */
export interface NightlyOrder {
  /** Look, and write nothing anywhere. */
  readonly only?: 'plan';
  /** This account and no other; twelve digits. */
  readonly account?: string;
}

/** The comment is what the console of Step Functions offers as input. */
const MEMBERS: readonly string[] = ['only', 'account', 'Comment'];

/**
 * The input of the nightly state machine. What is not understood is refused: somebody who misspells "only
 * plan" must not get the whole night.
 *
 * @throws TypeError
 */
export function readNightlyOrder(input: unknown): NightlyOrder {
  const { only, account, ...rest } = isJsonObject(input) ? input : { '': input };
  const isKnown = Object.keys(rest).every((name) => MEMBERS.includes(name));
  const isPlan = only === undefined || only === 'plan';
  const isAccount =
    account === undefined || (typeof account === 'string' && /^\d{12}$/.test(account));
  if (!isKnown || !isPlan || !isAccount) {
    throw new TypeError(
      'The input of a night is {}, or an object with "only": "plan", "account": "123456789012", or both.',
    );
  }
  return { ...(isPlan && only && { only: 'plan' }), ...(account !== undefined && { account }) };
}
